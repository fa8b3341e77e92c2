import numpy as np
import pytest
from drawn import draw

from helpers.lessons.decoder import CrossAttentionExplorer
from helpers.lessons.decoder.cross_attention import EXAMPLES
from helpers.stage.pen import Box


@pytest.fixture
def explorer(translator):
    return CrossAttentionExplorer(translator)


@pytest.mark.parametrize("layer", [1, 2])
@pytest.mark.parametrize("head", [0, 4])
def test_layer_and_head_choose_the_map(explorer, translator, layer, head):
    explorer.set(layer=layer, head=head)
    target = translator.translate(EXAMPLES[0]).target_tokens
    found = translator.attention(EXAMPLES[0], target)[f"decoder.{layer - 1}.cross"]
    expected, shown = found[head - 1] if head else found.mean(dim=0), explorer["map"]
    np.testing.assert_allclose(shown.numbers, expected)
    assert shown.numbers.shape == (9, 6)
    which = f"head {head}" if head else "mean of the heads"
    assert shown.title == f"layer {layer}, {which}: 9 × 6"
    # A line joins each pair that is not faint.
    lines = explorer["lines"]
    np.testing.assert_array_equal(lines.weights, shown.numbers)
    rows, columns = np.nonzero(lines.weights >= 0.05)
    drawn = draw(Box(0, 0, 300, 400), lines)[0].shapes
    for line, row, column in zip(drawn, rows, columns, strict=True):
        factor = 8 if row == explorer.query.value else 4
        assert line.width == pytest.approx(factor * lines.weights[row, column])


@pytest.mark.parametrize("query", [0, 8])
def test_the_row_is_lit_and_said(explorer, query):
    explorer.query.value = query
    weights, keys = explorer["map"].numbers[query], explorer.tokens
    assert explorer["map"].lit == explorer["lines"].lit == query
    assert f"“{explorer.next_words[query]}”, Chinese word {query + 1}," in explorer.said
    assert f"“{keys[weights.argmax()]}”" in explorer.said
    assert f"{weights.max():.2f}" in explorer.said


def test_what_the_notebook_says_of_the_example(explorer):
    assert "“昨天”, Chinese word 2, looks most at “yesterday”" in explorer.said
    explorer.query.value = 5
    assert "“本”, Chinese word 6, looks most at “books”" in explorer.said


def test_a_sentence_is_typed(explorer):
    explorer.sentence.value = "I like apples"
    assert explorer["map"].numbers.shape == (4, 3)
    lines = explorer["lines"]
    assert [*lines.left, *lines.right, *lines.heads] == (
        "我 喜欢 苹果 <eos> I like apples writes reads".split()
    )
