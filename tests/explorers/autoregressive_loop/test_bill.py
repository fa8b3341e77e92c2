import numpy as np
import pytest

from helpers.explorers.autoregressive_loop import bill
from helpers.explorers.autoregressive_loop.bill import BillExplorer, middle_times
from helpers.model.decoding_cost import (
    cached_word_cost,
    recurrent_word_cost,
    refed_word_cost,
)


@pytest.fixture
def explorer(translator, recurrent):
    explorer = BillExplorer(translator, recurrent)
    yield explorer
    explorer.close()


@pytest.mark.parametrize("length", [1, 32, 256])
def test_the_marked_costs_are_those_of_the_formulas(
    explorer, translator, recurrent, length
):
    explorer.length.value = length
    config = translator.model.config
    expected = [
        refed_word_cost(config, 8, length),
        cached_word_cost(config, 8, length),
        recurrent_word_cost(recurrent.model.config),
    ]
    x, y = explorer.picture.dots.get_data()
    assert [*x] == [length] * 3 and [*y] == expected
    assert explorer.picture.line.get_xdata() == [length, length]
    assert all(f"{cost:,}" in explorer.sentence for cost in expected)


def test_what_the_notebook_says_of_the_bill(explorer):
    assert explorer.length.value < 32  # the lesson asks first
    cached = explorer.counts["with a cache"]
    assert round(cached[-1] / cached[0], 2) == 1.27
    explorer.length.value = 32
    assert "(33 × fewer)" in explorer.sentence


def test_nothing_is_measured_until_the_button_is_pressed(explorer):
    assert explorer.picture.hint.get_visible()
    assert not len(explorer.picture.times["RNN"].get_xdata())


def test_every_way_is_timed_and_reset_forgets(explorer, press, monkeypatch):
    monkeypatch.setattr(bill, "MOST", 20)
    monkeypatch.setattr(bill, "ROUNDS", 2)
    press(explorer.measuring)
    for way, line in explorer.picture.times.items():
        assert [len(round) for round in explorer.seconds[way]] == [20, 20]
        assert [*line.get_xdata()] == [*range(1, 21)]
        assert (np.array(line.get_ydata()) > 0).all()
    assert not explorer.picture.hint.get_visible()
    explorer.reset_button.click()
    assert explorer.picture.hint.get_visible() and not explorer.seconds


def test_the_times_are_medians_in_milliseconds():
    lengths, times = middle_times([[0.001] * 7, [0.003] * 7, [0.002] * 7, [9.0]])
    assert [*lengths] == [1, 2, 3, 4, 5, 6, 7]
    np.testing.assert_allclose(times, 2.0)
