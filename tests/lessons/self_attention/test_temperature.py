"""The temperature lab: softmax(scores ÷ T), sharper and softer, blind to a shift."""

import math

import pytest
import torch

from helpers.lessons.self_attention import TemperatureLab
from helpers.lessons.self_attention.temperature import weight_bars
from helpers.stage.style import SMALL, text_width

SCORES = [0.3, 2.6, -1.1, 0.9]
TOKENS = ["I", "like", "red", "apples"]


@pytest.fixture
def lab():
    return TemperatureLab(torch.tensor(SCORES), TOKENS, "I")


@pytest.mark.parametrize("temperature", [0.1, 1.0, 10.0])
@pytest.mark.parametrize("shift", [-5.0, 0.0, 5.0])
def test_bars_show_shifted_scores_and_their_softmax(lab, temperature, shift):
    lab.set(temperature=temperature, shift=shift)
    expected = (torch.tensor(SCORES) / temperature).softmax(0).tolist()
    scores, weights = lab["scores"], lab["weights"]
    assert scores.values == pytest.approx([s + shift for s in SCORES])
    assert scores.ghosts == pytest.approx(SCORES)
    assert weights.values == pytest.approx(expected, abs=1e-5)
    assert weights.texts == [f"{weight:.2f}" for weight in expected]
    order = sorted(range(4), key=SCORES.__getitem__)
    assert sorted(range(4), key=weights.values.__getitem__) == order
    assert all(scores.low < score < scores.high for score in scores.values)


def test_the_sliders_go_by_powers_and_by_halves(lab):
    powers = ("0.100", 0.1), ("1.00", 1.0), ("10.0", 10.0)
    assert lab.temperature.options[::25] == powers
    assert lab.shift.options[::10] == (("−5.0", -5), ("+0.0", 0), ("+5.0", 5))
    assert (len(lab.temperature.options), len(lab.shift.options)) == (51, 21)


def test_the_sentence_counts_words(lab):
    weights = torch.tensor(SCORES).softmax(0).tolist()
    choices = math.exp(-sum(w * math.log(w) for w in weights))
    assert lab.said == (
        f"“I” gives “like” {weights[1]:.2f}: "
        f"as sharp as an even choice among {choices:.1f} words."
    )
    assert lab["weights"].note == f"T = 1.00, entropy {math.log(choices):.2f}"
    lab.temperature.value = 0.1
    assert lab.said.endswith("like” 1.00: as sharp as an even choice among 1.0 words.")
    lab.temperature.value = 10.0
    assert lab.said.endswith("an even choice among 4.0 words.")


def test_a_shift_moves_the_scores_and_no_weight(lab):
    weights = lab["weights"].values
    assert lab["scores"].note == ""
    lab.shift.value = -2.5
    assert lab["scores"].values == pytest.approx([s - 2.5 for s in SCORES])
    assert lab["weights"].values == pytest.approx(weights, abs=1e-6)
    assert lab.said.endswith("−2.5 on every score: same weights.")
    assert lab["scores"].note == "−2.5 each"


def test_the_figure_grows_with_the_number_of_keys():
    twelve = TemperatureLab([0.0] * 12, ["teacher"] * 12, "teacher")
    assert twelve.height > TemperatureLab([0.0, 1.0], ["a", "b"], "a").height
    twelve.shift.value = 5.0
    assert text_width(twelve.said, SMALL) <= 884


def test_tokens_without_a_glyph_are_shown_as_unknown():
    lab = TemperatureLab([1.0, 0.0], ["🍎", "我"], "🍎")
    assert "“<unk>” gives “<unk>”" in lab.said


@pytest.mark.parametrize(
    ("scores", "tokens", "message"),
    [
        ([1.0, 2.0], "abc", r"shape \(2,\) do not fit 3 tokens"),
        ([[1.0, 2.0]], "a", r"shape \(1, 2\) do not fit 1 tokens"),
        ([1.0], "a", "at least two keys"),
        ([1.0, -math.inf], "ab", r"\[1.0, -inf\] are not all finite"),
    ],
)
def test_wrong_arguments_are_named(scores, tokens, message):
    with pytest.raises(ValueError, match=message):
        TemperatureLab(scores, list(tokens), "a")


def test_weight_bars_name_the_even_choice():
    bars = weight_bars(list("abcd"), [0.25] * 4)
    assert bars.rules == {0: "0", 0.25: "1/4", 1: "1"}
    # Of many keys, the even share stands where the zero would.
    assert set(weight_bars(["a"] * 12, [1 / 12] * 12).rules) == {1 / 12, 1}


@pytest.mark.parametrize("scores", [[-3.0, -1.0], [2.0, 9.0], [-1.0, 1.0], [4e8, 0.0]])
def test_score_bars_have_room_and_a_zero(scores):
    bars = TemperatureLab(scores, ["a", "b"], "a")["scores"]
    assert bars.low < min(0, *scores) - 5 and bars.high > max(0, *scores) + 5
    assert 0 in bars.rules and 2 <= len(bars.rules) <= 6
