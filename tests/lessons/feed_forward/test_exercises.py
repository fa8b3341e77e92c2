"""Answers that lesson 5's pictures and modules give must be those of the checks."""

import pytest
from wrong_answers import told

from helpers.lessons.feed_forward.costs import crossing, multiplications, parameters
from helpers.lessons.feed_forward.exercises import CROSSING, FFN_PARAMETERS, ROWS_ADDED
from helpers.lessons.feed_forward.units import hidden_units
from helpers.model import FeedForward


def test_the_parameters_are_those_of_the_module():
    ffn = FeedForward(d_model=64, d_ff=512)
    sizes = [p.numel() for p in ffn.parameters()]  # W₁, b₁, W₂, b₂
    wrong = {
        "both matrices are right": sizes[0] + sizes[2],
        "that is the first map": sizes[0] + sizes[1],
        "parameters of our model": parameters(d_model=128, d_ff=512)["FFN"],
        "four maps of attention": parameters(d_model=64, d_ff=512)["attention"],
        "multiplications for 3 words": multiplications(3, 64, 512)["FFN"],
    }
    assert sum(sizes) == FFN_PARAMETERS.solution
    assert wrong == {words: told(FFN_PARAMETERS, words) for words in wrong}


def test_the_units_that_fire_are_those_of_the_stepper(translator):
    _, ids, _ = translator.read("I like apples")
    first, second = (
        (hidden > 0).sum(dim=-1).tolist()
        for hidden in hidden_units(translator.model, ids)[1]
    )
    either = told(ROWS_ADDED, "“I” or “like”")
    assert second == [either, either, ROWS_ADDED.solution]
    layer_1 = "that is “I”, and layer 1", "that is “like”, and layer 1", "is layer 1:"
    assert first == [told(ROWS_ADDED, words) for words in layer_1]
    others = "zero times a row adds nothing", "sets to zero, and in layer 1"
    assert [512 - second[-1], 512 - first[-1]] == [told(ROWS_ADDED, w) for w in others]


def test_the_two_cross_where_the_cost_lab_says():
    assert crossing(d_model=256, d_ff=4096) == CROSSING.solution
    assert crossing(d_model=512, d_ff=2048) == told(CROSSING, "the paper's sizes")
    costs = multiplications(CROSSING.solution, d_model=256, d_ff=4096)
    assert costs["attention"] == costs["FFN"]


@pytest.mark.parametrize(
    ("words", "maps", "products", "ffn_maps"),
    [
        ("forgot the four maps", 0, 2, 2),
        ("subtract d_model once", 2, 2, 2),
        ("three maps of attention", 3, 2, 2),
        ("one product of words", 4, 1, 2),
        ("one map of the FFN", 4, 2, 1),
        ("a sign went astray", -4, 2, 2),
    ],
)
def test_each_wrong_crossing_solves_its_wrong_equation(words, maps, products, ffn_maps):
    n, d, d_ff = told(CROSSING, words), 256, 4096
    assert maps * n * d**2 + products * n**2 * d == ffn_maps * n * d * d_ff
