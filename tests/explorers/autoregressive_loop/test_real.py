"""With the grammar's model: it answers to the same calls, and is known by heart."""

import numpy as np
import pytest

from helpers.explorers.autoregressive_loop.real import (
    EXAMPLES,
    MEAN,
    MOST_CHARACTERS,
    MOST_WORDS,
    RealExplorer,
    shortened,
)
from helpers.figures.style import PROBLEM

TYPED = "I like apples", "the old teacher likes the old hat"


@pytest.fixture(scope="module")
def explorer(translator):
    explorer = RealExplorer(translator, TYPED)
    yield explorer
    explorer.close()


@pytest.fixture(autouse=True)
def fresh(explorer):
    explorer.reset_button.click()


def shown(explorer):
    return np.asarray(explorer.picture.image.get_array())


@pytest.mark.parametrize("head", [MEAN, 1, 4])
@pytest.mark.parametrize("word", [0, 3])
def test_the_map_is_the_last_cross_attention(explorer, translator, head, word):
    explorer.head.value, explorer.word.value = head, word
    maps = translator.attention(TYPED[0], ["我", "喜欢", "苹果"])["decoder.1.cross"]
    wanted = maps.mean(dim=0) if head == MEAN else maps[head - 1]
    np.testing.assert_allclose(shown(explorer), wanted, atol=1e-6)
    assert explorer.picture.row.get_y() == word - 0.5
    best = int(wanted[word].argmax())
    assert f"“{['我', '喜欢', '苹果', '<eos>'][word]}”" in explorer.sentence
    assert f"“{TYPED[0].split()[best]}” (weight {wanted[word, best]:.2f})" in (
        explorer.sentence
    )


def test_the_bars_are_the_largest_weights(explorer):
    largest = shown(explorer).max(axis=1)
    lengths = [end[0] for _, end in explorer.picture.peaks.get_segments()]
    np.testing.assert_allclose(lengths, largest, atol=1e-6)
    assert explorer.picture.mean.get_xdata()[0] == pytest.approx(largest.mean())
    assert f"is {largest.mean():.2f}." in explorer.sentence


def test_the_translation_stands_above(explorer, translator):
    explorer.sentence_box.text.value = TYPED[1]
    text = explorer.picture.translation.get_text()
    assert text == translator.translate(TYPED[1]).text
    assert len(explorer.word.options) == shown(explorer).shape[0]


def test_a_translation_without_room_is_cut():
    assert shortened("很" * MOST_CHARACTERS) == "很" * MOST_CHARACTERS
    assert shortened("很" * 40) == "很" * MOST_CHARACTERS + "…"


def test_an_unknown_word_is_red_and_named(explorer):
    explorer.sentence_box.text.value = "I like zebras"
    last = explorer.picture.ax.get_xticklabels()[-1]
    assert last.get_text() == "<unk>" and last.get_color() == PROBLEM
    assert "zebras" in explorer.message.value


@pytest.mark.parametrize("text", ["", "cat " * (MOST_WORDS + 1)])
def test_what_cannot_be_read_is_refused(explorer, text):
    before = explorer.image.value
    explorer.sentence_box.text.value = text
    assert explorer.message.value and explorer.image.value == before


def test_reset_puts_everything_back(explorer):
    before = explorer.image.value
    explorer.sentence_box.text.value = TYPED[1]
    explorer.head.value, explorer.word.value = 2, 4
    assert explorer.image.value != before
    explorer.reset_button.click()
    assert explorer.image.value == before


def test_examples_have_room():
    assert max(len(text.split()) for text in EXAMPLES) < MOST_WORDS
