from helpers.lessons.autoregressive_loop.feeding import FeedingStepper, boxes
from helpers.lessons.autoregressive_loop.loop import wrong_words
from helpers.stage.style import MUTED, PROBLEM

LANES = (1, 2, 3)

make = FeedingStepper


def rows(explorer):
    return [explorer[f"lane {lane}"].rows[0] for lane in LANES]


def looks(boxes):
    return [box.look for box in boxes]


def notes(explorer):
    return [explorer[f"note {lane}"] for lane in LANES]


def test_the_cache_writes_what_re_feeding_writes_and_forgetting_does_not(explorer):
    refed, forgetful, cached = explorer.outputs
    assert refed == cached == ["老", "老师", "喜欢", "那", "顶", "旧", "帽子", "<eos>"]
    assert forgetful[:5] == ["老", "老师", "喜欢", "那", "个"]
    assert forgetful[6:10] == forgetful[1:5] and "<eos>" not in forgetful
    assert explorer.said == "Up to word 4 lane 2, which keeps nothing, is right."
    explorer.step.value = 4
    assert explorer.said.startswith("Lane 3 writes the same as lane 1")
    assert "goes wrong at word 5" in explorer.said


def test_each_lane_shows_what_it_is_fed_and_what_it_keeps(explorer):
    explorer.step.value = 5
    first, second, third = map(looks, rows(explorer))
    assert first == ["fed"] * 6 + ["new"]
    assert second == ["forgotten"] * 5 + ["fed wrong", "new wrong"]
    assert third == ["kept"] * 5 + ["fed", "new"]
    assert [note.note for note in notes(explorer)] == [
        "word 6: 6 fed in",
        "word 6: 1 fed in",
        "word 6: 1 fed in, 5 kept",
    ]
    assert [explorer[f"lane {lane}"].marks for lane in LANES] == [False, False, True]


def test_at_the_first_word_there_is_nothing_to_forget(explorer):
    explorer.step.value = 0
    first, second, third = rows(explorer)
    assert first == second == third
    pairs = [(box.word, box.look) for box in first]
    assert pairs == [("<bos>", "fed"), ("老", "new")]
    assert "Up to word 1 lane 2, which keeps nothing, is right" in explorer.said
    assert [note.ink for note in notes(explorer)] == [MUTED] * 3


def test_a_lane_that_has_ended_stands_still(explorer):
    explorer.step.value = explorer.step.values()[-1]
    assert explorer.step.value == 13
    assert set(looks(rows(explorer)[0])) == {"said"}
    assert explorer["note 1"].note == "ended after 8 words"
    assert explorer["note 2"].ink == PROBLEM


def test_a_click_on_a_written_word_goes_to_its_step(explorer):
    assert [box.value for box in rows(explorer)[0]] == [None, 0, 1, 2, 3]
    assert explorer["lane 1"].sets is explorer.step


def test_a_new_sentence_is_shown_to_the_end_of_lane_1(explorer):
    explorer.sentence.value = "I like apples"
    assert explorer.step.value == 3
    assert "Up to word 4 lane 2, which keeps nothing, is right" in explorer.said
    explorer.sentence.value = "the old teacher likes the old coat"
    assert explorer.step.value == len(explorer.outputs[0]) - 1
    explorer.sentence.value = "the old teacher likes the old hat"
    assert explorer.step.value == 3  # the lesson asks


def test_a_lane_that_stops_too_early_is_wrong_there():
    right = ["a", "b", "<eos>"]
    assert wrong_words(["a", "<eos>"], right) == [False, True]
    assert wrong_words(["a", "b"], right) == [False, False]
    assert wrong_words(["a", "a"], ["a"]) == [False, True]
    found = boxes(["a", "<eos>"], right, 1, "forgotten")
    assert [box.word for box in found] == ["<bos>", "a", "<eos>"]
    assert looks(found) == ["forgotten", "fed", "new wrong"]
