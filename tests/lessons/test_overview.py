"""The drawn map: the right parts are lit, and everything on it can be read."""

import pytest
from seen import cut, overlapping, texts_of, too_small

from helpers.lessons import LESSONS
from helpers.lessons.overview import HEIGHT, WIDTH, draw_overview, overview
from helpers.stage.pen import Pen
from helpers.stage.style import FAMILIES, drawable_characters

# Some parts of the map, and for each lesson those of them that it lights.
LIT = {
    "embedding": "source.embedding target.words",
    "self_attention": "encoder.self_attention decoder.self_attention",
    "multi_head": "encoder.self_attention encoder.self_attention.head_2"
    " decoder.self_attention decoder.cross_attention",
    "encoder": "encoder.frame encoder.self_attention encoder.self_attention.head_2"
    " encoder.feed_forward",
    "feed_forward": "encoder.feed_forward",
    "decoder": "decoder.frame decoder.self_attention decoder.cross_attention"
    " decoder.feed_forward.residual memory softmax",
    "autoregressive_loop": "softmax loop target.words",
}
PROBES = set(" ".join(LIT.values()).split())


def lit_parts(lesson):
    flow = draw_overview(Pen(), lesson)
    assert set(flow.drawn) >= PROBES
    return {name for name in flow.drawn if flow.is_lit(name)}


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_lights_its_own_parts_and_its_room_of_the_strip(lesson):
    lit = lit_parts(lesson)
    assert lit & PROBES == set(LIT[lesson].split())
    room = f"room {LESSONS.index(lesson) + 1}"
    assert {name for name in lit if name.startswith("room")} == {room}


@pytest.mark.parametrize("lesson", LESSONS)
def test_texts_are_large_enough_and_keep_clear_of_each_other(lesson):
    texts = texts_of(overview(lesson).parts)
    assert len(texts) > 40
    assert not too_small(texts, 14)
    assert not cut(texts, WIDTH, HEIGHT)
    assert not overlapping(texts)
    says = "".join(text.says for text in texts)
    assert set(says) <= drawable_characters(*FAMILIES)


def test_the_picture_says_in_words_where_you_are():
    data, about = overview("self_attention")._repr_mimebundle_()
    assert data["text/plain"].startswith("You are here: lesson 2 of 7, Self-att")
    assert data["image/png"].startswith(b"\x89PNG")
    size = {"width": WIDTH, "height": HEIGHT, "alt": data["text/plain"]}
    assert about == {"image/png": size}


def test_an_unknown_lesson_is_refused_with_the_choice():
    with pytest.raises(ValueError, match="'attention'.*self_attention"):
        overview("attention")
