"""How good is a model: exact translations, and attention on the right word."""

import torch

from helpers.language import PAD_ID
from helpers.model import greedy_decode, record_attention
from helpers.training.batches import batch_of


def in_batches(items, size=250):
    """Cut a list into lists of at most `size`."""
    return [items[i : i + size] for i in range(0, len(items), size)]


def exact_match(model, pairs, write=greedy_decode):
    """Return the share of pairs that a model translates word for word.

    Shape: pairs of id lists, the target with <bos> and <eos> -> float from 0 to 1;
        write(model, source_ids, max_len=…) -> ids, as `greedy_decode`
    Raises: ValueError if there are no pairs.
    """
    if not pairs:
        raise ValueError("there are no pairs to measure: give at least one")
    model.eval()
    right = 0
    for batch in in_batches(pairs):
        source_ids, target_ids = batch_of(batch)
        wanted = target_ids[:, 1:]
        found = write(model, source_ids, max_len=wanted.size(1))
        missing = wanted.size(1) - found.size(1)
        found = torch.nn.functional.pad(found, (0, missing), value=PAD_ID)
        right += (found == wanted).all(dim=1).sum().item()
    return right / len(pairs)


def right_peaks(model, pairs, alignments):
    """Return, layer by layer, how often cross-attention peaks on the right word.

    The correct target is fed in, the heads are averaged, and the row that writes a
    word counts as right if its largest weight stands on that word's source.

    Shape: alignments: for each pair, for each target word, the index of its source
        word, or None where it does not count -> num_decoder_layers floats, 0 to 1
    Raises: ValueError if no word counts.
    """
    model.eval()
    rows = [[i for i in alignment if i is not None] for alignment in alignments]
    count = sum(map(len, rows))
    if not count:
        raise ValueError("no target word has a source word: there is nothing to count")
    num_layers = model.config.num_decoder_layers
    right = [0] * num_layers
    for batch in in_batches(list(zip(pairs, alignments, strict=True))):
        source_ids, target_ids = batch_of([pair for pair, _ in batch])
        with torch.no_grad(), record_attention(model) as maps:
            model(source_ids, target_ids[:, :-1])
        for layer in range(num_layers):
            peaks = maps[f"decoder.{layer}.cross"].mean(dim=1).argmax(dim=-1)  # (B, T)
            right[layer] += sum(
                peaks[row, position].item() == source
                for row, (_, alignment) in enumerate(batch)
                for position, source in enumerate(alignment)
                if source is not None
            )
    return [number / count for number in right]
