"""Answers that lesson 5's pictures and modules give must be those of the checks."""

from helpers.exercises.feed_forward.pictures import (
    CROSSING,
    FFN_PARAMETERS,
    ROWS_ADDED,
)
from helpers.lessons.feed_forward.costs import crossing, multiplications, parameters
from helpers.lessons.feed_forward.units import hidden_units
from helpers.model import FeedForward
from helpers.pretrained import load_translator


def answers(exercise):
    return {mistake.name: mistake.answer for mistake in exercise.mistakes}


def test_the_parameters_are_those_of_the_module():
    ffn, wrong = FeedForward(d_model=64, d_ff=512), answers(FFN_PARAMETERS)
    sizes = [p.numel() for p in ffn.parameters()]  # W₁, b₁, W₂, b₂
    assert sum(sizes) == FFN_PARAMETERS.solution
    assert sizes[0] + sizes[2] == wrong["no biases"]
    assert sizes[0] + sizes[1] == wrong["first map"]
    assert wrong["our model"] == parameters(d_model=128, d_ff=512)["FFN"]
    assert wrong["attention"] == parameters(d_model=64, d_ff=512)["attention"]
    assert wrong["multiplications"] == multiplications(3, 64, 512)["FFN"]


def test_the_units_that_fire_are_those_of_the_stepper():
    translator, wrong = load_translator("grammar"), answers(ROWS_ADDED)
    _, ids, _ = translator.read("I like apples")
    first, second = (
        (hidden > 0).sum(dim=-1).tolist()
        for hidden in hidden_units(translator.model, ids)[1]
    )
    assert second == [wrong["another word"]] * 2 + [ROWS_ADDED.solution]
    assert first == [wrong["I, layer 1"], wrong["like, layer 1"], wrong["layer 1"]]
    assert 512 - second[-1] == wrong["the others"]
    assert 512 - first[-1] == wrong["the others, layer 1"]


def test_the_two_cross_where_the_cost_lab_says():
    assert crossing(d_model=256, d_ff=4096) == CROSSING.solution
    assert crossing(d_model=512, d_ff=2048) == answers(CROSSING)["paper"]
    costs = multiplications(CROSSING.solution, d_model=256, d_ff=4096)
    assert costs["attention"] == costs["FFN"]


def test_each_wrong_crossing_solves_its_wrong_equation():
    d, d_ff = 256, 4096
    for name, maps, products, ffn_maps in (
        ("no maps", 0, 2, 2),
        ("two maps", 2, 2, 2),
        ("three maps", 3, 2, 2),
        ("one product", 4, 1, 2),
        ("one FFN map", 4, 2, 1),
        ("sign", -4, 2, 2),
    ):
        n = answers(CROSSING)[name]
        assert maps * n * d**2 + products * n**2 * d == ffn_maps * n * d * d_ff
