import pytest
import torch

from helpers.lessons.embedding import VolumeExplorer
from helpers.model import TokenEmbedding, sinusoidal_positions


@pytest.fixture
def explorer(translator):
    return VolumeExplorer(translator)


@pytest.mark.parametrize("d_model", [8, 512])
@pytest.mark.parametrize("start", ["small", "torch"])
@pytest.mark.parametrize("scaled", [True, False])
def test_norms_are_those_of_real_rows(explorer, d_model, start, scaled):
    explorer.set(d_model=d_model, start=start, scaled=scaled)
    torch.manual_seed(0)
    embedding = TokenEmbedding(3_000, d_model, scale=scaled)
    if start == "torch":
        embedding.table = torch.nn.Embedding(3_000, d_model)
    rows = embedding(torch.arange(3_000)[None])
    # The root of the mean square: what "expected norm" means for a random row.
    expected = rows.norm(dim=-1).square().mean().sqrt().item()
    word, position, _ = norms = explorer["bars"].values
    assert word == pytest.approx(expected, rel=0.02)
    assert position == pytest.approx(sinusoidal_positions(9, d_model)[7].norm().item())
    assert f"{word:.1f}" in explorer.said and f"{position:.1f}" in explorer.said
    for name, norm in (("fresh words", word), ("positions", position)):
        line = explorer["curves"][name]
        assert dict(zip(line.xs, line.ys, strict=True))[d_model] == pytest.approx(norm)
    assert explorer["bars"].high == max(norms)


@pytest.mark.parametrize("d_model", [8, 128])
def test_the_trained_word_is_the_models(explorer, translator, d_model):
    explorer.d_model.value = d_model
    words = translator.model.source_embedding.words
    norm = words(torch.arange(260)[None]).norm(dim=-1).mean().item()
    trained = explorer["curves"]["trained words"]
    assert (trained.xs, trained.ys) == ([128], pytest.approx([norm]))
    assert explorer["bars"].values[2] == trained.ys[0]


def test_the_sentence_names_the_louder(explorer):
    assert "the word is 1.4× as loud" in explorer.said
    explorer.scaled.value = False
    assert "the position is 8.0× as loud" in explorer.said
