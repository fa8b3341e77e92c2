"""The house style: its font, its PNG, its colours."""

import io
import subprocess
import sys

import numpy as np
import pytest
from matplotlib.font_manager import get_font
from PIL import Image
from subset_fonts import spoken

from helpers.figures import style


def characters_of(font_file):
    return {chr(code) for code in get_font(font_file).get_charmap()}


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_font_has_its_listed_characters(weight):
    listed = (style.FONTS / "characters.txt").read_text("utf-8").split()
    glyphs = characters_of(style.FONTS / f"LessonSans-{weight}.otf")
    assert set("".join(listed)) <= glyphs
    assert set("I like apples; × ÷ · → ≤ ≈ − α σ ∑ ∈ ，。？") <= glyphs


def test_font_has_every_chinese_character_of_the_project():
    missing = spoken() - characters_of(style.FONTS / "LessonSans-Regular.otf")
    assert not missing, "run tools/subset_fonts.py"


def test_symbols_outside_the_font_have_a_stand_in():
    assert set("√ᵀ⁰¹²₀₁₂ₖ…⟨⟩✗↻") <= style.drawable_characters()


def test_displayable_replaces_whole_tokens_and_keeps_the_rest():
    assert style.displayable("我 喜欢\n 🍎苹果 ！") == "我 喜欢\n <unk> ！"
    assert style.displayable("") == ""


def test_png_is_the_size_asked_for_opaque_and_repeatable():
    def picture():
        figure = style.new_figure(640, 360)
        with style.house_style():
            axes = figure.subplots()
            axes.set_title("自注意力 self-attention")
            axes.imshow(np.eye(3), cmap=style.WEIGHTS_CMAP)
        return style.to_png(figure)

    png = picture()
    assert png == picture()
    with Image.open(io.BytesIO(png)) as image:
        assert image.size == (640, 360)
        assert image.mode == "RGB"
        assert image.info == {}  # a version in the file would change its bytes


def test_a_shipped_png_keeps_the_colour_of_small_things():
    figure = style.new_figure(400, 200)
    with style.house_style():
        axes = figure.subplots()
        axes.imshow(np.arange(100).reshape(10, 10), cmap=style.WEIGHTS_CMAP)
        axes.set_title("V", color=style.VALUE)
        figure.canvas.draw()
    exact, shipped = (
        np.asarray(Image.open(io.BytesIO(png(figure.canvas))).convert("RGB"), int)
        for png in (style.canvas_to_png, style.shipped_png)
    )
    assert abs(exact - shipped).max() < 16
    assert (shipped[0, 0] == 255).all()


def test_every_artist_has_the_house_font():
    figure = style.new_figure(400, 300)
    with style.house_style():
        axes = figure.subplots()
        axes.set_xticks([0, 1], ["我", "喜欢"])
    style.to_png(figure)
    texts = [axes.title, *axes.get_xticklabels(), *axes.get_yticklabels()]
    assert {tuple(text.get_family()) for text in texts} == {tuple(style.FAMILIES)}


def test_smallest_text_is_14_pixels():
    sizes = [v for k, v in style.HOUSE_STYLE.items() if k.endswith("size")]
    assert min(sizes) * style.DPI / 72 >= 14


@pytest.mark.parametrize(
    ("colour", "expected"),
    [("white", style.INK), (style.LIT, style.INK), ("black", style.PAPER)],
)
def test_ink_contrasts_with_its_ground(colour, expected):
    assert style.ink_on(colour) == expected


@pytest.mark.parametrize("size", [(0, 100), (100, -1)])
def test_a_figure_needs_a_positive_size(size):
    with pytest.raises(ValueError, match="must be positive"):
        style.new_figure(*size)


def test_pyplot_and_the_other_columns_stay_out():
    code = (
        "import sys, helpers.figures.style, helpers.figures.overview\n"
        "print({'matplotlib.pyplot', 'torch', 'ipywidgets'} & set(sys.modules))"
    )
    python = [sys.executable, "-c", code]
    assert subprocess.check_output(python, text=True).strip() == "set()"
