"""The engine of the explorers, tried on a small one."""

import gc
import threading
import tracemalloc
import weakref

import numpy as np
import pytest
from ipywidgets.widgets.widget import _instances
from small import Small, press

from helpers.stage import Explorer, Matrix, Word
from helpers.stage.explorer import FOOT
from helpers.stage.front import WIDGET_VIEW


def shown(explorer):
    return explorer.front.frame["parts"]


def test_a_control_moves_the_picture_and_the_sentence(explorer):
    before = shown(explorer)
    explorer.size.value = 5
    assert explorer["numbers"].numbers.shape == (5, 5)
    assert shown(explorer) != before
    assert explorer.said == explorer.front.frame["sentence"] == "5 rows, “three”"


def test_a_widget_moves_its_control(explorer):
    explorer.size.widget.value = 4
    explorer.scale.widget.index = 0
    explorer.kind.widget.index = 1
    explorer.negative.widget.value = True
    values = explorer.size, explorer.scale, explorer.kind, explorer.negative
    assert [control.value for control in values] == [4, 0.5, "b", True]
    np.testing.assert_array_equal(explorer["numbers"].numbers, -0.5 * np.eye(4))


def test_what_can_no_longer_be_chosen_is_fitted(explorer):
    explorer.set(size=8, row=7)
    explorer.size.value = 3
    assert explorer.row.value == explorer.row.widget.value == 2
    assert explorer.row.widget.max == 2
    explorer.word.value = 0
    explorer.sentence.value = "four five"
    assert [label for label, _ in explorer.word.options] == ["four", "five"]
    assert explorer.word.value == 1  # a new sentence: its last word


@pytest.mark.parametrize(
    ("name", "value", "choice"),
    [
        ("size", 10, "1 to 9"),
        ("row", 3, "0 to 2"),
        ("scale", 2.0, r"choose one of 0.5 \(half\), 1.0 \(whole\)"),
        ("word", 9, r"choose one of 0 \(one\), 1 \(two\)"),
    ],
)
def test_what_cannot_be_chosen_is_refused_with_the_choice(
    explorer, name, value, choice
):
    before = dict(explorer.values)
    with pytest.raises(ValueError, match=f"{name} cannot be {value}: {choice}"):
        getattr(explorer, name).value = value
    assert explorer.values == before


class Sayless(Explorer):
    def picture(self):
        return Matrix(np.eye(2))


class Listing(Explorer):
    def picture(self):
        return [Matrix(np.eye(2))]

    def say(self):
        return "two rows"


@pytest.mark.parametrize(
    ("kind", "error", "words"),
    [
        (Explorer, NotImplementedError, "Explorer needs a method picture"),
        (Sayless, NotImplementedError, "Sayless needs a method say"),
        (Listing, TypeError, "Listing.picture must return a mark, .* not list"),
    ],
)
def test_a_declaration_that_cannot_be_shown_is_told_what_it_needs(kind, error, words):
    with pytest.raises(error, match=words):
        kind()


def test_a_declaration_that_is_mistaken_is_refused(explorer):
    with pytest.raises(TypeError, match="the name of an attribute"):
        Word("word", ["I", "like"])
    with pytest.raises(AttributeError, match="size.value"):
        explorer.size = 3


def test_derived_values_are_computed_only_when_what_they_read_has_changed(explorer):
    assert explorer.computed == [3]
    explorer.row.value = 2
    explorer.word.value = 0
    assert explorer.computed == [3]
    explorer.size.value = 4
    explorer.size.value = 3
    explorer.row.value = 0
    assert explorer.computed == [3, 4]  # the last results are kept


def test_supposing_moves_no_widget(explorer):
    with explorer.supposing(explorer.after(size=7)):
        assert explorer["numbers"].numbers.shape == (7, 7)
    assert explorer.size.widget.value == explorer.size.value == 3


def test_what_goes_wrong_is_said_and_raised_and_the_picture_stays(explorer, caplog):
    explorer.size.value = 8
    good, said = shown(explorer), explorer.said
    with pytest.raises(ValueError, match="nine <is> too many"):
        explorer.size.widget.value = 9
    assert (shown(explorer), explorer.said) == (good, said)
    assert explorer.front.problem == "ValueError: nine <is> too many"
    explorer.front.problem, explorer.size.value = "", 8
    explorer.grow.button.click()  # ipywidgets logs what a click raises, and goes on
    assert "nine <is> too many" in explorer.front.problem
    assert "nine <is> too many" in caplog.text
    explorer.size.value = 5
    assert explorer["numbers"].numbers.shape == (5, 5)


def test_a_refused_text_stays_typed_and_the_last_good_one_answers(explorer):
    good = shown(explorer)
    explorer.sentence.value = "  "
    assert explorer.sentence.widget.value == "  "
    assert explorer.sentence.value == "one two three"
    assert explorer.front.problem == "there is no word"
    assert shown(explorer) == good
    explorer.word.value = 0
    assert explorer.said == "3 rows, “one”"
    assert explorer.sentence.widget.value == "  "  # still there


def test_an_example_can_be_picked(explorer):
    explorer.sentence.picks.value = "four five"
    assert explorer.sentence.value == explorer.sentence.widget.value == "four five"
    explorer.sentence.value = "six"
    assert explorer.sentence.picks.label == "or pick an example"


def test_a_note_is_told_with_its_picture(explorer):
    for kind, note in {"b": "look here", "a": ""}.items():
        explorer.kind.value = kind
        assert explorer.front.frame["note"] == note


def test_steps_go_on_and_stop_at_the_ends(explorer):
    walk = explorer.walk
    assert walk.value == 2  # the whole picture comes first
    for button, steps in (walk.previous, [1, 0, 0]), (walk.next, [1, 2, 2]):
        for step in steps:
            button.click()
            assert walk.value == step


def test_reset_puts_everything_back_stops_playing_and_draws_once(explorer, monkeypatch):
    first = shown(explorer)
    explorer.set(size=6, row=3, negative=True)
    explorer.sentence.value = "four five"
    explorer.walk.play.playing = True
    draws = []
    draw = explorer.draw
    monkeypatch.setattr(explorer, "draw", lambda: draws.append(1) or draw())
    explorer.reset_button.click()
    assert explorer.values == explorer.first_values
    assert shown(explorer) == first
    assert len(draws) == 1
    assert not explorer.walk.play.playing


def test_a_mark_is_found_by_its_name(explorer):
    assert explorer["plot"]["curve"].ys[1] == 0
    with pytest.raises(KeyError, match="0 marks are named 'plots'.*words"):
        explorer["plots"]


# Runs


def test_a_run_fills_its_bar_and_the_picture(explorer):
    press(explorer.training)
    assert explorer.training.bar.value == explorer.training.bar.max == 5
    assert explorer.training.status.value == "bit 5"
    assert explorer["plot"]["curve"].ys[1] == 5


def test_reset_stops_a_run_and_forgets_what_it_found(explorer):
    press(explorer.training, 2, explorer.reset_button)
    assert explorer.training.bar.value < 5
    explorer.reset()
    assert explorer["plot"]["curve"].ys[1] == 0


def test_a_run_that_fails_says_so_and_can_be_started_again(explorer):
    def fail(self):
        yield 1, "one"
        raise RuntimeError("it broke")

    explorer.training.work = fail
    with pytest.raises(RuntimeError, match="it broke"):
        press(explorer.training)
    assert explorer.front.problem == "The run failed: it broke"


# Showing and leaving


def test_one_bundle_has_text_picture_and_widget(explorer):
    explorer.size.value = 6
    data, about = explorer._repr_mimebundle_()
    assert data["text/plain"] == explorer.said
    assert data[WIDGET_VIEW] == explorer.widget._repr_mimebundle_()[WIDGET_VIEW]
    size = {"width": 700, "height": 300 + FOOT, "alt": explorer.said}
    assert about == {"image/png": size}
    assert explorer.still().size == (2 * 700, 2 * (300 + FOOT))
    picture = np.asarray(explorer.still(1).convert("L"))
    assert picture.shape == (300 + FOOT, 700)
    assert (picture[300:] < 128).any()  # the sentence


def test_close_leaves_no_callback(explorer):
    before = shown(explorer)
    explorer.close()
    explorer.size.widget.value = 5
    assert shown(explorer) == before


def test_a_closed_explorer_is_forgotten():
    gc.collect()
    before = set(_instances)
    made = Small()
    gone = weakref.ref(made)
    made.close()
    del made
    gc.collect()
    assert set(_instances) == before
    assert gone() is None


def change(explorer, times):
    """Change a control so often; return the bytes and the objects then alive."""
    for number in range(times):
        explorer.size.value = number % 8 + 1
        explorer.word.value = number % 3
    gc.collect()
    return tracemalloc.get_traced_memory()[0], len(gc.get_objects())


def test_objects_and_memory_are_steady_over_a_thousand_changes(explorer):
    _, objects = change(explorer, 60)
    assert change(explorer, 1000)[1] - objects < 100
    tracemalloc.start()
    try:
        before, _ = [change(explorer, 60) for _ in range(2)][1]
        after, _ = change(explorer, 300)
    finally:
        tracemalloc.stop()
    assert after - before < 200_000


def test_a_cell_and_a_page_may_ask_at_the_same_time(explorer):
    failures = []

    def walk(name, values):
        try:
            for _ in range(40):
                for value in values:
                    explorer.set(**{name: value})
                    states = explorer.after(size=4, row=3)
                    with explorer.supposing(states):
                        assert explorer["numbers"].numbers.shape == (4, 4)
        except Exception as error:
            failures.append(error)

    walks = ("size", (2, 5)), ("word", (0, 1, 2)), ("scale", (0.5, 1.0))
    threads = [threading.Thread(target=walk, args=walked) for walked in walks]
    for act in threading.Thread.start, threading.Thread.join:
        for thread in threads:
            act(thread)
    assert failures == []
    assert explorer["numbers"].numbers.shape == (explorer.size.value,) * 2
