"""Bars of scores and weights hold the numbers they are given."""

import pytest

from helpers.figures import style
from helpers.figures.self_attention import temperature


@pytest.fixture
def axes():
    with style.house_style():
        yield style.new_figure(400, 300).subplots()


def test_weight_bars_run_downwards_and_end_in_their_numbers(axes):
    bars, numbers = temperature.draw_weight_bars(axes, [0.2, 0.8], ["a", "b"])
    assert [bar.get_width() for bar in bars] == [0.2, 0.8]
    assert [number.get_text() for number in numbers] == ["0.20", "0.80"]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["a", "b"]
    low, high = axes.get_ylim()
    assert low > high  # row 0 at the top
    temperature.set_weight_bars(bars, numbers, [1.0, 0.0])
    assert [number.get_text() for number in numbers] == ["1.00", "0.00"]
    assert all(
        n.get_position()[0] > b.get_width() for n, b in zip(numbers, bars, strict=True)
    )


def test_weight_bars_name_the_even_choice(axes):
    temperature.draw_weight_bars(axes, [0.25] * 4)
    assert [t.get_text() for t in axes.get_xticklabels()] == ["0", "1/4", "1"]
    assert list(axes.get_xticks()) == [0, 0.25, 1]


@pytest.mark.parametrize("scores", [[-3.0, -1.0], [2.0, 9.0], [-1.0, 1.0]])
def test_score_bars_have_room_and_a_zero(axes, scores):
    bars = temperature.draw_score_bars(axes, scores, ["a", "b"], room=5)
    low, high = axes.get_xlim()
    assert low < min(0, *scores) - 5 and high > max(0, *scores) + 5
    temperature.set_score_bars(bars, [1.5, -2.5])
    assert [bar.get_width() for bar in bars] == [1.5, -2.5]


def test_signs_are_true_minus_signs():
    assert temperature.signed(-2.5) == "−2.5"
    assert temperature.signed(3) == "+3.0"
