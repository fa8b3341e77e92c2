import numpy as np
import pytest
import torch

from helpers.explorers.encoder import LayersExplorer
from helpers.explorers.encoder.layers import first_pair


@pytest.fixture
def explorer(translator):
    return LayersExplorer(translator)


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_cosines_are_those_of_the_models_vectors(explorer, translator, layer):
    explorer.layer.value = layer
    _, ids, _ = translator.read("the old teacher likes the old hat")
    with torch.no_grad():
        x = translator.model.source_embedding(ids)
        for block in translator.model.encoder.layers[:layer]:
            x = block(x)
    expected = torch.nn.functional.cosine_similarity(x[0][:, None], x, dim=-1)
    shown = np.asarray(explorer.picture.alike.get_array())
    np.testing.assert_allclose(shown, expected, atol=1e-5)
    (here,), (cosine,) = explorer.picture.here.get_data()
    assert here == layer and cosine == pytest.approx(expected[1, 5].item(), abs=1e-5)
    assert len(explorer.picture.way.get_xdata()) == layer + 1
    assert explorer.sentence.startswith("“old” (1) and “old” (5): ")
    assert f"{expected[1, 5]:.2f}" in explorer.sentence


@pytest.mark.parametrize("layer", [0, 2])
def test_attention_is_the_mean_of_the_heads(explorer, translator, layer):
    explorer.layer.value = layer
    shown = np.asarray(explorer.picture.looks.get_array())
    if layer == 0:
        assert not shown.any()
        return
    maps = translator.attention("the old teacher likes the old hat", ())
    expected = maps[f"encoder.{layer - 1}.self"].mean(dim=0)
    np.testing.assert_allclose(shown, expected, atol=1e-5)


@pytest.mark.parametrize("pair", [(0, 0), (6, 2)])
def test_the_pair_is_framed_and_followed(explorer, pair):
    explorer.layer.value = 2
    explorer.first.value, explorer.second.value = pair
    alike = explorer.sentence_box.accepted[2]
    np.testing.assert_allclose(
        explorer.picture.way.get_ydata(), alike[:, pair[0], pair[1]]
    )
    x, y = explorer.picture.cells.get_data()
    assert set(zip(x, y, strict=True)) == {pair, pair[::-1]}


def test_a_repeated_word_makes_the_first_pair():
    assert first_pair("the old man likes the old hat".split()) == (1, 5)
    assert first_pair("I like apples".split()) == (0, 2)


@pytest.mark.parametrize(
    ("text", "why"), [("cat", "type at least two"), ("cat " * 13, "has room for 12")]
)
def test_too_few_or_many_words_are_refused(explorer, text, why):
    before = explorer.image.value
    explorer.sentence_box.text.value = text
    assert why in explorer.message.value
    assert explorer.image.value == before


def test_reset(explorer):
    before = explorer.image.value
    explorer.sentence_box.text.value = "I like apples"
    explorer.layer.value = 2
    explorer.reset_button.click()
    assert explorer.image.value == before
