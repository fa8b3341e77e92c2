import numpy as np
import pytest
from drawn import draw

from helpers.lessons.decoder import CausalMaskExplorer, CrossAttentionExplorer
from helpers.stage.pen import Box

MASKS = "ours", "torch", "weights"
KINDS = {
    CausalMaskExplorer: ("self", "weights", (4, 4), "weights, layer {layer}"),
    CrossAttentionExplorer: ("cross", "map", (9, 6), "layer {layer}, {head}: 9 × 6"),
}


@pytest.fixture
def mask(translator):
    return CausalMaskExplorer(translator)


@pytest.fixture
def cross(translator):
    return CrossAttentionExplorer(translator)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("layer", [1, 2])
@pytest.mark.parametrize("head", [0, 4])
def test_layer_and_head_choose_the_map(translator, kind, layer, head):
    explorer, (attention, name, shape, title) = kind(translator), KINDS[kind]
    explorer.set(layer=layer, head=head)
    text = explorer.sentence.value
    target = translator.translate(text).target_tokens
    found = translator.attention(text, target)[f"decoder.{layer - 1}.{attention}"]
    shown = explorer[name]
    np.testing.assert_allclose(
        shown.numbers, found[head - 1] if head else found.mean(dim=0)
    )
    assert shown.numbers.shape == shape
    which = f"head {head}" if head else "mean of the heads"
    assert shown.title == title.format(layer=layer, head=which)


def test_ours_and_torchs_mask_are_opposite(mask):
    ours, theirs, weights = (mask[name].numbers for name in MASKS)
    np.testing.assert_array_equal(ours, np.tri(4))
    np.testing.assert_array_equal(ours + theirs, np.ones((4, 4)))
    assert (weights[ours == 0] == 0).all()
    np.testing.assert_allclose(weights.sum(axis=1), 1, atol=1e-5)
    for name in MASKS:
        np.testing.assert_array_equal(mask[name].hidden, ours == 0)
    # A True is paler than a weight of 1, and every cell says what it is.
    assert mask["ours"].limits == mask["torch"].limits
    assert mask["ours"].limits[1] > 2 * mask["weights"].limits[1]
    first = [list(mask[name].texts[0][:2]) for name in MASKS]
    assert first == [["True", "False"], ["False", "True"], ["1.00", "hidden"]]


def test_the_sentence_says_what_may_be_seen(mask):
    assert mask.position.value == 2  # the middle one
    mask.position.value = 0
    assert mask.said == "“<bos>” may look at <bos>; 我 喜欢 苹果 stays hidden."
    mask.position.value = 3
    assert mask.said.endswith("<bos> 我 喜欢 苹果; nothing is hidden.")
    assert {mask[name].lit for name in MASKS} == {3}
    mask.sentence.value = "Tom bought three red books"
    assert mask["ours"].numbers.shape == (8, 8) and "三" in mask.said
    assert mask.position.value == 4


@pytest.mark.parametrize("query", [0, 8])
def test_the_row_is_lit_and_said(cross, query):
    cross.query.value = query
    weights, keys = cross["map"].numbers[query], cross.tokens
    assert cross["map"].lit == cross["lines"].lit == query
    assert f"“{cross.next_words[query]}”, Chinese word {query + 1}," in cross.said
    assert f"“{keys[weights.argmax()]}”" in cross.said
    assert f"{weights.max():.2f}" in cross.said


def test_what_the_notebook_says_of_the_example(cross):
    assert "“昨天”, Chinese word 2, looks most at “yesterday”" in cross.said
    cross.query.value = 5
    assert "“本”, Chinese word 6, looks most at “books”" in cross.said


@pytest.mark.parametrize("layer", [1, 2])
def test_a_line_joins_each_pair_that_is_not_faint(cross, layer):
    cross.layer.value = layer
    lines = cross["lines"]
    np.testing.assert_array_equal(lines.weights, cross["map"].numbers)
    rows, columns = np.nonzero(lines.weights >= 0.05)
    drawn = draw(Box(0, 0, 300, 400), lines)[0].shapes
    for line, row, column in zip(drawn, rows, columns, strict=True):
        factor = 8 if row == cross.query.value else 4
        assert line.width == pytest.approx(factor * lines.weights[row, column])
    cross.sentence.value = "I like apples"
    lines = cross["lines"]
    assert cross["map"].numbers.shape == (4, 3)
    assert [*lines.left, *lines.right, *lines.heads] == (
        "我 喜欢 苹果 <eos> I like apples writes reads".split()
    )
