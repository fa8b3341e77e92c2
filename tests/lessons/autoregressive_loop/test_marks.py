from types import SimpleNamespace

import pytest
from drawn import draw, hits, shapes

from helpers.lessons.autoregressive_loop.marks import (
    LOOKS,
    Boxed,
    Heading,
    WordColumn,
    WordRows,
)
from helpers.stage.pen import Box, Stroke, Text
from helpers.stage.style import ACCENT, KEY, PROBLEM, VALUE

STEP = SimpleNamespace(name="step")
WORDS = [Boxed("a", "kept"), Boxed("b", "new wrong", value=1)]


def drawn(mark, box=(0, 0, 300, 100)):
    """Draw a mark. Returns its texts, its boxes, its other strokes, and its hits."""
    parts = draw(Box(*box), mark)
    boxes = [stroke for stroke in shapes(parts, Stroke) if stroke.stroke]
    others = [stroke for stroke in shapes(parts, Stroke) if not stroke.stroke]
    return shapes(parts, Text), boxes, others, hits(parts)


def edges(shape):
    """Return the left, top, right and foot of a drawn box."""
    ends = [command[-2:] for command in shape.commands if len(command) > 2]
    xs, ys = zip(*ends, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def test_boxes_hold_their_words_and_looks():
    texts, (kept, new), marks, _ = drawn(WordRows([WORDS], marks=True))
    fill, edge, width, *_ = LOOKS["kept"]
    assert (kept.fill, kept.stroke, kept.width) == (fill, edge, width)
    assert new.stroke == PROBLEM and new.width == LOOKS["new"][2]
    assert [text.words for text in texts] == ["a", "b"]
    assert texts[1].colour == PROBLEM
    # Only what is kept has a key and a value.
    assert [mark.fill for mark in marks] == [KEY, VALUE]


def test_a_word_says_what_became_of_it_and_a_click_sets_its_value():
    *_, (plain, setting) = drawn(WordRows([WORDS], STEP))
    assert plain["sets"] is None and setting["sets"] == "step"
    assert plain["spots"][0][4:] == ["a its key and value are kept", None]
    assert setting["spots"][0][4:] == ["b is written now", 1]
    *_, hits = drawn(WordRows([[Boxed("a", "fed", "turn 1")]], STEP))
    assert hits[0]["spots"][0][4] == "turn 1"


@pytest.mark.parametrize("mark", [WordRows([WORDS], room=3), WordColumn(WORDS, 3)])
def test_boxes_do_not_overlap(mark):
    first, second = map(edges, drawn(mark)[1])
    assert first[2] < second[0] or first[3] < second[1]


def test_on_a_phone_the_rows_go_on_below_all_together():
    rows = [[Boxed(f"{row}{n}", "said") for n in range(8)] for row in "ab"]
    whole = WordRows(rows, row_height=50, labels=("in", "out"), framed=7)
    narrow, height = whole.stacked(whole.height)
    assert height == narrow.height == 2 * whole.height
    texts, boxes, *_ = drawn(narrow, (60, 0, 300, height))
    places = {text.words: (text.x, text.y) for text in texts}
    assert len({places[word][0] for word in ("a0", "b0", "a6", "b6")}) == 1
    assert places["a0"][1] < places["b0"][1] < places["a6"][1] < places["b6"][1]
    (frame,) = [box for box in boxes if box.stroke == ACCENT]
    (_, left, top), (_, width), (_, down), *_ = frame.commands
    for word in ("a7", "b7"):
        x, y = places[word]
        assert left < x < left + width and top < y < top + down
    assert places["b1"][1] < top


def test_a_long_heading_is_wrapped_on_a_phone_and_its_note_stands_below():
    heading = Heading("a rather long title that a phone cannot hold in a line", "note")
    narrow, height = heading.stacked(heading.height)
    assert height == narrow.height > heading.height
    first, second, note = drawn(narrow, (0, 0, 374, height))[0]
    assert note.words == "note" and first.y < second.y < note.y < height
