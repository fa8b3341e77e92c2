import dataclasses

import pytest
import torch

from helpers.language import chinese_vocabulary
from helpers.lessons.clinic_training import (
    EVERY,
    HEALTHY,
    RECIPE,
    least_loss,
    read_results,
    train,
)
from helpers.lessons.patient import no_change
from helpers.lessons.patients import PATIENTS
from helpers.training.loss import label_smoothed_loss
from helpers.training.tasks import grammar_task

SHORT = dataclasses.replace(
    RECIPE, d_model=8, d_ff=8, steps=EVERY, train_sentences=500, held_out=200
)


@pytest.fixture(scope="module")
def task():
    return grammar_task(SHORT)


def test_the_shipped_table_has_a_curve_for_every_mistake_made_in_training():
    points = read_results()
    trained = [HEALTHY, *(each.name for each in PATIENTS if each.in_training)]
    assert {point.bug for point in points} == set(trained)
    for name in trained:
        steps = [point.step for point in points if point.bug == name]
        assert steps == list(range(EVERY, RECIPE.steps + 1, EVERY))


def test_what_the_clinic_says_of_trained_models():
    end = {p.bug: p for p in read_results() if p.step == RECIPE.steps}
    assert end["none"].exact_match > 0.97
    cheats = ("no causal mask", "mask inverted", "target not shifted")
    for name in (*cheats, "x on both sides", "softmax over queries"):
        assert end[name].loss < end["none"].loss and end[name].exact_match == 0
    for name in ("keys mixed", "one head repeated", "no ReLU", "wrong exponent"):
        assert end[name].exact_match > 0.95
    assert end["no scale"].exact_match > 0.95
    assert end["no Add"].exact_match > 0.9


def test_the_floor_is_the_loss_of_a_perfect_guess():
    count = len(chinese_vocabulary())
    smoothed = torch.full((1, 1, count), 0.1 / count)
    smoothed[0, 0, 5] += 0.9
    loss = label_smoothed_loss(smoothed.log(), torch.tensor([[5]]))
    assert least_loss() == pytest.approx(loss.item(), abs=1e-5)
    assert all(point.loss > least_loss() for point in read_results())


def test_a_short_run_gives_points_and_a_mistake_changes_them(task):
    infect = {patient.name: patient.infect for patient in PATIENTS}
    healthy = list(train(HEALTHY, no_change, task, SHORT))
    sick = list(train("no positions", infect["no positions"], task, SHORT))
    assert [point.step for point in healthy] == [EVERY]
    assert healthy[0].bug == "none" and sick[0].bug == "no positions"
    assert healthy[0].loss != sick[0].loss
    assert healthy == list(train(HEALTHY, no_change, task, SHORT))
    assert healthy[0].written.count("/") == 2
