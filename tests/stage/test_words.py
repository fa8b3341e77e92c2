from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest
from drawn import control, draw, shapes, spots, strokes, texts

from helpers.stage import Drawing, Flow, Label, Links, Words, formula
from helpers.stage.pen import Box, Pen, Stroke, Text
from helpers.stage.style import ACCENT, INK, LIT, MUTED, PALE, TEXT, text_width

BOX = Box(10, 20, 400, 120)
drawn = partial(draw, BOX)


def test_words_stand_in_boxes_side_by_side_and_can_be_clicked():
    parts = drawn(Words(["我", "喜欢"], label="written", sets=control(), room=4))
    places = {words: text.x for words, text in texts(parts).items()}
    assert places["喜欢"] - places["我"] == pytest.approx(BOX.width / 4)
    assert places["written"] < BOX.x
    assert [spot[4:] for spot in spots(parts)] == [["我", 0], ["喜欢", 1]]


def test_words_may_have_colours_and_say_something_else():
    look = [LIT], [ACCENT], [MUTED]
    parts = drawn(Words(["a"], *look, says=["a: 0.50"], sets=(control(), [7])))
    (box,) = shapes(parts, Stroke)
    assert (box.fill, box.stroke) == (LIT, ACCENT)
    assert texts(parts)["a"].colour == MUTED
    assert spots(parts)[0][4:] == ["a: 0.50", 7]


def test_many_words_of_a_phone_fit_their_boxes():
    words = ["teacher", "I", "likes", "the", "book", "of", "a", "friend"]
    written = texts(draw(Box(0, 0, 374, 44), Words(words)))
    assert 11 <= written["teacher"].size < TEXT == written["I"].size
    assert text_width("likes", written["likes"].size) <= 374 / len(words)


def test_links_are_as_wide_as_their_weights():
    weights = np.array([[0.9, 0.1, 0.02], [0.0, 0.5, 0.5]])
    sides = ["我", "喜欢"], ["I", "like", "it"]
    parts = drawn(Links(*sides, weights, 1, sets=control()))
    lines = shapes(parts, Stroke)
    assert len(lines) == 4  # what is below a twentieth draws none
    assert [line.width for line in strokes(parts, ACCENT)] == [4, 4]
    pale = sorted(line.width for line in lines if line.stroke != ACCENT)
    assert pale == pytest.approx([0.4, 3.6])
    says = {spot[4]: spot[5] for spot in spots(parts)}
    assert says["我 → I: 0.90"] in (0, None)
    assert says["喜欢 → like: 0.50"] in (1, None)


def test_a_label_is_wrapped_within_its_box():
    label = Label("one two three four five six seven eight nine ten eleven twelve " * 2)
    lines = [text.words for text in shapes(drawn(label), Text)]
    assert len(lines) > 1
    assert all(text_width(line) <= BOX.width for line in lines)
    assert " ".join(lines) == label.text.strip()


def test_a_label_of_pieces_stands_on_one_line():
    parts = drawn(Label([("a", INK, False), ("b", ACCENT, True)], align="center"))
    one, other = shapes(parts, Text)
    assert one.y == other.y and one.x < other.x
    assert (other.colour, other.bold) == (ACCENT, True)


def test_a_formula_lights_the_step_and_goes_to_the_one_that_is_clicked():
    step = SimpleNamespace(name="step", value=1)
    parts = drawn(formula(("X", "QKᵀ", "softmax"), step))
    lit = [words for words, text in texts(parts).items() if text.colour == ACCENT]
    assert lit == ["QKᵀ"]
    assert [spot[5] for spot in spots(parts)] == [0, 1, 2]


def test_a_drawing_is_drawn_by_hand():
    parts = drawn(Drawing(lambda pen, box: pen.rect(box, INK)))
    assert shapes(parts, Stroke)[0].commands[0] == ("M", BOX.x, BOX.y)


def test_a_flow_lights_parts_by_name():
    pen = Pen()
    flow = Flow(pen, ("a.*",), {"a.box": (control(), 2)})
    flow.box("a.box", 100, 10, 60, 30, "first\nsecond")
    flow.box("b.box", 200, 10, 60, 30)
    flow.circle("a.sum", 150, 80, 10, "+")
    flow.wire("b.wire", (100, 40), (100, 60), (150, 60), (150, 70))
    lines = [s for s in shapes(pen.parts, Stroke) if s.fill not in (PALE, ACCENT)]
    edges = [line.stroke for line in lines]
    assert edges.count(ACCENT) == 2 and edges.count(PALE) >= 2
    assert flow.parts["a.box"] == Box(70, 10, 60, 30)
    assert spots(pen.parts) == [[70, 10, 60, 30, "first second", 2]]
