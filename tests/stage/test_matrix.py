import base64
from functools import partial

import numpy as np
import pytest
from drawn import control, draw, hits, shapes, strokes, texts

from helpers.stage import Matrix, causal, sized
from helpers.stage.pen import HIDDEN, Box, Cells
from helpers.stage.style import (
    ACCENT,
    MUTED,
    PROBLEM,
    SIGNED,
    SMALL,
    WEIGHTS,
    paint,
    text_width,
)

BOX = Box(100, 50, 200, 80)
drawn = partial(draw, BOX)
NUMBERS = np.array([[0.1, 0.9], [0.25, -0.75], [0.5, 0.3], [1.0, 0.0]])
WORDS, SIDES = ["我", "喜欢", "苹果", "<eos>"], ["I", "like"]


def hit_of(numbers=NUMBERS, *title, **look):
    (hit,) = hits(drawn(Matrix(numbers, *title, **look)))
    return hit


def told(hit):
    """Return the hundredths that a page gets."""
    return np.frombuffer(base64.b64decode(hit["numbers"]), "<i2").reshape(hit["shape"])


@pytest.mark.parametrize(
    ("look", "colours", "limits"),
    [
        ({}, WEIGHTS, (0, 1)),
        ({"limit": 2}, SIGNED, (-2, 2)),
        ({"limits": (0.2, 0.8)}, WEIGHTS, (0.2, 0.8)),
    ],
)
def test_every_cell_has_the_colour_of_its_number(look, colours, limits):
    (cells,) = shapes(drawn(Matrix(NUMBERS, **look)), Cells)
    assert cells.box == BOX
    np.testing.assert_array_equal(cells.pixels, paint(NUMBERS, colours, *limits))


def test_rows_are_named_at_their_middle_and_columns_below():
    inks = {"column_inks": {1: PROBLEM}}
    places = texts(drawn(Matrix(NUMBERS, rows=WORDS, columns=SIDES, **inks)))
    for number, word in enumerate(WORDS):
        middle = BOX.y + (number + 0.5) * BOX.height / 4
        assert places[word].y - middle == pytest.approx(5.25)
        assert places[word].x < BOX.x and places[word].align == "right"
    assert places["I"].y > BOX.foot and places["like"].y > BOX.foot
    assert places["I"].x < places["like"].x
    assert places["like"].colour == PROBLEM != places["I"].colour


def test_margins_have_room_for_every_label():
    bare, named = Matrix(NUMBERS), Matrix(NUMBERS, "title", rows=WORDS, x="key", y="q")
    assert bare.margins().left == 0
    widest = max(text_width(word, SMALL) for word in WORDS)
    assert named.margins().left > widest + SMALL
    assert named.margins().top >= 30 and named.margins().foot >= 26


def test_a_lit_row_is_outlined():
    (outline,) = strokes(drawn(Matrix(NUMBERS, lit=1)), ACCENT)
    assert outline.commands[0] == ("M", BOX.x, BOX.y + BOX.height / 4)


@pytest.mark.parametrize(
    ("numbers", "look", "written"),
    [
        (NUMBERS, {"limit": 1, "lit": 1, "write": "row"}, ["0.25", "−0.75"]),
        # A long row has its largest number only.
        (np.arange(12).reshape(2, 6) / 12, {"lit": 0, "write": "row"}, ["0.42"]),
        # Neither what is not a number nor what is hidden is written.
        ([[1, np.nan], [0, 3]], {"limit": 4, "write": "all", "digits": 0}, [*"103"]),
        (
            [[0.25, 0, 0.75]],
            {"lit": 0, "write": "row", "hidden": [[False, True, False]]},
            ["0.25", "0.75"],
        ),
    ],
)
def test_numbers_are_written_where_they_are_wanted(numbers, look, written):
    assert list(texts(drawn(Matrix(numbers, **look)))) == written


def test_what_is_not_shown_is_an_empty_frame():
    parts = drawn(Matrix(NUMBERS, "later", lit=1, write="row", shown=False))
    assert not shapes(parts, Cells) and not hits(parts)
    assert list(texts(parts)) == ["later"]


@pytest.mark.parametrize(
    ("look", "colour", "bold"),
    [({"current": True}, ACCENT, True), ({"colour": PROBLEM}, PROBLEM, False)],
)
def test_the_title_is_lit_when_it_is_current(look, colour, bold):
    title = texts(drawn(Matrix(NUMBERS, "now", **look)))["now"]
    assert (title.colour, title.bold) == (colour, bold)
    assert texts(drawn(Matrix(NUMBERS, "now")))["now"].colour not in (ACCENT, PROBLEM)


def test_hidden_cells_are_hatched_and_no_others():
    hatches = strokes(drawn(Matrix(np.eye(3), hidden=causal(3))), MUTED)
    assert len(hatches) == 2  # rows 0 and 1; row 2 sees all
    for row, hatch in enumerate(hatches):
        _, xs, ys = zip(*hatch.commands, strict=True)
        assert min(xs) >= BOX.x + (row + 1) * BOX.width / 3 - 0.01
        assert min(ys) >= BOX.y + row * BOX.height / 3 - 0.01
        assert max(ys) <= BOX.y + (row + 1) * BOX.height / 3 + 0.01


def test_a_pointer_finds_numbers_names_and_what_a_click_sets():
    clicks = {"row_sets": control("query"), "sets": (control("head"), 3)}
    hit = hit_of(NUMBERS, "map", rows=WORDS, columns=SIDES, **clicks)
    np.testing.assert_array_equal(told(hit), np.rint(NUMBERS * 100))
    assert (hit["rows"], hit["columns"], hit["label"]) == (WORDS, SIDES, "map")
    assert hit["says"] == "{row} → {column}: {number}"
    assert hit["sets"] == [["head", "all", [3]], ["query", "row", [0, 1, 2, 3]]]
    assert "texts" not in hit


def test_a_hidden_nought_says_so_and_what_a_sick_machine_leaks_is_told():
    hit = hit_of([[1.0, 0.0], [0.25, 0.75]], hidden=[[False, True], [False, True]])
    assert told(hit).tolist() == [[100, HIDDEN], [25, 75]]


def test_values_for_rows_and_columns_can_be_given():
    hit = hit_of(column_sets=(control("place"), [None, 5]))  # None: does nothing
    assert hit["sets"] == [["place", "column", [None, 5]]]
    assert hit["says"].startswith("{row}, number {column}")


def test_cells_may_say_words():
    assert hit_of(texts=[["True", "False"]] * 4)["texts"] == ["True", "False"] * 4


def test_a_title_may_have_the_shape():
    assert sized("X", NUMBERS) == "X  4 × 2"


@pytest.mark.parametrize(
    ("look", "words"),
    [
        ({"numbers": np.zeros(3)}, r"rows and columns, not shape \(3,\)"),
        ({"limit": 0}, "limit must be above 0, not 0"),
        ({"write": "column"}, "write must be .* not 'column'"),
    ],
)
def test_what_cannot_be_drawn_is_refused(look, words):
    with pytest.raises(ValueError, match=words):
        Matrix(**{"numbers": NUMBERS} | look)
