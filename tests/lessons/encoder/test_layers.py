import numpy as np
import pytest
import torch

from helpers.lessons.encoder import LayersExplorer
from helpers.lessons.encoder.layers import first_pair

SENTENCE = "the old teacher likes the old hat"


@pytest.fixture
def explorer(translator):
    return LayersExplorer(translator)


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_attention_and_cosines_are_the_models(explorer, translator, layer):
    explorer.layer.value = layer
    with torch.no_grad():
        x = translator.model.source_embedding(translator.read(SENTENCE)[1])
        for block in translator.model.encoder.layers[:layer]:
            x = block(x)
    expected = torch.nn.functional.cosine_similarity(x[0][:, None], x, dim=-1)
    np.testing.assert_allclose(explorer["alike"].numbers, expected, atol=1e-5)
    here = explorer["pair"]["here"]
    assert here.xs == [layer]
    assert here.ys[0] == pytest.approx(expected[1, 5].item(), abs=1e-5)
    assert len(explorer["pair"]["so far"].xs) == layer + 1
    assert explorer.said.startswith("“old” (1) and “old” (5): ")
    assert f"{expected[1, 5]:.2f}" in explorer.said
    assert explorer["attention"].shown == (layer > 0)
    if layer:
        heads = translator.attention(SENTENCE, ())[f"encoder.{layer - 1}.self"]
        shown = explorer["attention"].numbers
        np.testing.assert_allclose(shown, heads.mean(dim=0), atol=1e-5)


@pytest.mark.parametrize("pair", [(0, 0), (6, 2)])
def test_the_pair_is_framed_and_followed(explorer, pair):
    explorer.set(layer=2, first=pair[0], second=pair[1])
    cosines = explorer.alike[:, pair[0], pair[1]]
    np.testing.assert_array_equal(explorer["pair"]["so far"].ys, cosines)
    alike = explorer["alike"]
    assert {cells[:2] for cells in alike.outlines} == {pair, pair[::-1]}
    assert alike.row_sets.name == "first" and alike.column_sets.name == "second"


def test_it_opens_at_the_input_on_the_repeated_word(explorer):
    assert explorer.layer.value == 0
    assert (explorer.first.value, explorer.second.value) == (1, 5)
    explorer.sentence.value = "I like apples"
    assert (explorer.first.value, explorer.second.value) == (0, 2)
    assert first_pair("the old man likes the old hat".split()) == (1, 5)
    assert first_pair("I like apples".split()) == (0, 2)
    explorer.sentence.value = "cat"
    assert "type at least 2" in explorer.front.problem
