import dataclasses

import pytest

from helpers.training.experiments import real_sentences
from helpers.training.experiments.real_sentences import RECIPE, try_way

TINY = dataclasses.replace(
    RECIPE, d_model=16, num_heads=2, d_ff=32, steps=2, held_out=4, batch_size=8
)


DOINGS = (
    ("sings", "唱歌"),
    ("likes apples", "喜欢苹果"),
    ("ran", "跑"),
    ("likes books", "喜欢书"),
    ("slept", "睡觉"),
)


@pytest.fixture
def corpus(tmp_path):
    lines = [
        f"{who} {does}.\t{谁}{做}。\tby us\n"
        for who, 谁 in (("Tom", "汤姆"), ("Mary", "玛丽"), ("She", "她"), ("He", "他"))
        for does, 做 in DOINGS
    ]
    path = tmp_path / "cmn.txt"
    path.write_text("".join(lines), "utf-8")
    return path


@pytest.mark.parametrize("way", ["words", "characters", "words, rotary positions"])
def test_a_way_is_trained_and_measured(corpus, way):
    trial = try_way(way, corpus, TINY)
    assert (trial.way, trial.steps) == (way, 2)
    assert 0 <= trial.bleu_of_average <= 100


def test_characters_need_a_smaller_vocabulary(corpus):
    words, characters = (
        try_way(way, corpus, TINY).parameters for way in ("words", "characters")
    )
    assert characters < words


def test_an_unknown_way_is_named(corpus):
    with pytest.raises(ValueError, match="'syllables'.*'characters'"):
        try_way("syllables", corpus, TINY)


def test_the_shipped_table_has_every_way_and_what_the_lesson_says_of_it():
    trials = {trial.way: trial for trial in real_sentences.REAL.read()}
    assert list(trials) == list(real_sentences.WAYS)
    words = trials["words"].bleu_of_average
    gains = {way: trial.bleu_of_average - words for way, trial in trials.items()}
    assert 2 < gains["characters"] < 3 < gains["words, rotary positions"] < 4
    assert 4.5 < gains["words, norm first"] < gains["characters, rotary, norm first"]
    assert gains["words, dropout 0.3"] < -20 and 1 < gains["words, none hidden"] < 1.5
    for trial in trials.values():
        assert trial.bleu_with_beam > trial.bleu_of_average
    assert max(gains, key=gains.get) == "characters, rotary, norm first"


def test_trials_differ_in_what_their_names_say_alone():
    assert (RECIPE.positions, RECIPE.norm_first) == ("sinusoidal", False)
