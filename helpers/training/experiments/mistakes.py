"""How much one wrong word spoils: teacher-forced against free-running.

At every place of sentences never trained on, the model's own word is replaced by
another likely one; then the rest is written, once with the right words fed in whatever
it writes, once with its own.
"""

from itertools import product
from typing import NamedTuple

import torch
from tqdm import tqdm

from helpers.language import BOS_ID, EOS_ID, PAD_ID, UNK_ID
from helpers.training.batches import batch_of
from helpers.training.checkpoints import load_checkpoint
from helpers.training.experiments.sweep import MODELS_FOLDER, Experiment
from helpers.training.recipes import RECIPES
from helpers.training.tasks import grammar_task

RANKS, PLACES = (2, 3, 5, 10), range(16)
NO_WORDS = (PAD_ID, BOS_ID, UNK_ID)  # nobody would write these
ROOM = 8  # a free-running sentence may become so many words longer


class MistakeResult(NamedTuple):
    """What came after one forced word, over all sentences that have this place."""

    rank: int  # 2 is the likeliest word but the right one
    place: int  # of the forced word, from 0
    sentences: int
    taught_wrong: float  # share of the later words, the right ones fed in
    free_wrong: float  # share of the later words that are not at their place
    free_edits: float  # edits to the right rest, a word of the rest
    intact: float  # share of the sentences whose rest is written right


def likely_words(scores):
    """Order the words by their scores, the likeliest first, without the specials.

    <eos> is a word here: to stop too early is a mistake like others.

    Shape: scores (B, V) -> ids (B, V)
    """
    return scores.index_fill(-1, torch.tensor(NO_WORDS), -torch.inf).argsort(
        dim=-1, descending=True, stable=True
    )


def edits(found, wanted):
    """Count the words to insert, delete or replace, at least, to make one the other.

    Source: Levenshtein 1966.
    """
    row = list(range(len(wanted) + 1))
    for i, word in enumerate(found, start=1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(wanted, start=1):
            change = diagonal + (word != other)
            diagonal = row[j]
            row[j] = min(change, row[j] + 1, row[j - 1] + 1)
    return row[-1]


@torch.no_grad()
def force_mistakes(model, pairs, rank, place):
    """Force the word of this rank at one place, and run on in both ways.

    The right word counts as rank 1 wherever the model would put it.

    Shape: pairs of ids -> (taught, free, wanted): N lists of ids each, from the word
        after the forced one to <eos>; N sentences have a word at this place
    """
    long_enough = [pair for pair in pairs if len(pair[1]) > place + 2]
    source_ids, target_ids = batch_of(long_enough)
    memory, mask = model.encode(source_ids)
    logits = model.decode(target_ids[:, :-1], memory, mask)
    right = target_ids[:, place + 1]
    scores = logits[:, place].scatter(1, right[:, None], torch.inf)
    forced = likely_words(scores)[:, rank - 1]
    ids = torch.cat([target_ids[:, : place + 1], forced[:, None]], dim=1)
    cache, fed = model.new_cache(), ids
    finished = forced == EOS_ID
    for _ in range(target_ids.size(1) - place + ROOM):
        chosen = model.decode(fed, memory, mask, cache)[:, -1].argmax(dim=-1)
        fed = chosen.masked_fill(finished, PAD_ID)[:, None]
        ids = torch.cat([ids, fed], dim=1)
        finished |= fed[:, 0] == EOS_ID
        if finished.all():
            break
    taught = logits[:, place + 1 :].argmax(dim=-1)
    wanted = [words[place + 2 :] for _, words in long_enough]
    taught = [words[: len(w)] for words, w in zip(taught.tolist(), wanted, strict=True)]
    free = [
        [word for word in words[place + 2 :] if word != PAD_ID]
        for words in ids.tolist()
    ]
    return taught, free, wanted


def wrong_places(found, wanted):
    """Count the places at which the wanted word is not found."""
    kept = zip(found, wanted, strict=False)
    return len(wanted) - sum(word == other for word, other in kept)


def measure_mistakes(model, pairs, rank, place):
    """Force one mistake in every sentence; return a `MistakeResult`, or None.

    None: no sentence has a word at this place.
    """
    if not any(len(target) > place + 2 for _, target in pairs):
        return None
    taught, free, wanted = force_mistakes(model, pairs, rank, place)
    rests = list(zip(taught, free, wanted, strict=True))

    def mean(shares):
        return round(sum(shares) / len(rests), 4)

    return MistakeResult(
        rank,
        place,
        len(rests),
        mean(wrong_places(t, w) / len(w) for t, _, w in rests),
        mean(wrong_places(f, w) / len(w) for _, f, w in rests),
        mean(edits(f, w) / len(w) for _, f, w in rests),
        mean(f == w for _, f, w in rests),
    )


def overall(results, rank):
    """Average the results of one rank over all places, a sentence counting each time.

    Returns (taught_wrong, free_wrong, free_edits, intact).
    """
    mine = [result for result in results if result.rank == rank]
    count = sum(result.sentences for result in mine)
    return tuple(
        sum(result[column] * result.sentences for result in mine) / count
        for column in range(3, 7)
    )


def measure(folder):
    """Force every mistake in the test sentences; yield every `MistakeResult`."""
    model = load_checkpoint(folder / "grammar.safetensors").build()
    pairs = grammar_task(RECIPES["grammar"]).test.pairs
    for setting in tqdm(list(product(RANKS, PLACES))):
        if row := measure_mistakes(model, pairs, *setting):
            yield row


MISTAKES = Experiment("mistakes", MistakeResult, measure, MODELS_FOLDER)
