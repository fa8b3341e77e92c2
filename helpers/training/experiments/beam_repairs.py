"""Where a beam finds what greedy decoding misses, and where it loses it.

Both grammar models translate their held-out sentences, greedily and with a beam of 4.
"""

from functools import partial
from typing import NamedTuple

from helpers.model import beam_search
from helpers.training.bleu import write_texts
from helpers.training.checkpoints import load_checkpoint
from helpers.training.experiments.sweep import MODELS_FOLDER, Experiment
from helpers.training.recipes import RECIPES
from helpers.training.tasks import grammar_task

MODELS = ("grammar", "grammar-small")
SPLITS = {"held out": "test", "unseen word pairs": "unseen_pairs"}
BEAM_WIDTH = 4


class Repairs(NamedTuple):
    """How many sentences of one split each way translates word for word."""

    model: str
    split: str
    sentences: int
    greedy: int
    beam: int
    repaired: int  # wrong greedily, right with a beam
    spoilt: int  # right greedily, wrong with a beam
    repaired_sentences: str  # in English, each closed by /


def compare(name, label, model, split, words):
    """Translate one split both ways, and count.

    Shape: split a `Split`, words the vocabularies of both sides -> `Repairs`
    """
    source_words, target_words = words
    wanted = ["".join(target_words.decode(target[1:-1])) for _, target in split.pairs]
    beam = partial(beam_search, beam_width=BEAM_WIDTH)
    greedy_texts = write_texts(model, split.pairs, target_words)
    beam_texts = write_texts(model, split.pairs, target_words, beam)
    rows = list(zip(split.pairs, wanted, greedy_texts, beam_texts, strict=True))
    repaired = [pair[0] for pair, text, g, b in rows if g != text == b]
    return Repairs(
        name,
        label,
        len(rows),
        sum(g == text for _, text, g, _ in rows),
        sum(b == text for _, text, _, b in rows),
        len(repaired),
        sum(g == text != b for _, text, g, b in rows),
        "".join(" ".join(source_words.decode(ids)) + "/" for ids in repaired),
    )


def measure(folder):
    """Compare both ways for the models whose weights lie in a folder.

    Yields a `Repairs` for each model and split.
    """
    for name in MODELS:
        model = load_checkpoint(folder / f"{name}.safetensors").build()
        task = grammar_task(RECIPES[name])
        words = task.source_vocabulary, task.target_vocabulary
        for label, split_name in SPLITS.items():
            yield compare(name, label, model, getattr(task, split_name), words)


REPAIRS = Experiment("beam_repairs", Repairs, measure, MODELS_FOLDER)
