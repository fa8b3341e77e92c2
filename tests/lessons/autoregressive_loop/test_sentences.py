"""What the explorers of this lesson say of sentences that they cannot read."""

from functools import cache

import pytest

from helpers.lessons import autoregressive_loop
from helpers.pretrained import load_translator

MODELS = {
    "BeamStepper": ["grammar-small"],
    "RecurrentStepper": ["grammar", "grammar-recurrent"],
    "RealSentenceExplorer": ["tatoeba"],
}


@cache
def made(name):
    models = MODELS.get(name, ["grammar"])
    return getattr(autoregressive_loop, name)(*map(load_translator, models))


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("LoopStepper", "cat " * 11, "has room for 10"),
        ("FeedingStepper", "cat " * 11, "has room for 10"),
        ("TeacherForcingExplorer", "cat " * 11, "has room for 10"),
        ("RecurrentStepper", "cat " * 13, "has room for 12"),
        ("RealSentenceExplorer", "cat " * 15, "That is 15 words"),
        ("RoomsStepper", "the cat " * 4, "8 words, and the picture has room for 6"),
        ("BeamStepper", "?", "no word"),
        ("SamplingExplorer", "  ", "no word"),
    ],
)
def test_what_it_cannot_read_is_refused_and_nothing_changes(name, text, problem):
    explorer = made(name)
    explorer.reset()
    before, sentence = explorer.front.frame["parts"], explorer.values["sentence"]
    explorer.sentence.value = text
    assert problem in explorer.front.problem
    assert explorer.front.frame["parts"] == before
    assert explorer.sentence.value == sentence


@pytest.mark.parametrize("name", ["LoopStepper", "BeamStepper", "RoomsStepper"])
def test_a_word_that_nobody_knows_is_named(name):
    explorer = made(name)
    explorer.reset()
    explorer.sentence.value = "I like zebras"
    assert "zebras" in explorer.front.frame["note"]
