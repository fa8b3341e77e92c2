import pytest
import torch

from helpers.lessons.embedding import VolumeExplorer
from helpers.model import TokenEmbedding, sinusoidal_positions


@pytest.fixture
def meter(translator):
    return VolumeExplorer(translator)


@pytest.mark.parametrize("d_model", [8, 512])
@pytest.mark.parametrize("start", ["small", "torch"])
@pytest.mark.parametrize("scaled", [True, False])
def test_norms_are_those_of_real_rows(meter, d_model, start, scaled):
    meter.set(d_model=d_model, start=start, scaled=scaled)
    torch.manual_seed(0)
    ids = torch.arange(3_000)[None]
    if start == "small":
        rows = TokenEmbedding(3_000, d_model, scale=scaled)(ids)
    else:
        rows = torch.nn.Embedding(3_000, d_model)(ids)
        rows = rows * d_model**0.5 if scaled else rows
    # The root of the mean square: what "expected norm" means for a random row.
    expected = rows.norm(dim=-1).square().mean().sqrt().item()
    word, position, _ = meter["bars"].values
    assert word == pytest.approx(expected, rel=0.02)
    assert position == pytest.approx(sinusoidal_positions(9, d_model)[7].norm().item())
    assert f"{word:.1f}" in meter.said and f"{position:.1f}" in meter.said
    for name, norm in (("fresh words", word), ("positions", position)):
        line = meter["curves"][name]
        assert dict(zip(line.xs, line.ys, strict=True))[d_model] == pytest.approx(norm)
    assert meter["bars"].high == max(meter.norms)


def test_the_trained_word_is_the_models(meter, translator):
    words = translator.model.source_embedding.words
    norms = words(torch.arange(260)[None]).norm(dim=-1)
    assert meter.norms[2] == pytest.approx(norms.mean().item())
    meter.d_model.value = 8
    trained = meter["curves"]["trained words"]
    assert (trained.xs, trained.ys) == ([128], [meter["bars"].values[2]])
    assert meter.norms[2] == pytest.approx(norms.mean().item())


def test_the_sentence_names_the_louder(meter):
    assert "the word is 1.4× as loud" in meter.said
    meter.scaled.value = False
    assert "the position is 8.0× as loud" in meter.said
