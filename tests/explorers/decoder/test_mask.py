import numpy as np
import pytest

from helpers.explorers.decoder import MaskExplorer
from helpers.figures.decoder.mask import TRUE


@pytest.fixture
def explorer(translator):
    return MaskExplorer(translator)


def shown(explorer):
    return [np.asarray(part.image.get_array()) for part in explorer.picture.maps]


def test_ours_and_torchs_mask_are_opposite(explorer):
    ours, theirs, weights = shown(explorer)
    np.testing.assert_array_equal(ours, TRUE * np.tri(4))
    np.testing.assert_array_equal(ours + theirs, np.full((4, 4), TRUE))
    assert (weights[ours == 0] == 0).all()
    np.testing.assert_allclose(weights.sum(axis=1), 1, atol=1e-5)
    assert all(part.hidden.size == 4 for part in explorer.picture.maps)


@pytest.mark.parametrize("layer", [1, 2])
@pytest.mark.parametrize("head", [0, 4])
def test_layer_and_head_choose_the_weights(explorer, translator, layer, head):
    explorer.layer.value, explorer.head.value = layer, head
    maps = translator.attention("I like apples", ["我", "喜欢", "苹果"])
    found = maps[f"decoder.{layer - 1}.self"]
    expected = found[head - 1] if head else found.mean(dim=0)
    np.testing.assert_allclose(shown(explorer)[2], expected)
    assert explorer.picture.maps[2].title.get_text() == f"weights, layer {layer}"


def test_the_sentence_says_what_may_be_seen(explorer):
    explorer.position.value = 0
    assert explorer.sentence == "“<bos>” may look at <bos>; 我 喜欢 苹果 stays hidden."
    explorer.position.value = 3
    assert explorer.sentence.endswith("<bos> 我 喜欢 苹果; nothing is hidden.")
    assert {row.get_y() for row in explorer.picture.rows} == {2.5}


def test_a_sentence_is_typed_refused_and_reset(explorer):
    before = explorer.image.value
    explorer.sentence_box.text.value = "Tom bought three red books"
    assert shown(explorer)[0].shape == (8, 8) and "三" in explorer.sentence
    kept = explorer.image.value
    explorer.sentence_box.text.value = "Tom ate two apples in the park yesterday"
    assert "11 rows of Chinese" in explorer.message.value
    assert explorer.image.value == kept
    explorer.reset_button.click()
    assert explorer.image.value == before


def test_an_unknown_word_is_named(explorer):
    explorer.sentence_box.text.value = "I like aples"
    assert "aples" in explorer.message.value and "apples" in explorer.message.value
