import numpy as np
import pytest
import torch

from helpers.explorers.autoregressive_loop.choosing import (
    ALL,
    EXAMPLES,
    NUM_DRAWS,
    ChoosingLab,
)
from helpers.figures.autoregressive_loop.choosing import NUM_WORDS
from helpers.language import BOS_ID
from helpers.model import next_word_probabilities

CONTROLS = ("word", "temperature", "top_k", "top_p", "seed")


@pytest.fixture(scope="module")
def lab(translator):
    lab = ChoosingLab(translator)
    yield lab
    lab.close()


@pytest.fixture(autouse=True)
def fresh(lab):
    lab.reset_button.click()


def lengths(lines):
    return np.array([end[0] - start[0] for start, end in lines.get_segments()])


def ends(control):
    if hasattr(control, "options"):
        values = [value for _, value in control.options]
        return values[0], values[-1]
    return control.min, control.max


@pytest.mark.parametrize("name", CONTROLS)
@pytest.mark.parametrize("end", [0, 1])
def test_the_bars_are_the_distribution_that_is_drawn_from(lab, translator, name, end):
    lab.temperature.value = 2.0
    control = getattr(lab, name)
    control.value = ends(control)[end]
    _, ids, _ = translator.read(EXAMPLES[0])
    _, written, logits, _ = lab.sentence_box.accepted
    word = lab.word.value
    with torch.no_grad():
        read = torch.tensor([[BOS_ID, *written[:word]]])
        own = translator.model(ids, read)[0, -1:]
    after = next_word_probabilities(
        own, lab.temperature.value, lab.top_k.value or None, lab.top_p.value
    )[0]
    shown = lengths(lab.picture.after)
    likeliest = after.sort(descending=True).values[:NUM_WORDS]
    np.testing.assert_allclose(shown[:NUM_WORDS], likeliest, atol=1e-5)
    assert shown.sum() == pytest.approx(1, abs=1e-4)
    assert lengths(lab.picture.before).sum() == pytest.approx(1, abs=1e-4)
    assert f"has {after[written[word]]:.2f} among" in lab.sentence


def test_cut_words_are_pale_and_have_nothing(lab):
    lab.temperature.value, lab.top_k.value = 3.0, 3
    assert (lengths(lab.picture.after)[3:] == 0).all()
    assert (lengths(lab.picture.before)[3:] > 0).all()
    assert "among 3 words" in lab.sentence
    numbers = [number.get_text() for number in lab.picture.numbers]
    assert numbers[3:] == ["0.00"] * (len(numbers) - 3)


def test_one_word_alone_is_greedy(lab, translator):
    lab.temperature.value, lab.top_k.value = 5.0, 1
    assert lengths(lab.picture.drawn).tolist() == [NUM_DRAWS]
    greedy = translator.translate(EXAMPLES[0]).text
    assert lab.picture.sentences[0].get_text() == greedy
    assert "give 1 sentence," in lab.sentence and "among 1 word;" in lab.sentence
    assert lab.picture.rest.get_text() == ""


@pytest.mark.parametrize(("temperature", "top_p"), [(1.0, 1.0), (2.0, 0.4)])
def test_sentences_come_about_as_often_as_they_should(lab, temperature, top_p):
    lab.temperature.value, lab.top_p.value = temperature, top_p
    counts = []
    for seed in range(6):
        lab.seed.value = seed
        counts.append(lengths(lab.picture.drawn)[0])
    expected = lab.picture.expected.get_segments()[0][0][0]
    spread = (expected * (1 - expected / NUM_DRAWS) / 6) ** 0.5
    assert abs(np.mean(counts) - expected) < 4 * spread


def test_heat_makes_every_sentence_another(lab):
    lab.temperature.value = 5.0
    assert "give 50 sentences" in lab.sentence
    shown = lengths(lab.picture.drawn).sum()
    assert lab.picture.rest.get_text() == f"and {NUM_DRAWS - shown:.0f} others"


def test_another_seed_draws_others(lab):
    before = [text.get_text() for text in lab.picture.sentences]
    lab.seed.value = 7
    assert before != [text.get_text() for text in lab.picture.sentences]


def test_another_sentence_offers_its_own_words(lab):
    lab.word.value = 5
    lab.sentence_box.text.value = "I like apples"
    assert [name for name, _ in lab.word.options] == [
        "1 我",
        "2 喜欢",
        "3 苹果",
        "4 <eos>",
    ]
    assert lab.word.value == 0 and "“我”" in lab.sentence
    before = lab.image.value
    lab.sentence_box.text.value = "  "
    assert "no word" in lab.message.value and lab.image.value == before


def test_reset_puts_everything_back(lab):
    before = lab.image.value
    lab.top_k.value, lab.top_p.value, lab.word.value = 2, 0.5, 3
    lab.sentence_box.text.value = "I like apples"
    assert lab.image.value != before
    lab.reset_button.click()
    assert lab.image.value == before and lab.top_k.value == ALL


@pytest.mark.parametrize("top_p", [0.05, 0.6, 1.0])
def test_a_line_stands_at_the_limit_of_top_p(lab, top_p):
    lab.top_p.value = 0.8
    lab.top_p.value = top_p
    limit, name = lab.picture.limit, lab.picture.limit_name
    assert limit.get_visible() == name.get_visible() == (top_p < 1)
    assert set(limit.get_xdata()) == {top_p}
