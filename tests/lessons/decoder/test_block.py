from drawn import shapes
from seen import cut, overlapping, texts_of

from helpers.lessons.decoder.block import LETTERS, attention_inputs, draw_inputs
from helpers.stage.pen import Pen, Text
from helpers.stage.style import INK


def test_attentions_are_lit_each_with_its_letters_in_their_colours():
    pen = Pen()
    flow = draw_inputs(pen)
    texts = shapes(pen.parts, Text)
    letters = [text for text in texts if text.words in LETTERS]
    assert sorted(text.words for text in letters) == [*"KKKQQQVVV"]
    assert {text.words: text.colour for text in letters} == LETTERS
    lit = {name for name in flow.drawn if flow.is_lit(name)}
    assert {"encoder.self_attention", "decoder.cross_attention", "memory"} <= lit
    assert not any("feed_forward" in name or "frame" in name for name in lit)
    assert [text.colour for text in texts if text.words == "English words"] == [INK]


def test_the_picture_can_be_read_and_says_who_sends_what():
    picture = attention_inputs()
    texts = texts_of(picture.parts)
    assert not cut(texts, picture.width, picture.height) and not overlapping(texts)
    assert "Chinese words send the queries" in picture.sentence
