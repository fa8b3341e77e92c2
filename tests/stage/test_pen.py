import io
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PIL import Image

from helpers.stage.pen import Box, Pen, png, rounded, short
from helpers.stage.still import Still, bundle, shipped, still
from helpers.stage.style import INK, VALUE, paint
from helpers.stage.words import Drawing

INK_BOX = Box(40, 20, 100, 60)
# What draws a shape, and where it leaves ink: the box around it, within some pixels.
SHAPES = {
    "line": (lambda pen: pen.line([(20, 20), (180, 80)], INK, 6), (18, 17, 182, 83)),
    "dashes": (
        lambda pen: pen.line([(20, 50), (180, 50)], INK, 6, dash=(20, 10)),
        (20, 47, 180, 53),
    ),
    "rect": (lambda pen: pen.rect(INK_BOX, fill=INK), (40, 20, 140, 80)),
    "round": (lambda pen: pen.rect(INK_BOX, fill=INK, radius=20), (40, 20, 140, 80)),
    "circle": (lambda pen: pen.circle(100, 50, 30, fill=INK), (70, 20, 130, 80)),
    "dots": (lambda pen: pen.dots([(60, 50), (140, 50)], 30), (45, 35, 155, 65)),
    "squares": (
        lambda pen: pen.dots([(60, 50), (140, 50)], 30, shape="s"),
        (45, 35, 155, 65),
    ),
    "arrow": (
        lambda pen: pen.arrow([(20, 50), (180, 50)], INK, 8, head=40),
        (20, 32, 180, 68),
    ),
    "hatch": (lambda pen: pen.hatch(INK_BOX), (40, 20, 140, 80)),
    "text": (
        lambda pen: pen.text(100, 50, "喜欢", 60, align="center", middle=True),
        (41, 24, 159, 76),
    ),
    "turned": (lambda pen: pen.text(100, 90, "like", 40, angle=90), (70, 23, 100, 92)),
    "cells": (
        lambda pen: pen.cells(INK_BOX, paint([[1, 0], [0, 1]])),
        (40, 20, 140, 80),
    ),
}


def drawn(draw):
    """Return the parts that a function draws, and what of them is dark."""
    pen = Pen()
    draw(pen)
    return pen.parts, np.asarray(still(pen.parts, 200, 100, 1).convert("L"))


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_stands_where_it_belongs_and_is_well_formed_svg(name):
    draw, expected = SHAPES[name]
    parts, grey = drawn(draw)
    (top, foot), (left, right) = (
        np.flatnonzero((grey < 200).any(axis=axis))[[0, -1]] for axis in (1, 0)
    )
    assert (left, top, right + 1, foot + 1) == pytest.approx(expected, abs=6)
    svg = "".join(part.content["svg"] for part in parts)
    ElementTree.fromstring(f"<svg>{svg}</svg>")


def test_equal_parts_have_one_name_and_text_is_escaped():
    one, same, other = (
        drawn(lambda pen, words=words: pen.text(0, 50, words))[0][0]
        for words in ('<bos> & "x"', '<bos> & "x"', "b")
    )
    assert one.id == same.id != other.id
    assert "&lt;bos&gt; &amp; &quot;x&quot;" in one.content["svg"]


def test_cut_begins_a_part_but_never_an_empty_one():
    pen = Pen()
    for _ in range(2):
        pen.cut()
        pen.cut()
        pen.line([(0, 0), (1, 1)])
    assert [len(part.shapes) for part in pen.parts] == [1, 1]


def test_what_leaves_a_clip_is_cut_off():
    def draw(pen):
        with pen.clip(Box(50, 20, 100, 60)):
            pen.line([(0, 50), (200, 50)], INK, 10)

    (part,), grey = drawn(draw)
    ends = np.flatnonzero((grey < 128).any(axis=0))[[0, -1]]
    assert ends == pytest.approx([50, 149], abs=1)
    assert 'viewBox="50 20 100 60"' in part.content["svg"]


def test_rounded_corners_leave_the_ends_where_they_are():
    way = rounded([(0, 0), (0, 50), (80, 50)], radius=10)
    assert way[0] == ("M", 0, 0) and way[-1] == ("L", 80, 50)
    assert ("Q", 0, 50, 10, 50) in way


def test_numbers_are_written_short():
    numbers = 0, 12.04, -3.24, 0.126, 1e-9, 7.5
    assert [*map(short, numbers)] == "0 12 -3.2 0.13 0 7.5".split()


def test_a_png_has_one_pixel_a_cell_and_nothing_of_its_maker():
    pixels = paint(np.eye(3))
    with Image.open(io.BytesIO(png(pixels))) as image:
        np.testing.assert_array_equal(np.asarray(image), pixels)
        assert image.info == {}


def test_a_large_png_of_few_colours_is_a_third_as_big_and_the_same():
    numbers = np.random.default_rng(0).normal(size=(60, 80))
    few = paint(numbers, low=-3, high=3)
    many = np.random.default_rng(0).integers(0, 256, few.shape, np.uint8)
    for pixels, most in ((few, 0.5 * few.size), (many, 1.1 * few.size)):
        file = png(pixels)
        assert len(file) < most
        with Image.open(io.BytesIO(file)) as image:
            np.testing.assert_array_equal(np.asarray(image.convert("RGB")), pixels)


def test_a_shipped_picture_keeps_the_colour_of_small_things():
    def draw(pen, box):
        pen.cells(Box(0, 0, 400, 150), paint(np.arange(100).reshape(10, 10) / 100))
        pen.text(200, 180, "V", colour=VALUE)

    exact = Still(Drawing(draw), 400, 200, "a letter").image(1)
    kept = Image.open(io.BytesIO(shipped(exact))).convert("RGB")
    assert abs(np.asarray(exact, int) - np.asarray(kept, int)).max() < 16


def test_a_still_says_what_it_shows():
    picture = Still(Drawing(lambda pen, box: pen.rect(box, INK)), 300, 100, "a frame")
    data, about = picture._repr_mimebundle_()
    assert data["text/plain"] == "a frame"
    assert about == {"image/png": {"width": 300, "height": 100, "alt": "a frame"}}
    assert Image.open(io.BytesIO(data["image/png"])).size == (600, 200)
    assert data == bundle(picture.image(), "a frame")[0]  # the same bytes again
