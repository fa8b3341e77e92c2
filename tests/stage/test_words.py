from functools import partial

import numpy as np
import pytest
from drawn import draw, shapes, spots

from helpers.stage import Drawing, Flow, Label, Links, Words, formula
from helpers.stage.controls import Choice
from helpers.stage.pen import Box, Pen, Stroke, Text
from helpers.stage.style import ACCENT, INK, LIT, MUTED, PALE, text_width

BOX = Box(10, 20, 400, 120)
drawn = partial(draw, BOX)


class Step(Choice):
    """A control of no explorer."""

    value = 1

    def __init__(self):
        super().__init__("step", range(9))
        self.name = "step"


def test_words_stand_in_boxes_side_by_side_and_can_be_clicked():
    parts = drawn(Words(["我", "喜欢"], label="written", sets=Step(), room=4))
    places = {text.words: text.x for text in shapes(parts, Text)}
    assert places["喜欢"] - places["我"] == pytest.approx(BOX.width / 4)
    assert places["written"] < BOX.x
    assert [spot[4:] for spot in spots(parts)] == [["我", 0], ["喜欢", 1]]


def test_words_may_have_colours_and_say_something_else():
    words = Words(["a"], [LIT], [ACCENT], [MUTED], says=["a: 0.50"], sets=(Step(), [7]))
    parts = drawn(words)
    (box,) = shapes(parts, Stroke)
    assert (box.fill, box.stroke) == (LIT, ACCENT)
    assert shapes(parts, Text)[0].colour == MUTED
    assert spots(parts)[0][4:] == ["a: 0.50", 7]


def test_links_are_as_wide_as_their_weights():
    weights = np.array([[0.9, 0.1, 0.02], [0.0, 0.5, 0.5]])
    parts = drawn(Links(["我", "喜欢"], ["I", "like", "it"], weights, 1, sets=Step()))
    lines = shapes(parts, Stroke)
    assert len(lines) == 4  # what is below a twentieth draws none
    lit = [line for line in lines if line.stroke == ACCENT]
    assert [line.width for line in lit] == [4, 4]
    pale = sorted(line.width for line in lines if line.stroke != ACCENT)
    assert pale == pytest.approx([0.4, 3.6])
    says = {spot[4]: spot[5] for spot in spots(parts)}
    assert says["我 → I: 0.90"] in (0, None)
    assert says["喜欢 → like: 0.50"] in (1, None)


def test_a_label_is_wrapped_within_its_box():
    label = Label("one two three four five six seven eight nine ten eleven twelve " * 2)
    lines = shapes(drawn(label), Text)
    assert len(lines) > 1
    assert all(text_width(line.words) <= BOX.width for line in lines)
    assert " ".join(line.words for line in lines) == label.text.strip()


def test_a_label_of_pieces_stands_on_one_line():
    parts = drawn(Label([("a", INK, False), ("b", ACCENT, True)], align="center"))
    one, other = shapes(parts, Text)
    assert one.y == other.y and one.x < other.x
    assert (other.colour, other.bold) == (ACCENT, True)


def test_a_formula_lights_the_step_and_goes_to_the_one_that_is_clicked():
    parts = drawn(formula(("X", "QKᵀ", "softmax"), Step()))
    lit = [text.words for text in shapes(parts, Text) if text.colour == ACCENT]
    assert lit == ["QKᵀ"]
    assert [spot[5] for spot in spots(parts)] == [0, 1, 2]


def test_a_drawing_is_drawn_by_hand():
    parts = drawn(Drawing(lambda pen, box: pen.rect(box, INK)))
    assert shapes(parts, Stroke)[0].commands[0] == ("M", BOX.x, BOX.y)


def test_a_flow_lights_parts_by_name():
    pen = Pen(raw=lambda control, value: value)
    flow = Flow(pen, ("a.*",), {"a.box": (Step(), 2)})
    flow.box("a.box", 100, 10, 60, 30, "first\nsecond")
    flow.box("b.box", 200, 10, 60, 30)
    flow.circle("a.sum", 150, 80, 10, "+")
    flow.wire("b.wire", (100, 40), (100, 60), (150, 60), (150, 70))
    edges = [
        s.stroke for s in shapes(pen.parts, Stroke) if s.fill not in (PALE, ACCENT)
    ]
    assert edges.count(ACCENT) == 2 and edges.count(PALE) >= 2
    assert flow.parts["a.box"] == Box(70, 10, 60, 30)
    assert spots(pen.parts) == [[70, 10, 60, 30, "first second", 2]]
