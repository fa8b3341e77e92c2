"""Every check against every famous mistake, and against right answers that differ."""

import numpy as np
import pytest
import torch

from helpers.exercises import EXERCISES
from helpers.exercises.__main__ import main, matrix
from helpers.exercises.compare import agree
from helpers.exercises.examine import examine, outputs

FUNCTIONS = [exercise for exercise in EXERCISES if exercise.is_function]
by_name = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.name)
functions_by_name = pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda e: e.name)


def test_every_mistake_is_named_by_its_own_check(capsys):
    main()
    printed = capsys.readouterr().out
    count = sum(len(exercise.mistakes) for exercise in EXERCISES)
    assert f"{count} of {count} mistakes are named" in printed
    assert all(made == named for _, made, named in matrix())
    assert len(list(matrix())) == count >= 20


@by_name
def test_mistakes_are_wrong_and_no_two_are_alike(exercise):
    answers = [exercise.solution, *(m.answer for m in exercise.mistakes)]
    given = [outputs(exercise, answer) for answer in answers]
    for i, ours in enumerate(given):
        for theirs in given[:i]:
            assert not all(map(agree, ours, theirs))


@by_name
def test_the_solution_passes(exercise):
    assert examine(exercise, exercise.solution).passed


def through(function, before=lambda x: x, after=lambda x: x):
    """Do something to every tensor that goes in, and to every one that comes out."""

    def on_tensors(change, thing):
        if isinstance(thing, tuple) and isinstance(thing[0], torch.Tensor):
            return tuple(on_tensors(change, part) for part in thing)
        return change(thing) if isinstance(thing, torch.Tensor) else thing

    def answer(*arguments):
        found = function(*(on_tensors(before, argument) for argument in arguments))
        return on_tensors(after, found)

    return answer


def in_columns(tensor):
    """Lay a matrix out in memory column by column."""
    return tensor.mT.contiguous().mT if tensor.dim() > 1 else tensor


def to_float64(tensor):
    return tensor.double() if tensor.is_floating_point() else tensor


@functions_by_name
@pytest.mark.parametrize(
    "change",
    [
        {"before": to_float64},
        {"after": lambda tensor: tensor.numpy()},
        {"after": lambda tensor: tensor[None]},
        {"after": lambda tensor: tensor.float().requires_grad_()},
        {"after": in_columns},
    ],
    ids=["float64", "numpy", "batch of one", "with gradients", "other memory order"],
)
def test_a_right_answer_in_another_form_passes(exercise, change):
    assert examine(exercise, through(exercise.solution, **change)).passed


@functions_by_name
def test_an_untouched_function_is_not_started(exercise):
    verdict = examine(exercise, lambda *arguments: None)
    assert not verdict.started and not verdict.passed
    assert not examine(exercise, ...).started


@functions_by_name
def test_noise_is_refused_without_a_name(exercise):
    def noisy(*arguments):
        return through(exercise.solution, after=lambda x: x + 0.37)(*arguments)

    verdict = examine(exercise, noisy)
    assert not verdict.passed and verdict.mistake is None and verdict.evidence


@functions_by_name
def test_what_a_function_raises_is_told(exercise):
    def broken(*arguments):
        raise KeyError("no such word")

    verdict = examine(exercise, broken)
    assert "KeyError" in verdict.message and "no such word" in verdict.message


def test_a_value_may_come_in_other_forms():
    values = [exercise for exercise in EXERCISES if not exercise.is_function]
    for exercise in values:
        if isinstance(exercise.solution, tuple):
            assert examine(exercise, list(exercise.solution)).passed
            assert examine(exercise, torch.Size(exercise.solution)).passed
        elif not isinstance(exercise.solution, str):
            assert examine(exercise, np.float32(exercise.solution)).passed
        assert not examine(exercise, "no idea").passed
        assert not examine(exercise, ...).started
