import numpy as np
import pytest

from helpers.lessons.encoder import NormLab
from helpers.training.experiments.add_and_norm import LEARNING, WIRINGS


@pytest.fixture(scope="module")
def table():
    return {row[:5]: row.losses for row in LEARNING.read()}


@pytest.fixture
def lab():
    return NormLab()


@pytest.mark.parametrize("depth", [2, 8])
@pytest.mark.parametrize("rate", [0.001, 0.01])
@pytest.mark.parametrize("warmup", [True, False])
def test_curves_and_ends_are_those_of_the_table(lab, table, depth, rate, warmup):
    lab.set(depth=depth, rate=rate, warmup=warmup)
    curves, last = lab["curves"], lab["ends"]
    place = lab.depth.values().index(depth)
    for wiring in WIRINGS:
        runs = [table[wiring, depth, rate, warmup, seed] for seed in range(3)]
        np.testing.assert_allclose(curves[wiring].ys, np.mean(runs, axis=0))
        np.testing.assert_allclose(curves[f"{wiring}, seed 2"].ys, runs[2])
        assert list(curves[wiring].xs) == list(range(10, 301, 10))
        end = np.mean([run[-5:] for run in runs])
        ends = last[wiring].ys
        assert len(ends) == place + 1 and ends[place] == pytest.approx(end)
        seeds = last[f"{wiring}, one seed"]
        assert len(seeds.xs) == len(seeds.ys) == 3 * (place + 1)
        assert seeds.ys[place] == pytest.approx(np.mean(runs[0][-5:]))
        assert f"{wiring} {end:.2f}" in lab.said
    assert last["here"].x == place


def test_what_the_notebook_says_of_the_shipped_table(lab):
    def ends(depth, rate, warmup):
        lab.set(depth=depth, rate=rate, warmup=warmup)
        return {w: ends[:, lab.place].mean() for w, ends in lab.ends.items()}

    four = ends(4, 0.003, False)
    assert four["post-norm"] < 0.05 < four["no norm"] < 1 < four["no add"]
    fast = ends(4, 0.01, False)
    assert fast["no norm"] < 0.1 < 1 < fast["post-norm"]
    assert ends(4, 0.01, True)["post-norm"] < 0.1
    deep = ends(8, 0.003, True)
    assert deep["pre-norm"] < 0.1 < 1 < deep["post-norm"] < 5 < deep["no norm"]


@pytest.mark.parametrize("wiring", WIRINGS)
def test_one_wiring_is_stressed(lab, wiring):
    lab.wiring.value = wiring
    for plot in ("curves", "ends"):
        widths = {name: lab[plot][name].width for name in WIRINGS}
        assert max(widths, key=widths.get) == wiring
        assert len(set(widths.values())) == 2
