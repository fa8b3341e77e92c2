import numpy as np
import pytest

from helpers.lessons.autoregressive_loop import decoding_cost, word_cost
from helpers.lessons.autoregressive_loop.word_cost import (
    STYLES,
    WordCostLab,
    middle_times,
)
from helpers.stage import Note, Rule

COUNTED, TIMED = "Million multiplications", "Milliseconds"


@pytest.fixture(scope="module")
def shared(translator, recurrent):
    return WordCostLab(translator, recurrent)


def of_kind(plot, kind):
    return [item for item in plot.items if isinstance(item, kind)]


def hint(explorer):
    return of_kind(explorer[TIMED], Note)[0].text


@pytest.mark.parametrize("length", [1, 32, 256])
def test_the_marked_costs_are_those_of_the_formulas(
    explorer, translator, recurrent, length
):
    explorer.length.value = length
    config = translator.model.config
    expected = [
        decoding_cost.refed_word_cost(config, 8, length),
        decoding_cost.cached_word_cost(config, 8, length),
        decoding_cost.recurrent_word_cost(recurrent.model.config),
    ]
    counted = explorer[COUNTED]
    assert counted["here"].xs == [length] * 3 and counted["here"].ys == expected
    curves = [counted[look["name"]] for look in STYLES.values()]
    assert [curve.ys[length - 1] for curve in curves] == expected
    assert curves[0].xs == [*range(1, 257)]
    for panel in (counted, explorer[TIMED]):
        assert [rule.x for rule in of_kind(panel, Rule)] == [length]
    assert all(f"{cost:,}" in explorer.said for cost in expected)


def test_what_the_notebook_says_of_the_bill(explorer):
    assert explorer.length.value < 32  # the lesson asks first
    cached = explorer.counts["with a cache"]
    assert round(cached[-1] / cached[0], 2) == 1.27
    explorer.length.value = 32
    assert "(33 × fewer)" in explorer.said


def test_a_click_on_a_curve_sets_the_length(explorer):
    control = explorer[COUNTED].sets
    assert control is explorer.length and 32 in control.values()


def test_a_press_times_every_way_and_reset_forgets(explorer, press, monkeypatch):
    assert hint(explorer) == "press Measure"
    assert {item.name for item in explorer[TIMED].items} == {""}
    monkeypatch.setattr(word_cost, "MOST", 20)
    monkeypatch.setattr(word_cost, "ROUNDS", 2)
    press(explorer.measuring)
    for way, look in STYLES.items():
        line = explorer[TIMED][look["name"]]
        assert [len(round) for round in explorer.seconds.value[way]] == [20, 20]
        assert line.xs == [*range(1, 21)]
        assert (np.array(line.ys) > 0).all()
    assert not hint(explorer)
    explorer.reset_button.click()
    assert hint(explorer) and not explorer.seconds.value


def test_the_times_are_medians_in_milliseconds():
    times = middle_times([[0.001] * 7, [0.003] * 7, [0.002] * 7])
    np.testing.assert_allclose(times, [2.0] * 7)
