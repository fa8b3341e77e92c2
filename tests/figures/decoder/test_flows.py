import pytest

from helpers.figures.decoder.flows import draw_flows, flows
from helpers.figures.style import INK, KEY, QUERY, VALUE, new_figure


@pytest.fixture
def drawn():
    ax = new_figure(800, 300).add_axes((0, 0, 1, 1))
    return draw_flows(ax), ax


def test_every_attention_has_one_letter_of_each_kind_in_its_colour(drawn):
    _, ax = drawn
    letters = [text for text in ax.texts if text.get_text() in ("Q", "K", "V")]
    assert sorted(text.get_text() for text in letters) == [*"KKKQQQVVV"]
    colours = {text.get_text(): text.get_color() for text in letters}
    assert colours == {"Q": QUERY, "K": KEY, "V": VALUE}


def test_attentions_and_memory_are_lit_and_nothing_else(drawn):
    parts, ax = drawn
    widths = {name: part.get_linewidth() for name, part in parts.items()}
    lit = ("encoder.self_attention", "decoder.cross_attention", "memory")
    assert min(widths[name] for name in lit) > widths["encoder.feed_forward"]
    words = [text for text in ax.texts if text.get_text() == "English words"]
    assert words[0].get_color() == INK


def test_the_picture_says_who_sends_what():
    assert "Chinese words send the queries" in flows().sentence
