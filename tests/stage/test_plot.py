from functools import partial

import numpy as np
import pytest
from drawn import draw, shapes, spots

from helpers.stage import (
    Area,
    Axis,
    Bars,
    Dots,
    Line,
    Note,
    Pillars,
    Plot,
    Rule,
)
from helpers.stage.controls import Choice
from helpers.stage.pen import Box, Stroke, Text
from helpers.stage.plot import NAME_STEP

BOX = Box(100, 50, 200, 100)
drawn = partial(draw, BOX)
X, Y = Axis(0, 10, "step", (0, 5, 10)), Axis(0, 1, "loss", {0: "0", 1: "one"})


def strokes(parts, colour):
    return [s for s in shapes(parts, Stroke) if s.stroke == colour or s.fill == colour]


def control(name="step"):
    made = Choice(name, range(99))
    made.name = name
    return made


@pytest.mark.parametrize("log", [False, True])
def test_an_axis_places_values_between_its_ends(log):
    axis = Axis(1, 100, log=log)
    middle = 10 if log else 50.5
    np.testing.assert_allclose(axis.share([1, middle, 100]), [0, 0.5, 1])


def test_a_line_goes_through_its_points():
    parts = drawn(Plot([Line([0, 5, 10], [0, 1, 0.5], "#123456")], X, Y))
    (line,) = strokes(parts, "#123456")
    assert line.commands == (("M", 100, 150), ("L", 200, 50), ("L", 300, 100))
    assert line.clip is not None  # what leaves the axes is cut off


def test_points_say_what_they_are_and_set_the_control_of_their_x():
    plot = Plot(
        [Line([0, 5, 10], [0, 1, 0.5], name="a")],
        X,
        Y,
        sets=(control(), {0: 0, 5: 1}),
    )
    assert spots(drawn(plot)) == [
        [100, 150, 0, 0, "a 0: 0", 0],
        [200, 50, 0, 0, "a 5: 1", 1],
        [300, 100, 0, 0, "a 10: 0.50", None],
    ]


def test_silent_lines_and_far_too_many_points_say_less():
    silent = Plot([Line([0, 10], [0, 1], silent=True)], X, Y)
    assert spots(drawn(silent)) == []
    many = Plot([Line(np.linspace(0, 10, 500), np.zeros(500))], X, Y)
    assert len(spots(drawn(many))) <= 64


def test_ticks_stand_at_their_values():
    texts = {text.words: text for text in shapes(drawn(Plot([], X, Y)), Text)}
    assert [texts[t].x for t in ("0", "5", "10") if t in texts][-2:] == [200, 300]
    assert texts["one"].y == pytest.approx(50 + 5.25)
    assert texts["step"].y > 150 and texts["loss"].angle == 90


def test_names_at_the_ends_of_lines_keep_apart():
    lines = [Line([0, 10], [0, end], name=f"line {end}") for end in (0.5, 0.52, 0.54)]
    texts = shapes(drawn(Plot(lines, X, Y, ends=True)), Text)
    heights = sorted(text.y for text in texts if text.words.startswith("line"))
    assert len(heights) == 3
    assert min(np.diff(heights)) >= NAME_STEP - 0.01
    order = sorted((t.y, t.words) for t in texts if t.words.startswith("line"))
    assert [words for _, words in order] == ["line 0.54", "line 0.52", "line 0.5"]


def test_the_name_at_the_end_of_a_line_sets_a_control_to_it():
    lines = [Line([0, n], [0, 1], name=str(n), silent=True) for n in (4, 8)]
    kind = Choice("kind", ["4", "8"])
    kind.name = "kind"
    parts = drawn(Plot(lines, X, Y, ends=True, name_sets=kind))
    assert sorted(spot[4:] for spot in spots(parts)) == [["4", "4"], ["8", "8"]]
    assert not spots(drawn(Plot(lines, X, Y, ends=True)))


def test_a_legend_names_items_and_wraps():
    items = [Line([0], [0], name=f"a rather long name {n}") for n in range(3)]
    texts = shapes(drawn(Plot(items, X, Y, legend=3)), Text)
    places = [(t.x, t.y) for t in texts if t.words.startswith("a rather")]
    assert len({y for _, y in places}) == 3
    assert max(y for _, y in places) < BOX.y


def test_dots_rules_areas_and_notes_stand_where_they_should():
    parts = drawn(
        Plot(
            [
                Dots([5], [0.5], "#111111", 8),
                Rule(x=5, colour="#222222"),
                Rule(y=0.5, colour="#333333"),
                Area([0, 10], [0, 0], [1, 1], "#444444"),
                Note(5, 0.5, "here", dx=3),
            ],
            X,
            Y,
        )
    )
    assert strokes(parts, "#111111")[0].commands[0] == ("M", 200, 100)
    assert strokes(parts, "#222222")[0].commands == (("M", 200, 50), ("L", 200, 150))
    assert strokes(parts, "#333333")[0].commands == (("M", 100, 100), ("L", 300, 100))
    corners = {c[1:] for c in strokes(parts, "#444444")[0].commands if len(c) == 3}
    assert corners == {(100, 150), (300, 150), (300, 50), (100, 50)}
    note = next(t for t in shapes(parts, Text) if t.words == "here")
    assert note.x == 203


def test_pillars_are_as_high_as_their_numbers():
    axis = Axis(-0.5, 1.5)
    pillars = Pillars([0, 1], [0.25, 1.5], ["#aaaaaa", "#bbbbbb"], texts=["low", ""])
    parts = drawn(Plot([pillars], axis, Axis(0, 1), bare=True))
    low, high = strokes(parts, "#aaaaaa") + strokes(parts, "#bbbbbb")
    assert ("v", 25) in low.commands
    assert ("v", 100) in high.commands  # what is higher than the axes ends there
    assert "low" in [text.words for text in shapes(parts, Text)]


def test_an_item_is_found_by_its_name():
    plot = Plot([None, Line([0], [1], name="a")], X, Y)
    assert plot["a"].ys == [1]
    with pytest.raises((KeyError, StopIteration)):
        plot["b"]


def test_bars_are_as_long_as_their_values():
    bars = Bars(["I", "like"], [0.5, 0.25], texts=["half", "a quarter"], lit=1,
                sets=control("word"), colours="#abcdef")  # fmt: skip
    parts = drawn(bars)
    long, short = strokes(parts, "#abcdef")
    width = [next(c[1] for c in bar.commands if c[0] == "h") for bar in (long, short)]
    assert width[0] == pytest.approx(2 * width[1])
    assert {"half", "a quarter", "I", "like"} <= {
        text.words for text in shapes(parts, Text)
    }
    assert [spot[4:] for spot in spots(parts)] == [
        ["I: half", 0],
        ["like: a quarter", 1],
    ]


def test_names_of_bars_have_the_room_they_are_given_at_least():
    margins = [Bars([name], [1], names_room=90).margins() for name in ("a", "long")]
    assert margins[0] == margins[1]
    assert Bars(["a"], [1]).margins().left < margins[0].left


def test_bars_of_both_signs_begin_at_zero():
    parts = drawn(Bars(["a", "b"], [-1, 1], -1, 1, colours="#abcdef"))
    left, right = strokes(parts, "#abcdef")
    end = left.commands[0][1] + next(c[1] for c in left.commands if c[0] == "h")
    assert end == pytest.approx(right.commands[0][1])


def test_a_point_outside_says_nothing_and_a_pillar_is_found_in_its_column():
    line = Line([0, 5], [0.5, 3], name="a")
    assert [spot[4][0] for spot in spots(drawn(Plot([line], X, Y)))] == ["a"]
    pillars = Pillars([0, 1], [0.25, 1.5], width=0.5)
    shown = drawn(Plot([pillars], Axis(-0.5, 1.5), Axis(0, 1), bare=True))
    assert [spot[:4] for spot in spots(shown)] == [
        [125, 50, 50, 100],
        [225, 50, 50, 100],
    ]
