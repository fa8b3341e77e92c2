import numpy as np
import pytest
import torch

from helpers.language import BOS_ID
from helpers.lessons.autoregressive_loop.marks import exact
from helpers.lessons.autoregressive_loop.sampling import (
    NUM_DRAWS,
    NUM_WORDS,
    SamplingExplorer,
)
from helpers.model import next_word_probabilities

CONTROLS = ("word", "temperature", "top_k", "top_p", "seed")
HAT, APPLES, _ = SamplingExplorer.examples

make = SamplingExplorer


def shown(explorer, name):
    plot = "words" if name in ("before", "after") else "sentences"
    return np.array(explorer[plot][name].values)


def notes(explorer, plot):
    return [item.text for item in explorer[plot].items if hasattr(item, "text")]


@pytest.mark.parametrize("name", CONTROLS)
@pytest.mark.parametrize("end", [0, -1])
def test_the_bars_are_the_distribution_that_is_drawn_from(
    explorer, translator, name, end
):
    explorer.temperature.value = 2.0
    control = getattr(explorer, name)
    control.value = list(control.values())[end]
    _, ids, _ = translator.read(HAT)
    written = explorer.written
    word = explorer.word.value
    with torch.no_grad():
        read = torch.tensor([[BOS_ID, *written[:word]]])
        own = translator.model(ids, read)[0, -1:]
    temperature, top_p = explorer.temperature.value, explorer.top_p.value
    top_k = explorer.top_k.value or None
    after = next_word_probabilities(own, temperature, top_k, top_p)[0]
    likeliest = after.sort(descending=True).values[:NUM_WORDS]
    bars = shown(explorer, "after")
    np.testing.assert_allclose(bars[:NUM_WORDS], likeliest, atol=1e-5)
    assert bars.sum() == pytest.approx(1, abs=1e-4)
    assert shown(explorer, "before").sum() == pytest.approx(1, abs=1e-4)
    assert f"has {after[written[word]]:.2f} among" in explorer.said


def test_the_controls_have_their_steps(explorer):
    temperatures, top_ps = explorer.temperature.values(), explorer.top_p.values()
    np.testing.assert_allclose(temperatures, np.arange(1, 51) / 10)
    np.testing.assert_allclose(top_ps, np.arange(1, 21) / 20)
    assert explorer.temperature.value == explorer.top_p.value == 1
    assert explorer.top_k.value == 0


def test_cut_words_have_nothing(explorer):
    explorer.temperature.value, explorer.top_k.value = 3.0, 3
    assert (shown(explorer, "after")[3:] == 0).all()
    assert (shown(explorer, "before")[3:] > 0).all()
    assert "among 3 words" in explorer.said
    assert notes(explorer, "words")[3:] == ["0.00"] * (NUM_WORDS - 2)
    says = explorer["words"]["after"].says
    assert len(says) == NUM_WORDS + 1 and "0.00; before the cut" in says[3]


def test_small_probabilities_have_a_digit():
    numbers = {0.94: "0.94", 0.005: "0.01", 0.00123: "0.001", 0.0: "0.00"}
    assert {share: exact(share) for share in numbers} == numbers


def test_one_word_alone_is_greedy(explorer, translator):
    explorer.temperature.value, explorer.top_k.value = 5.0, 1
    assert shown(explorer, "drawn").tolist() == [NUM_DRAWS]
    greedy = translator.translate(HAT).text
    assert notes(explorer, "sentences") == [greedy, f"{NUM_DRAWS} ×", ""]
    assert "give 1 sentence," in explorer.said and "among 1 word;" in explorer.said


@pytest.mark.parametrize(("temperature", "top_p"), [(1.0, 1.0), (2.0, 0.4)])
def test_sentences_come_about_as_often_as_they_should(explorer, temperature, top_p):
    explorer.temperature.value, explorer.top_p.value = temperature, top_p
    counts = []
    for seed in range(6):
        explorer.seed.value = seed
        counts.append(shown(explorer, "drawn")[0])
    expected = explorer["sentences"]["expected"].xs[0]
    spread = (expected * (1 - expected / NUM_DRAWS) / 6) ** 0.5
    assert abs(np.mean(counts) - expected) < 4 * spread


def test_heat_makes_every_sentence_another(explorer):
    explorer.temperature.value = 5.0
    assert "give 50 sentences" in explorer.said
    rest = NUM_DRAWS - shown(explorer, "drawn").sum()
    assert notes(explorer, "sentences")[-1] == f"and {rest:.0f} others"


def test_another_seed_draws_others_and_another_word_does_not(explorer):
    before, says = explorer.draws, explorer["sentences"]["drawn"].says
    explorer.word.value = 3
    assert explorer.draws is before
    explorer.seed.value = 7
    assert explorer["sentences"]["drawn"].says != says


def test_another_sentence_offers_its_own_words(explorer):
    explorer.word.value = 5
    explorer.sentence.value = APPLES
    names = [name for name, _ in explorer.word.options]
    assert names == ["1 我", "2 喜欢", "3 苹果", "4 <eos>"]
    assert explorer.word.value == 0 and "“我”" in explorer.said


@pytest.mark.parametrize("top_p", [0.05, 0.6, 1.0])
def test_a_line_stands_at_the_limit_of_top_p(explorer, top_p):
    explorer.top_p.value = top_p
    limits = [item.x for item in explorer["words"].items if item.name == "limit"]
    assert limits == [top_p] * (top_p < 1)
    assert ("top-p" in notes(explorer, "words")) == (top_p < 1)
