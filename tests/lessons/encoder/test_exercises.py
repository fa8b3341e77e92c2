"""Answers that lesson 4's pictures and modules give must be those of the checks."""

import pytest
from wrong_answers import told

from helpers.lessons.encoder.exercises import NORM_PARAMETERS, VANISHING_DEPTH
from helpers.model import EncoderLayer
from helpers.training.experiments import add_and_norm as experiment


@pytest.fixture(scope="module")
def sizes():
    return experiment.mean_sizes(experiment.GRADIENT.read())


def first_depth(sizes, wiring, reached):
    """Return the first depth at which layer 1's share of the gradient is reached."""
    return next(
        depth
        for depth in experiment.DEPTHS
        if reached(sizes[wiring, depth][0] / sizes[wiring, depth][-1])
    )


def test_the_depths_are_those_of_the_table(sizes):
    depth = first_depth(sizes, "neither", lambda ratio: ratio < 0.001)
    assert depth == VANISHING_DEPTH.solution
    assert depth == told(VANISHING_DEPTH, "still a little above") + 1
    hundredth = first_depth(sizes, "neither", lambda ratio: ratio < 0.01)
    assert hundredth == told(VANISHING_DEPTH, "below one hundredth")
    grown = first_depth(sizes, "no norm", lambda ratio: ratio > 1000)
    assert grown == told(VANISHING_DEPTH, "grown a thousandfold")
    deepest = sizes["neither", told(VANISHING_DEPTH, "one ten-thousandth")]
    assert deepest[0] / deepest[-1] == pytest.approx(1e-4, rel=0.2)


def test_below_a_thousandth_it_stays(sizes):
    for depth in range(VANISHING_DEPTH.solution, max(experiment.DEPTHS) + 1):
        first, *_, last = sizes["neither", depth]
        assert first / last < 0.001


def test_a_layer_norm_has_as_many_parameters_as_the_check_says():
    layer = EncoderLayer(d_model=128, num_heads=4, d_ff=512)
    counts = [
        sum(parameter.numel() for parameter in norm.parameters())
        for norm in (layer.norm_1, layer.norm_2)
    ]
    assert counts == [NORM_PARAMETERS.solution] * 2
