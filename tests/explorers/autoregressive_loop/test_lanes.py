import pytest

from helpers.explorers.autoregressive_loop.lanes import (
    LanesExplorer,
    boxes,
    first_difference,
)
from helpers.figures.style import MUTED, PROBLEM


@pytest.fixture(scope="module")
def explorer(translator):
    explorer = LanesExplorer(translator)
    yield explorer
    explorer.close()


@pytest.fixture(autouse=True)
def fresh(explorer):
    explorer.reset_button.click()


def test_the_cache_writes_what_re_feeding_writes_and_forgetting_does_not(explorer):
    refed, forgetful, cached = explorer.sentence_box.accepted[0]
    assert refed == cached == ["老", "老师", "喜欢", "那", "顶", "旧", "帽子", "<eos>"]
    assert forgetful[:5] == ["老", "老师", "喜欢", "那", "个"]
    assert forgetful[6:10] == forgetful[1:5] and "<eos>" not in forgetful
    assert explorer.sentence == "Up to word 4 lane 2, which keeps nothing, is right."
    explorer.step.value = 4
    assert explorer.sentence.startswith("Lane 3 writes the same as lane 1")
    assert "goes wrong at word 5" in explorer.sentence


def test_each_lane_shows_what_it_is_fed_and_what_it_keeps(explorer):
    explorer.step.value = 5
    looks = [[look for _, look in tape.shown()] for tape in explorer.picture.tapes]
    assert looks[0] == ["fed"] * 6 + ["new"]
    assert looks[1] == ["forgotten"] * 5 + ["fed wrong", "new wrong"]
    assert looks[2] == ["kept"] * 5 + ["fed", "new"]
    notes = [note.get_text() for note in explorer.picture.notes]
    assert notes == [
        "word 6: 6 fed in",
        "word 6: 1 fed in",
        "word 6: 1 fed in, 5 kept",
    ]
    marks = explorer.picture.tapes[2].marks
    assert [pair[0].get_visible() for pair in marks] == [True] * 5 + [False] * 10
    assert not any(pair[0].get_visible() for pair in explorer.picture.tapes[1].marks)


def test_at_the_first_word_there_is_nothing_to_forget(explorer):
    explorer.step.value = 0
    shown = [tape.shown() for tape in explorer.picture.tapes]
    assert shown[0] == shown[1] == shown[2] == [("<bos>", "fed"), ("老", "new")]
    assert "Up to word 1 lane 2, which keeps nothing, is right" in explorer.sentence
    assert [note.get_color() for note in explorer.picture.notes] == [MUTED] * 3


def test_a_lane_that_has_ended_stands_still(explorer):
    explorer.step.value = explorer.step.options[-1][1]
    assert explorer.step.value == 13
    assert {look for _, look in explorer.picture.tapes[0].shown()} == {"said"}
    assert explorer.picture.notes[0].get_text() == "ended after 8 words"
    assert explorer.picture.notes[1].get_color() == PROBLEM


def test_a_short_sentence_does_not_need_the_past(explorer):
    explorer.sentence_box.text.value = "I like apples"
    assert explorer.step.value == 3
    assert "Up to word 4 lane 2, which keeps nothing, is right" in explorer.sentence


def test_a_lane_that_stops_too_early_is_wrong_there():
    right = ["a", "b", "<eos>"]
    assert first_difference(right, ["a", "<eos>"]) == 1
    assert first_difference(right, ["a", "b"]) is None
    assert first_difference(["a"], ["a", "a"]) == 1
    words, looks = boxes(["a", "<eos>"], right, 1, "forgotten")
    assert words == ["<bos>", "a", "<eos>"]
    assert looks == ["forgotten", "fed", "new wrong"]


def test_a_long_sentence_is_refused(explorer):
    before = explorer.image.value
    explorer.sentence_box.text.value = "cat " * 11
    assert "has room for 10" in explorer.message.value
    assert explorer.image.value == before
