"""With the grammar's model: it answers to the same calls, and is known by heart."""

import numpy as np
import pytest

from helpers.lessons.autoregressive_loop.real_sentences import (
    TRANSLATION_WIDTH,
    RealSentenceExplorer,
)
from helpers.stage.style import PROBLEM, text_width

TYPED = "I like apples", "the old teacher likes the old hat"
MEAN = 0


def make(translator):
    return RealSentenceExplorer(translator, TYPED)


@pytest.mark.parametrize("head", [MEAN, 1, 4])
@pytest.mark.parametrize("word", [0, 3])
def test_the_map_is_the_last_cross_attention(explorer, translator, head, word):
    explorer.head.value, explorer.word.value = head, word
    maps = translator.attention(TYPED[0], ["我", "喜欢", "苹果"])["decoder.1.cross"]
    wanted = maps.mean(dim=0) if head == MEAN else maps[head - 1]
    np.testing.assert_allclose(explorer["map"].numbers, wanted, atol=1e-6)
    assert explorer["map"].lit == word
    best = int(wanted[word].argmax())
    looks = f"“{TYPED[0].split()[best]}” (weight {wanted[word, best]:.2f})"
    assert looks in explorer.said
    assert f"“{['我', '喜欢', '苹果', '<eos>'][word]}”" in explorer.said


def test_the_bars_are_the_largest_weights(explorer):
    largest = explorer["map"].numbers.max(axis=1)
    bars = explorer["peaks"]["largest"]
    np.testing.assert_allclose(bars.values, largest, atol=1e-6)
    assert explorer["peaks"]["mean"].x == pytest.approx(largest.mean())
    assert f"is {largest.mean():.2f}." in explorer.said
    assert bars.says[0] == f"我 → I: {largest[0]:.2f}"
    assert bars.sets is explorer.word


def test_the_translation_stands_above(explorer, translator):
    explorer.sentence.value = TYPED[1]
    assert explorer["translation"].text == translator.translate(TYPED[1]).text
    assert len(explorer.word.options) == len(explorer["map"].numbers)


def test_a_translation_without_room_is_cut(translator, monkeypatch):
    monkeypatch.setattr(RealSentenceExplorer, "target", ["很"] * 60)
    explorer = RealSentenceExplorer(translator, TYPED)
    title = explorer["translation"]
    assert title.text.endswith("很…")
    assert text_width(title.text, title.size) <= TRANSLATION_WIDTH
    assert explorer["map"].numbers.shape == (16, 3)


def test_an_unknown_word_is_red_and_named(explorer):
    explorer.sentence.value = "I like zebras"
    table = explorer["map"]
    assert table.columns[2] == "<unk>" and table.column_inks == {2: PROBLEM}
    assert "zebras" in explorer.note()


def test_examples_have_room():
    longest = max(len(text.split()) for text in RealSentenceExplorer.examples)
    assert longest < RealSentenceExplorer.most_words
