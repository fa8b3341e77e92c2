import pytest
from seen import cut, overlapping, texts_of

from helpers.lessons.decoder.attention_inputs import (
    attention_inputs,
    draw_attention_inputs,
)
from helpers.lessons.decoder.stepper import LETTERS
from helpers.stage.pen import Pen, Text
from helpers.stage.style import INK


@pytest.fixture
def drawn():
    pen = Pen()
    return draw_attention_inputs(pen), [
        s for s in pen.parts[0].shapes if isinstance(s, Text)
    ]


def test_every_attention_has_one_letter_of_each_kind_in_its_colour(drawn):
    letters = [text for text in drawn[1] if text.words in LETTERS]
    assert sorted(text.words for text in letters) == [*"KKKQQQVVV"]
    assert {text.words: text.colour for text in letters} == LETTERS


def test_attentions_and_memory_are_lit_and_nothing_else(drawn):
    flow, texts = drawn
    lit = {name for name in flow.drawn if flow.is_lit(name)}
    assert {"encoder.self_attention", "decoder.cross_attention", "memory"} <= lit
    assert not any("feed_forward" in name or "frame" in name for name in lit)
    assert [text.colour for text in texts if text.words == "English words"] == [INK]


def test_the_picture_can_be_read_and_says_who_sends_what():
    picture = attention_inputs()
    texts = texts_of(picture.parts)
    assert not cut(texts, picture.width, picture.height) and not overlapping(texts)
    assert "Chinese words send the queries" in picture.sentence
