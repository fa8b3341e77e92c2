from types import SimpleNamespace

import pytest

from helpers.lessons.autoregressive_loop.marks import LOOKS, Boxed, Heading, Pile, Tape
from helpers.stage.pen import Box, Pen, Stroke, Text
from helpers.stage.style import ACCENT, KEY, PROBLEM, VALUE

STEP = SimpleNamespace(name="step")
WORDS = [Boxed("a", "kept"), Boxed("b", "new wrong", value=1)]


def drawn(mark, box=(0, 0, 300, 100)):
    pen = Pen()
    mark.draw(pen, Box(*box))
    shapes = [shape for part in pen.parts for shape in part.shapes]
    hits = [hit for part in pen.parts for hit in part.hits]
    return shapes, hits


def edges(shape):
    """Return the left, top, right and foot of a drawn box."""
    ends = [command[-2:] for command in shape.commands if len(command) > 2]
    xs, ys = zip(*ends, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def boxes(shapes):
    return [s for s in shapes if isinstance(s, Stroke) and s.stroke]


def test_boxes_hold_their_words_and_looks():
    shapes, _ = drawn(Tape([WORDS], marks=True))
    kept, new = boxes(shapes)
    fill, edge, width, *_ = LOOKS["kept"]
    assert (kept.fill, kept.stroke, kept.width) == (fill, edge, width)
    assert new.stroke == PROBLEM and new.width == LOOKS["new"][2]
    texts = [shape for shape in shapes if isinstance(shape, Text)]
    assert [text.words for text in texts] == ["a", "b"]
    assert texts[1].colour == PROBLEM
    # Only what is kept has a key and a value.
    assert [s.fill for s in shapes if isinstance(s, Stroke) and not s.stroke] == [
        KEY,
        VALUE,
    ]


def test_a_word_says_what_became_of_it_and_a_click_sets_its_value():
    _, hits = drawn(Tape([WORDS], STEP))
    plain, setting = hits
    assert plain["sets"] is None and setting["sets"] == "step"
    assert plain["spots"][0][4:] == ["a its key and value are kept", None]
    assert setting["spots"][0][4:] == ["b is written now", 1]
    _, hits = drawn(Tape([[Boxed("a", "fed", "turn 1")]], STEP))
    assert hits[0]["spots"][0][4] == "turn 1"


@pytest.mark.parametrize("mark", [Tape([WORDS], room=3), Pile(WORDS, 3)])
def test_boxes_do_not_overlap(mark):
    first, second = map(edges, boxes(drawn(mark)[0]))
    assert first[2] < second[0] or first[3] < second[1]


def test_on_a_phone_the_rows_go_on_below_all_together():
    rows = [[Boxed(f"{row}{n}", "said") for n in range(8)] for row in "ab"]
    tape = Tape(rows, row_height=50, labels=("in", "out"), framed=7)
    narrow, height = tape.stacked(tape.height)
    assert height == narrow.height == 2 * tape.height
    shapes, _ = drawn(narrow, (60, 0, 300, height))
    places = {s.words: (s.x, s.y) for s in shapes if isinstance(s, Text)}
    assert places["a0"][0] == places["b0"][0] == places["a6"][0] == places["b6"][0]
    assert places["a0"][1] < places["b0"][1] < places["a6"][1] < places["b6"][1]
    (frame,) = [shape for shape in boxes(shapes) if shape.stroke == ACCENT]
    (_, left, top), (_, width), (_, down), *_ = frame.commands
    for word in ("a7", "b7"):
        x, y = places[word]
        assert left < x < left + width and top < y < top + down
    assert places["b1"][1] < top


def test_a_long_heading_is_wrapped_on_a_phone_and_its_note_stands_below():
    heading = Heading("a rather long title that a phone cannot hold in a line", "note")
    narrow, height = heading.stacked(heading.height)
    assert height > heading.height and narrow.lines == 2
    texts, _ = drawn(narrow, (0, 0, 374, height))
    assert [text.words for text in texts][-1] == "note"
    assert len(texts) == 3 and texts[0].y < texts[1].y < texts[2].y < height
