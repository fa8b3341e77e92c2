import base64
from functools import partial

import numpy as np
import pytest
from drawn import draw, hits, shapes

from helpers.stage import Matrix, causal, sized
from helpers.stage.controls import Choice
from helpers.stage.pen import Box, Cells, Stroke, Text
from helpers.stage.style import ACCENT, MUTED, PROBLEM, SIGNED, WEIGHTS, paint

BOX = Box(100, 50, 200, 80)
drawn = partial(draw, BOX)
NUMBERS = np.array([[0.1, 0.9], [0.25, -0.75], [0.5, 0.3], [1.0, 0.0]])
WORDS = ["我", "喜欢", "苹果", "<eos>"]


def texts(parts):
    return [text.words for text in shapes(parts, Text)]


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
    parts = drawn(Matrix(NUMBERS, rows=WORDS, columns=["I", "like"]))
    places = {text.words: text for text in shapes(parts, Text)}
    for number, word in enumerate(WORDS):
        middle = BOX.y + (number + 0.5) * BOX.height / 4
        assert places[word].y - middle == pytest.approx(5.25)
        assert places[word].x < BOX.x and places[word].align == "right"
    assert places["I"].y > BOX.foot and places["like"].y > BOX.foot
    assert places["I"].x < places["like"].x


def test_margins_have_room_for_every_label():
    from helpers.stage.style import SMALL, text_width

    bare, named = Matrix(NUMBERS), Matrix(NUMBERS, "title", rows=WORDS, x="key", y="q")
    assert bare.margins().left == 0
    widest = max(text_width(word, SMALL) for word in WORDS)
    assert named.margins().left > widest + SMALL
    assert named.margins().top >= 30 and named.margins().foot >= 26


def test_a_lit_row_is_outlined_and_has_its_numbers():
    parts = drawn(Matrix(NUMBERS, limit=1, lit=1, write="row"))
    (outline,) = [s for s in shapes(parts, Stroke) if s.stroke == ACCENT]
    assert outline.commands[0] == ("M", BOX.x, BOX.y + BOX.height / 4)
    assert texts(parts) == ["0.25", "−0.75"]


def test_a_long_lit_row_has_its_largest_number_only():
    numbers = np.arange(12).reshape(2, 6) / 12
    assert texts(drawn(Matrix(numbers, lit=0, write="row"))) == ["0.42"]


def test_all_numbers_can_be_written_but_for_those_that_are_none():
    numbers = np.array([[1.0, np.nan], [0.0, 3.0]])
    assert texts(drawn(Matrix(numbers, limit=4, write="all", digits=0))) == list("103")


def test_what_is_not_shown_is_an_empty_frame():
    parts = drawn(Matrix(NUMBERS, "later", lit=1, write="row", shown=False))
    assert not shapes(parts, Cells) and not hits(parts)
    assert texts(parts) == ["later"]


def test_the_title_is_lit_when_it_is_current():
    title = {
        current: shapes(drawn(Matrix(NUMBERS, "now", current=current)), Text)[0]
        for current in (True, False)
    }
    assert title[True].colour == ACCENT and title[True].bold
    assert title[False].colour != ACCENT and not title[False].bold
    (text,) = shapes(drawn(Matrix(NUMBERS, "sick", colour=PROBLEM)), Text)
    assert text.colour == PROBLEM


def test_hidden_cells_are_hatched_and_no_others():
    (*_,) = drawn(Matrix(np.eye(3), hidden=causal(3)))
    hatches = [
        s
        for s in shapes(drawn(Matrix(np.eye(3), hidden=causal(3))), Stroke)
        if s.stroke == MUTED and s.width == 0.8
    ]
    assert len(hatches) == 2  # rows 0 and 1; row 2 sees all
    for row, hatch in enumerate(hatches):
        xs = [command[1] for command in hatch.commands]
        ys = [command[2] for command in hatch.commands]
        assert min(xs) >= BOX.x + (row + 1) * BOX.width / 3 - 0.01
        assert min(ys) >= BOX.y + row * BOX.height / 3 - 0.01
        assert max(ys) <= BOX.y + (row + 1) * BOX.height / 3 + 0.01


def test_a_pointer_finds_numbers_names_and_what_a_click_sets():
    query, head = Choice("query", range(4)), Choice("head", range(9))
    query.name, head.name = "query", "head"
    matrix = Matrix(
        NUMBERS,
        "map",
        rows=WORDS,
        columns=["I", "like"],
        row_sets=query,
        sets=(head, 3),
    )
    (hit,) = hits(drawn(matrix))
    numbers = np.frombuffer(base64.b64decode(hit["numbers"]), "<i2").reshape(4, 2)
    np.testing.assert_array_equal(numbers, np.rint(NUMBERS * 100))
    assert (hit["rows"], hit["columns"]) == (WORDS, ["I", "like"])
    assert hit["says"] == "{row} → {column}: {number}"
    assert hit["sets"] == [["head", "all", [3]], ["query", "row", [0, 1, 2, 3]]]


def test_values_for_rows_and_columns_can_be_given():
    control = Choice("place", range(9))
    control.name = "place"
    (hit,) = hits(drawn(Matrix(NUMBERS, column_sets=(control, [4, 5]))))
    assert hit["sets"] == [["place", "column", [4, 5]]]
    assert hit["says"].startswith("{row}, number {column}")


def test_a_title_may_have_the_shape():
    assert sized("X", NUMBERS) == "X  4 × 2"


def test_cells_may_say_words_and_a_click_may_do_nothing():
    place = Choice("place", [5])
    place.name = "place"
    said = [["True", "False"]] * 4
    look = {"texts": said, "column_sets": (place, [None, 5])}
    (hit,) = hits(drawn(Matrix(NUMBERS, **look)))
    assert hit["texts"] == ["True", "False"] * 4
    assert hit["sets"] == [["place", "column", [None, 5]]]
    assert "texts" not in hits(drawn(Matrix(NUMBERS)))[0]


def test_the_number_of_a_hidden_cell_is_not_written():
    hidden = [[False, True, False]]
    row = Matrix([[0.25, 0, 0.75]], lit=0, write="row", hidden=hidden)
    assert texts(drawn(row)) == ["0.25", "0.75"]


def test_a_label_of_a_column_can_have_a_colour_of_its_own():
    look = {"columns": ["I", "<unk>"], "column_inks": {1: PROBLEM}}
    written = shapes(drawn(Matrix(NUMBERS, **look)), Text)
    inks = {text.words: text.colour for text in written}
    assert inks["<unk>"] == PROBLEM != inks["I"]


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
