import numpy as np
import pytest

from helpers.lessons.decoder import CausalMaskExplorer

NAMES = "ours", "torch", "weights"


@pytest.fixture
def explorer(translator):
    return CausalMaskExplorer(translator)


def shown(explorer):
    return [explorer[name].numbers for name in NAMES]


def test_ours_and_torchs_mask_are_opposite(explorer):
    ours, theirs, weights = shown(explorer)
    np.testing.assert_array_equal(ours, np.tri(4))
    np.testing.assert_array_equal(ours + theirs, np.ones((4, 4)))
    assert (weights[ours == 0] == 0).all()
    np.testing.assert_allclose(weights.sum(axis=1), 1, atol=1e-5)
    for name in NAMES:
        np.testing.assert_array_equal(explorer[name].hidden, ours == 0)
    # A True is paler than a weight of 1, and every cell says what it is.
    assert explorer["ours"].limits == explorer["torch"].limits
    assert explorer["ours"].limits[1] > 2 * explorer["weights"].limits[1]
    first = [list(explorer[name].texts[0][:2]) for name in NAMES]
    assert first == [["True", "False"], ["False", "True"], ["1.00", "hidden"]]


@pytest.mark.parametrize("layer", [1, 2])
@pytest.mark.parametrize("head", [0, 4])
def test_layer_and_head_choose_the_weights(explorer, translator, layer, head):
    explorer.set(layer=layer, head=head)
    maps = translator.attention("I like apples", ["我", "喜欢", "苹果"])
    found = maps[f"decoder.{layer - 1}.self"]
    expected = found[head - 1] if head else found.mean(dim=0)
    np.testing.assert_allclose(shown(explorer)[2], expected)
    assert explorer["weights"].title == f"weights, layer {layer}"


def test_the_sentence_says_what_may_be_seen(explorer):
    assert explorer.position.value == 2  # the middle one
    explorer.position.value = 0
    assert explorer.said == "“<bos>” may look at <bos>; 我 喜欢 苹果 stays hidden."
    explorer.position.value = 3
    assert explorer.said.endswith("<bos> 我 喜欢 苹果; nothing is hidden.")
    assert {explorer[name].lit for name in NAMES} == {3}


def test_a_sentence_is_typed(explorer):
    explorer.sentence.value = "Tom bought three red books"
    assert shown(explorer)[0].shape == (8, 8) and "三" in explorer.said
    assert explorer.position.value == 4
