"""The house style: its font, its colours, and how texts are measured and cut."""

import subprocess
import sys

import numpy as np
import pytest
from matplotlib.font_manager import get_font
from subset_fonts import spoken

from helpers.stage import style


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
    known = style.drawable_characters(*style.FAMILIES)
    assert set("√ᵀ⁰¹²₀₁₂ₖ…⟨⟩✗↻") <= known


def test_displayable_replaces_whole_tokens_and_keeps_the_rest():
    assert style.displayable("我 喜欢\n 🍎苹果 ！") == "我 喜欢\n <unk> ！"
    assert style.displayable("") == ""


def test_a_text_is_as_wide_as_its_letters():
    assert style.text_width("喜欢", 20) == pytest.approx(40)
    assert style.text_width("like", 30) == pytest.approx(
        2 * style.text_width("like", 15)
    )
    assert style.text_width("like", bold=True) > style.text_width("like")
    assert style.text_width("√") > 0 and style.text_width("") == 0


def test_texts_are_cut_and_wrapped_to_a_width():
    text = "the old teacher likes the old hat"
    assert style.shortened(text, 1000) == text
    short = style.shortened(text, 100)
    assert short.endswith("…") and style.text_width(short) <= 100
    lines = style.wrapped(text, 100)
    assert " ".join(lines) == text
    assert all(style.text_width(line) <= 100 for line in lines)


def test_numbers_have_a_true_minus_and_few_digits():
    numbers = 0.126, -1.5, 12.345, -0.001, 9.999
    assert [*map(style.signed, numbers)] == "0.13 −1.50 12.3 0.00 10.0".split()


@pytest.mark.parametrize(
    ("colour", "expected"),
    [("white", style.INK), (style.LIT, style.INK), ("black", style.PAPER)],
)
def test_ink_contrasts_with_its_ground(colour, expected):
    assert style.ink_on(colour) == expected


def test_paint_runs_from_low_to_high_and_leaves_nothing_white():
    pixels = style.paint([[0, 0.5, 1, np.nan]])
    assert pixels.dtype == np.uint8
    assert pixels[0, 3].tolist() == [255, 255, 255]
    brightness = pixels[0, :3].astype(int).sum(axis=1)
    assert brightness[0] > brightness[1] > brightness[2]


def test_smallest_text_is_14_pixels_beside_a_side_bar():
    assert style.SMALL * 0.94 >= 14


def printed(code, *arguments):
    """Run code in a fresh Python; return what it prints."""
    return subprocess.check_output([sys.executable, "-c", code, *arguments], text=True)


def test_the_stage_sees_neither_pyplot_nor_torch():
    seen = "{'matplotlib.pyplot', 'torch'} & set(sys.modules)"
    assert printed(f"import sys, helpers.stage\nprint({seen})").strip() == "set()"


@pytest.mark.parametrize("look", ["classic", "dark_background"])
def test_a_users_own_settings_do_not_come_through(look):
    code = (
        "import hashlib, matplotlib.style, sys\n"
        f"matplotlib.style.use({look!r}) if len(sys.argv) > 1 else None\n"
        "matplotlib.rcParams['text.usetex'] = len(sys.argv) > 1\n"
        "from helpers.lessons.overview import overview\n"
        "print(hashlib.sha1(overview('decoder').image().tobytes()).hexdigest())"
    )
    assert printed(code) == printed(code, "other")
