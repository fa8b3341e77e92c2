"""The drawn map: the right parts are lit, and everything on it can be read."""

from itertools import combinations

import pytest
from matplotlib.colors import to_hex
from matplotlib.transforms import Affine2D

from helpers.figures import style
from helpers.figures.overview import HEIGHT, ROOMS, WIDTH, draw_overview, overview

PROBES = {
    "source.embedding",
    "target.words",
    "encoder.frame",
    "encoder.self_attention",
    "encoder.self_attention.head_2",
    "encoder.feed_forward",
    "decoder.frame",
    "decoder.self_attention",
    "decoder.cross_attention",
    "decoder.feed_forward.residual",
    "memory",
    "softmax",
    "loop",
}
LIT = {
    "embedding": {"source.embedding", "target.words"},
    "self_attention": {"encoder.self_attention", "decoder.self_attention"},
    "multi_head": {
        "encoder.self_attention",
        "encoder.self_attention.head_2",
        "decoder.self_attention",
        "decoder.cross_attention",
    },
    "encoder": {
        "encoder.frame",
        "encoder.self_attention",
        "encoder.self_attention.head_2",
        "encoder.feed_forward",
    },
    "feed_forward": {"encoder.feed_forward"},
    "decoder": {
        "decoder.frame",
        "decoder.self_attention",
        "decoder.cross_attention",
        "decoder.feed_forward.residual",
        "memory",
        "softmax",
    },
    "autoregressive_loop": {"softmax", "loop", "target.words"},
}


def lit_parts(lesson):
    axes = style.new_figure(WIDTH, HEIGHT).add_axes((0, 0, 1, 1))
    parts = draw_overview(axes, lesson)
    assert set(parts) >= PROBES
    accent = style.ACCENT.lower()
    return {n for n, p in parts.items() if to_hex(p.get_edgecolor()) == accent}


@pytest.mark.parametrize("lesson", ROOMS)
def test_a_lesson_lights_its_own_parts_and_no_others(lesson):
    assert lit_parts(lesson) & PROBES == LIT[lesson]


def test_exactly_one_room_of_the_strip_is_lit():
    for number, lesson in enumerate(ROOMS, start=1):
        rooms = {name for name in lit_parts(lesson) if name.startswith("room")}
        assert rooms == {f"room {number}"}


@pytest.mark.parametrize("lesson", ROOMS)
def test_texts_are_large_enough_and_keep_clear_of_each_other(lesson):
    figure = overview(lesson).figure
    style.to_png(figure)
    texts = figure.axes[0].texts
    assert min(text.get_fontsize() for text in texts) * style.DPI / 72 >= 14
    to_css = Affine2D().scale(1 / style.PIXEL_RATIO)
    boxes = [text.get_window_extent().transformed(to_css) for text in texts]
    assert all(0 < b.x0 < b.x1 < WIDTH and 0 < b.y0 < b.y1 < HEIGHT for b in boxes)
    clashes = [
        (a.get_text(), b.get_text())
        for (a, box_a), (b, box_b) in combinations(zip(texts, boxes, strict=True), 2)
        if box_a.overlaps(box_b)
    ]
    assert not clashes


def test_every_character_can_be_drawn():
    texts = [text.get_text() for text in overview("embedding").figure.axes[0].texts]
    assert set("".join(texts)) - {"\n"} <= style.drawable_characters()


def test_the_picture_says_in_words_where_you_are():
    bundle, sizes = overview("self_attention")._repr_mimebundle_()
    assert bundle["text/plain"].startswith("You are here: lesson 2 of 7, Self-att")
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert sizes == {"image/png": {"width": WIDTH, "height": HEIGHT}}


def test_an_unknown_lesson_is_refused_with_the_choice():
    with pytest.raises(ValueError, match="'attention'.*self_attention"):
        overview("attention")
