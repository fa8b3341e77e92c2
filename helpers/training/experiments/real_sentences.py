"""What helps on real sentences: words or characters, positions, dropout, averaging.

A smaller sister of the model `tatoeba` is trained in several ways, for as many steps
each, and measured on dev sentences.
"""

import dataclasses
from functools import partial
from typing import NamedTuple

from tqdm import tqdm

from helpers.language.segmentation import chinese_characters, chinese_words
from helpers.model import beam_search
from helpers.training.bleu import bleu, write_texts
from helpers.training.experiments.sweep import Experiment
from helpers.training.loop import TrainingRun
from helpers.training.recipes import RECIPES
from helpers.training.tatoeba import tatoeba_task

RECIPE = dataclasses.replace(
    RECIPES["tatoeba"],
    d_model=128,
    d_ff=512,
    steps=2_000,
    warmup_steps=400,
    average=0.99,
    dropout=0.1,
    positions="sinusoidal",
    norm_first=False,
    check_every=2_000,
    check_sentences=50,
)
WAYS = {
    "words": {},
    "characters": {},
    "words, rotary positions": {"positions": "rotary"},
    "words, dropout 0.3": {"dropout": 0.3},
    "words, norm first": {"norm_first": True},
    "words, none hidden": {"hidden_words": 0.0},
    "characters, rotary, norm first": {"positions": "rotary", "norm_first": True},
}


class Trial(NamedTuple):
    """How good one way was: BLEU on dev sentences, greedy where no beam is named."""

    way: str
    parameters: int
    steps: int
    seconds: int
    bleu_of_last_weights: float
    bleu_of_average: float
    bleu_with_beam: float


def try_way(way, path, recipe=RECIPE, progress=iter):
    """Train in one way, and measure what came out.

    Raises: ValueError if the way is unknown.
    """
    if way not in WAYS:
        raise ValueError(f"{way=} is unknown: choose one of {list(WAYS)}")
    recipe = dataclasses.replace(recipe, **WAYS[way])
    cut = chinese_characters if way.startswith("characters") else chinese_words
    task = tatoeba_task(path, recipe, cut)
    run = TrainingRun(task, recipe)
    for _ in progress(run):
        pass

    def dev_bleu(model, **options):
        words = task.target_vocabulary
        texts = write_texts(model, task.dev.pairs, words, **options)
        return round(bleu(texts, task.dev.references), 2)

    average = run.average.module
    return Trial(
        way,
        sum(parameter.numel() for parameter in run.model.parameters()),
        recipe.steps,
        round(run.seconds),
        dev_bleu(run.model),
        dev_bleu(average),
        dev_bleu(average, decode=partial(beam_search, beam_width=4)),
    )


def measure(path):
    """Try every way, one after the other; yield every `Trial`."""
    for way in WAYS:
        bar = partial(tqdm, desc=way, total=RECIPE.steps, unit="step")
        yield try_way(way, path, RECIPE, bar)


REAL = Experiment(
    "real_sentences", Trial, measure, "the file of sentence pairs, such as cmn.txt"
)
