import numpy as np
import pytest
import torch

from helpers.language import BOS_ID
from helpers.lessons.autoregressive_loop.choosing import (
    EXAMPLES,
    NUM_DRAWS,
    NUM_WORDS,
    ChoosingLab,
)
from helpers.lessons.autoregressive_loop.levels import exact
from helpers.model import next_word_probabilities

CONTROLS = ("word", "temperature", "top_k", "top_p", "seed")


@pytest.fixture(scope="module")
def shared(translator):
    return ChoosingLab(translator)


@pytest.fixture
def lab(shared):
    shared.reset()
    return shared


def shown(lab, name):
    plot = "words" if name in ("before", "after") else "sentences"
    return np.array(lab[plot][name].values)


def notes(lab, plot):
    return [item.text for item in lab[plot].items if hasattr(item, "text")]


@pytest.mark.parametrize("name", CONTROLS)
@pytest.mark.parametrize("end", [0, -1])
def test_the_bars_are_the_distribution_that_is_drawn_from(lab, translator, name, end):
    lab.temperature.value = 2.0
    control = getattr(lab, name)
    control.value = list(control.values())[end]
    _, ids, _ = translator.read(EXAMPLES[0])
    written, _ = lab.written
    word = lab.word.value
    with torch.no_grad():
        read = torch.tensor([[BOS_ID, *written[:word]]])
        own = translator.model(ids, read)[0, -1:]
    after = next_word_probabilities(
        own, lab.temperature.value, lab.top_k.value or None, lab.top_p.value
    )[0]
    likeliest = after.sort(descending=True).values[:NUM_WORDS]
    np.testing.assert_allclose(shown(lab, "after")[:NUM_WORDS], likeliest, atol=1e-5)
    assert shown(lab, "after").sum() == pytest.approx(1, abs=1e-4)
    assert shown(lab, "before").sum() == pytest.approx(1, abs=1e-4)
    assert f"has {after[written[word]]:.2f} among" in lab.said


def test_the_controls_have_the_steps_of_before(lab):
    temperatures, top_ps = lab.temperature.values(), lab.top_p.values()
    np.testing.assert_allclose(temperatures, np.arange(1, 51) / 10)
    np.testing.assert_allclose(top_ps, np.arange(1, 21) / 20)
    assert lab.temperature.value == lab.top_p.value == 1 and lab.top_k.value == 0


def test_cut_words_have_nothing(lab):
    lab.temperature.value, lab.top_k.value = 3.0, 3
    assert (shown(lab, "after")[3:] == 0).all()
    assert (shown(lab, "before")[3:] > 0).all()
    assert "among 3 words" in lab.said
    count = NUM_WORDS - 2
    assert notes(lab, "words")[3:] == ["0.00"] * count
    says = lab["words"]["after"].says
    assert len(says) == NUM_WORDS + 1 and "0.00; before the cut" in says[3]


def test_small_probabilities_have_a_digit():
    assert [exact(p) for p in (0.94, 0.005, 0.00123, 0.0)] == [
        "0.94", "0.01", "0.001", "0.00"
    ]  # fmt: skip


def test_one_word_alone_is_greedy(lab, translator):
    lab.temperature.value, lab.top_k.value = 5.0, 1
    assert shown(lab, "drawn").tolist() == [NUM_DRAWS]
    greedy = translator.translate(EXAMPLES[0]).text
    assert notes(lab, "sentences") == [greedy, f"{NUM_DRAWS} ×", ""]
    assert "give 1 sentence," in lab.said and "among 1 word;" in lab.said


@pytest.mark.parametrize(("temperature", "top_p"), [(1.0, 1.0), (2.0, 0.4)])
def test_sentences_come_about_as_often_as_they_should(lab, temperature, top_p):
    lab.temperature.value, lab.top_p.value = temperature, top_p
    counts = []
    for seed in range(6):
        lab.seed.value = seed
        counts.append(shown(lab, "drawn")[0])
    expected = lab["sentences"]["expected"].xs[0]
    spread = (expected * (1 - expected / NUM_DRAWS) / 6) ** 0.5
    assert abs(np.mean(counts) - expected) < 4 * spread


def test_heat_makes_every_sentence_another(lab):
    lab.temperature.value = 5.0
    assert "give 50 sentences" in lab.said
    rest = NUM_DRAWS - shown(lab, "drawn").sum()
    assert notes(lab, "sentences")[-1] == f"and {rest:.0f} others"


def test_another_seed_draws_others(lab):
    before = lab["sentences"]["drawn"].says
    lab.seed.value = 7
    assert before != lab["sentences"]["drawn"].says


def test_another_word_draws_no_others(lab):
    before = lab.draws
    lab.word.value = 3
    assert lab.draws is before


def test_another_sentence_offers_its_own_words(lab):
    lab.word.value = 5
    lab.sentence.value = "I like apples"
    names = [name for name, _ in lab.word.options]
    assert names == ["1 我", "2 喜欢", "3 苹果", "4 <eos>"]
    assert lab.word.value == 0 and "“我”" in lab.said
    lab.sentence.value = "  "
    assert "no word" in lab.front.problem and lab.sentence.value == "I like apples"


@pytest.mark.parametrize("top_p", [0.05, 0.6, 1.0])
def test_a_line_stands_at_the_limit_of_top_p(lab, top_p):
    lab.top_p.value = top_p
    limits = [item.x for item in lab["words"].items if item.name == "limit"]
    assert limits == [top_p] * (top_p < 1)
    assert ("top-p" in notes(lab, "words")) == (top_p < 1)
