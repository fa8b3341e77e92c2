from functools import partial

import numpy as np
import pytest
from drawn import control, draw, spots, strokes, texts

from helpers.stage import Area, Axis, Bars, Dots, Line, Note, Pillars, Plot, Rule
from helpers.stage.pen import Box
from helpers.stage.plot import NAME_STEP

BOX = Box(100, 50, 200, 100)
drawn = partial(draw, BOX)
X, Y = Axis(0, 10, "step", (0, 5, 10)), Axis(0, 1, "loss", {0: "0", 1: "one"})
CURVE = [0, 5, 10], [0, 1, 0.5]


def plotted(*items, **look):
    return drawn(Plot(items, X, Y, **look))


def end_of(bar):
    """Return where a bar begins and ends."""
    start = bar.commands[0][1]
    return start, start + next(c[1] for c in bar.commands if c[0] == "h")


@pytest.mark.parametrize("log", [False, True])
def test_an_axis_places_values_between_its_ends(log):
    axis = Axis(1, 100, log=log)
    middle = 10 if log else 50.5
    np.testing.assert_allclose(axis.share([1, middle, 100]), [0, 0.5, 1])


def test_a_line_goes_through_its_points():
    (line,) = strokes(plotted(Line(*CURVE, "#123456")), "#123456")
    assert line.commands == (("M", 100, 150), ("L", 200, 50), ("L", 300, 100))
    assert line.clip is not None  # what leaves the axes is cut off


@pytest.mark.parametrize(
    ("sets", "raws"),
    [
        ((control(), {0: 0, 5: 1}), [0, 1, None]),
        (control(options=(5, 10)), [None, 5, 10]),  # the values are the points' x
        (None, [None, None, None]),
    ],
)
def test_points_say_what_they_are_and_set_the_control_of_their_x(sets, raws):
    line = Line(*CURVE, name="a")
    found = spots(plotted(line, sets=sets))
    assert sorted(found) == [
        [100, 150, 0, 0, "a 0: 0", raws[0]],
        [200, 50, 0, 0, "a 5: 1", raws[1]],
        [300, 100, 0, 0, "a 10: 0.50", raws[2]],
    ]


def test_silent_lines_far_too_many_points_and_those_outside_say_less():
    assert spots(plotted(Line([0, 10], [0, 1], silent=True))) == []
    many = Line(np.linspace(0, 10, 500), np.zeros(500))
    assert len(spots(plotted(many))) <= 64
    outside = Line([0, 5], [0.5, 3], name="a")
    assert [spot[4][0] for spot in spots(plotted(outside))] == ["a"]


def test_ticks_stand_at_their_values():
    written = texts(plotted())
    assert [written[t].x for t in ("5", "10")] == [200, 300]
    assert written["one"].y == pytest.approx(50 + 5.25)
    assert written["step"].y > 150 and written["loss"].angle == 90


def test_names_at_the_ends_of_lines_keep_apart():
    lines = [Line([0, 10], [0, end], name=f"line {end}") for end in (0.5, 0.52, 0.54)]
    written = texts(plotted(*lines, ends=True)).values()
    order = sorted((t.y, t.words) for t in written if t.words.startswith("line"))
    assert [words for _, words in order] == ["line 0.54", "line 0.52", "line 0.5"]
    assert min(np.diff([y for y, _ in order])) >= NAME_STEP - 0.01


def test_the_name_at_the_end_of_a_line_sets_a_control_to_it():
    lines = [Line([0, n], [0, 1], name=str(n), silent=True) for n in (4, 8)]
    parts = plotted(*lines, ends=True, name_sets=control("kind"))
    assert sorted(spot[4:] for spot in spots(parts)) == [["4", "4"], ["8", "8"]]
    assert not spots(plotted(*lines, ends=True))


def test_a_legend_names_items_and_wraps():
    names = [f"a rather long name {n}" for n in range(3)]
    written = texts(plotted(*(Line([0], [0], name=n) for n in names), legend=3))
    heights = {written[name].y for name in names}
    assert len(heights) == 3 and max(heights) < BOX.y


def test_dots_rules_areas_and_notes_stand_where_they_should():
    parts = plotted(
        Dots([5], [0.5], "#111111", 8),
        Rule(x=5, colour="#222222"),
        Rule(y=0.5, colour="#333333"),
        Area([0, 10], [0, 0], [1, 1], "#444444"),
        Note(5, 0.5, "here", dx=3),
    )
    dot, upright, level, area = (
        strokes(parts, f"#{n}{n}{n}{n}{n}{n}")[0].commands for n in range(1, 5)
    )
    assert dot[0] == ("M", 200, 100)
    assert upright == (("M", 200, 50), ("L", 200, 150))
    assert level == (("M", 100, 100), ("L", 300, 100))
    corners = {(100, 150), (300, 150), (300, 50), (100, 50)}
    assert {c[1:] for c in area if len(c) == 3} == corners
    assert texts(parts)["here"].x == 203


def test_pillars_are_as_high_as_their_numbers_and_found_in_their_columns():
    colours = ["#aaaaaa", "#bbbbbb"]
    pillars = Pillars([0, 1], [0.25, 1.5], colours, 0.5, texts=["low", ""])
    parts = drawn(Plot([pillars], Axis(-0.5, 1.5), Axis(0, 1), bare=True))
    low, high = (strokes(parts, colour)[0] for colour in colours)
    assert ("v", 25) in low.commands
    assert ("v", 100) in high.commands  # what is higher than the axes ends there
    assert "low" in texts(parts)
    columns = [[125, 50, 50, 100], [225, 50, 50, 100]]
    assert [spot[:4] for spot in spots(parts)] == columns


def test_an_item_is_found_by_its_name():
    plot = Plot([None, Line([0], [1], name="a")], X, Y)
    assert plot["a"].ys == [1]
    with pytest.raises((KeyError, StopIteration)):
        plot["b"]


def test_bars_are_as_long_as_their_values():
    look = {"texts": ["half", "a quarter"], "lit": 1, "colours": "#abcdef"}
    parts = drawn(Bars(["I", "like"], [0.5, 0.25], sets=control("word"), **look))
    ends = [end_of(bar) for bar in strokes(parts, "#abcdef")]
    long, short = (end - start for start, end in ends)
    assert long == pytest.approx(2 * short)
    assert {"half", "a quarter", "I", "like"} <= set(texts(parts))
    says = [["I: half", 0], ["like: a quarter", 1]]
    assert [spot[4:] for spot in spots(parts)] == says


def test_names_of_bars_have_the_room_they_are_given_at_least():
    margins = [Bars([name], [1], names_room=90).margins() for name in ("a", "long")]
    assert margins[0] == margins[1]
    assert Bars(["a"], [1]).margins().left < margins[0].left


def test_bars_of_both_signs_begin_at_zero():
    parts = drawn(Bars(["a", "b"], [-1, 1], -1, 1, colours="#abcdef"))
    left, right = (end_of(bar) for bar in strokes(parts, "#abcdef"))
    assert left[1] == pytest.approx(right[0])
