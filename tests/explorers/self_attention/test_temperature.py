"""The temperature lab: softmax(scores ÷ T), sharper and softer, blind to a shift."""

import math

import pytest
import torch

from helpers.explorers.self_attention.temperature import TemperatureLab

SCORES = [0.3, 2.6, -1.1, 0.9]
TOKENS = ["I", "like", "red", "apples"]


@pytest.fixture
def lab():
    explorer = TemperatureLab(torch.tensor(SCORES), TOKENS, "I")
    yield explorer
    explorer.close()


def shown_scores(lab):
    return [bar.get_width() for bar in lab.picture.scores]


def shown_weights(lab):
    return [bar.get_width() for bar in lab.picture.weights]


@pytest.mark.parametrize("temperature", [0.1, 1.0, 10.0])
@pytest.mark.parametrize("shift", [-5.0, 0.0, 5.0])
def test_bars_show_shifted_scores_and_their_softmax(lab, temperature, shift):
    lab.temperature.value, lab.shift.value = temperature, shift
    expected = (torch.tensor(SCORES) / temperature).softmax(0).tolist()
    assert shown_scores(lab) == pytest.approx([s + shift for s in SCORES])
    assert shown_weights(lab) == pytest.approx(expected, abs=1e-5)
    numbers = [number.get_text() for number in lab.picture.numbers]
    assert numbers == [f"{weight:.2f}" for weight in expected]
    low, high = lab.picture.scores[0].axes.get_xlim()
    assert all(low < score < high for score in shown_scores(lab))


def test_the_order_never_changes(lab):
    order = sorted(range(4), key=SCORES.__getitem__)
    for temperature in (0.1, 0.5, 2.0, 10.0):
        lab.temperature.value = temperature
        weights = shown_weights(lab)
        assert sorted(range(4), key=weights.__getitem__) == order


def test_the_sentence_counts_words(lab):
    weights = torch.tensor(SCORES).softmax(0).tolist()
    choices = math.exp(-sum(w * math.log(w) for w in weights))
    assert lab.sentence == (
        f"“I” gives “like” {weights[1]:.2f}: "
        f"as sharp as an even choice among {choices:.1f} words."
    )
    entropy = math.log(choices)
    assert lab.picture.state.get_text() == f"T = 1.00, entropy {entropy:.2f}"


def test_cold_is_one_word_and_hot_is_nearly_all(lab):
    lab.temperature.value = 0.1
    assert lab.sentence.endswith(
        "like” 1.00: as sharp as an even choice among 1.0 words."
    )
    lab.temperature.value = 10.0
    assert lab.sentence.endswith("an even choice among 4.0 words.")


def test_a_shift_moves_the_scores_and_no_weight(lab):
    before, weights = lab.image.value, shown_weights(lab)
    lab.shift.value = -2.5
    assert lab.image.value != before
    assert shown_scores(lab) == pytest.approx([s - 2.5 for s in SCORES])
    assert shown_weights(lab) == pytest.approx(weights, abs=1e-6)
    assert lab.sentence.endswith("−2.5 on every score: same weights.")
    assert lab.picture.shift.get_text() == "−2.5 each"


def test_reset_puts_everything_back(lab):
    sentence, picture = lab.sentence, lab.image.value
    lab.temperature.value, lab.shift.value = 4.0, 1.5
    lab.reset_button.click()
    assert (lab.temperature.value, lab.shift.value) == (1.0, 0.0)
    assert (lab.sentence, lab.image.value) == (sentence, picture)


def test_the_figure_grows_with_the_number_of_keys():
    twelve = TemperatureLab([0.0] * 12, ["teacher"] * 12, "teacher")
    assert twelve.height > TemperatureLab([0.0, 1.0], ["a", "b"], "a").height
    twelve.shift.value = 5
    assert twelve.foot.get_window_extent().width < twelve.width - 20


def test_tokens_without_a_glyph_are_shown_as_unknown():
    lab = TemperatureLab([1.0, 0.0], ["🍎", "我"], "🍎")
    assert "“<unk>” gives “<unk>”" in lab.sentence


@pytest.mark.parametrize(
    ("scores", "tokens", "message"),
    [
        ([1.0, 2.0], ["a", "b", "c"], r"shape \(2,\) do not fit 3 tokens"),
        ([[1.0, 2.0]], ["a"], r"shape \(1, 2\) do not fit 1 tokens"),
        ([1.0], ["a"], "at least two keys"),
        ([1.0, -math.inf], ["a", "b"], r"\[1.0, -inf\] are not all finite"),
    ],
)
def test_wrong_arguments_are_named(scores, tokens, message):
    with pytest.raises(ValueError, match=message):
        TemperatureLab(scores, tokens, "a")
