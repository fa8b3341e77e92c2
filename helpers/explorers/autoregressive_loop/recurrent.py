"""Lesson 7: what an RNN carries from word to word, beside what a cache keeps (C16)."""

import torch

from helpers.explorers.autoregressive_loop.sentences import (
    MOST_WRITTEN,
    WritingWalk,
    target_words,
)
from helpers.explorers.controls import read_words
from helpers.figures.autoregressive_loop.recurrent import HEIGHT, CarriedPicture
from helpers.language import BOS_ID, EOS_ID
from helpers.model import greedy_decode

MOST_SOURCE = 12
EXAMPLES = (
    "Mary is reading a book because she is tired",
    "I like apples",
    "her friends want two delicious big oranges",
    "they like the new book that the student read",
)


class RecurrentExplorer(WritingWalk):
    """Let an RNN and a Transformer write side by side, and see what each carries.

    Controls: `sentence_box.text`, `step` (how many words have been read in, from 0 for
    one).

    Source: Sutskever et al. 2014, section 2; claim C16.
    """

    height = HEIGHT
    examples = EXAMPLES
    begins_at = 0
    step_label, step_tooltip = "words", "How many words have been fed in"

    def __init__(self, translator, recurrent):
        self.recurrent = recurrent
        super().__init__(translator)

    def make_picture(self):
        config, recurrent = self.translator.model.config, self.recurrent.model.config
        return CarriedPicture(
            self.figure,
            config.num_decoder_layers,
            config.d_model,
            recurrent.num_layers,
            recurrent.d_model,
        )

    def read(self, text):
        """Write a text's translation with both models.

        Raises: ValueError with a message for the student.
        """
        _, ids, note = read_words(self.translator, text, MOST_SOURCE)
        _, recurrent_ids, _ = self.recurrent.read(text)
        return (
            carried_cache(self.translator.model, ids),
            carried_states(self.recurrent.model, recurrent_ids),
            ids.size(1),
            note,
        )

    def num_steps(self):
        (words, _), (others, _), *_ = self.sentence_box.accepted
        return max(len(words), len(others))

    def label(self):
        self.picture.label(len(self.sentence_box.accepted[0][0]))

    def update(self):
        (words, cache), (others, states), source, self.note = self.sentence_box.accepted
        step = self.step.value
        kept = min(step + 1, len(words))
        state = states[min(step, len(others) - 1)]  # (layers, width)
        fed = target_words(self.translator, [BOS_ID, *words[: kept - 1]])
        said = [
            f"has written: {self.text(model, ids[: step + 1])}"
            for model, ids in ((self.recurrent, others), (self.translator, words))
        ]
        # Both, keys and values, in every layer, for every word.
        one = cache.shape[0] * cache.shape[2]
        notes = [
            f"carries {state.numel()} numbers",
            f"keeps {kept} × {one} = {kept * one:,} numbers",
        ]
        self.picture.show(state.numpy(), cache[:, :kept].numpy(), fed, notes, said)
        return (
            f"After {kept} word{'s' * (kept > 1)}: {state.numel()} numbers in the RNN, "
            f"{kept * one:,} in the cache, and {source * one:,} for the source."
        )

    def text(self, translator, ids):
        """Return the words of ids as one string, <eos> and all."""
        return " ".join(target_words(translator, ids))


@torch.no_grad()
def carried_states(model, source_ids):
    """Write a sentence with an RNN; keep its states after every word that is fed in.

    Shape: source_ids (1, S) -> ids of T words, states (T, layers, width)
    """
    ids = written(model, source_ids)
    memory, _ = model.encode(source_ids)
    cache, states = model.new_cache(), []
    for fed in (BOS_ID, *ids[:-1]):
        model.decode(torch.tensor([[fed]]), memory, None, cache)
        states.append(cache.states[:, 0])
    return ids, torch.stack(states)


@torch.no_grad()
def carried_cache(model, source_ids):
    """Write a sentence with a Transformer; return what its cache holds at the end.

    Shape: source_ids (1, S) -> ids of T words, cache (2 · num_decoder_layers, T,
        d_model): keys and values of every layer, the heads side by side
    """
    ids = written(model, source_ids)
    memory, mask = model.encode(source_ids)
    cache = model.new_cache()
    model.decode(torch.tensor([[BOS_ID, *ids[:-1]]]), memory, mask, cache)
    kept = [
        tensor[0, :, : back.length].transpose(0, 1).flatten(1)
        for back, _ in cache.layers
        for tensor in back.kept
    ]
    return ids, torch.stack(kept)


def written(model, source_ids):
    """Write a short sentence. Shape: (1, S) -> list of ids, with <eos> if it ended"""
    ids = greedy_decode(model, source_ids, max_len=MOST_WRITTEN)[0].tolist()
    return ids[: ids.index(EOS_ID) + 1] if EOS_ID in ids else ids
