"""Every check against every famous mistake, and the exercises in the notebooks."""

import json
import math
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch

from helpers.lessons import exercises
from helpers.lessons.exercise import agree, examine, outputs

EXERCISES = [each for lesson in exercises.EXERCISES.values() for each in lesson]
FUNCTIONS = [exercise for exercise in EXERCISES if exercise.is_function]
by_name = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.name)
functions_by_name = pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda e: e.name)


def test_every_mistake_is_named_by_its_own_check(capsys):
    exercises.main()
    count = sum(len(list(exercise.wrong_answers())) for exercise in EXERCISES)
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == f"{count} of {count} mistakes are named" and count >= 300
    assert all(line.startswith("✓") for line in lines[:-1])


@by_name
def test_mistakes_are_wrong_and_no_two_are_alike(exercise):
    answers = [answer for *_, answer in exercise.wrong_answers()]
    given = [outputs(exercise, answer) for answer in (exercise.solution, *answers)]
    for i, ours in enumerate(given):
        for theirs in given[:i]:
            assert not all(map(agree, ours, theirs))


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
        {},
        {"before": to_float64},
        {"after": lambda tensor: tensor.numpy()},
        {"after": lambda tensor: tensor[None]},
        {"after": lambda tensor: tensor.float().requires_grad_()},
        {"after": in_columns},
    ],
    ids=[
        "as it is",
        "float64",
        "numpy",
        "batch of one",
        "with gradients",
        "other memory order",
    ],
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
    for exercise in EXERCISES:
        if exercise.is_function:
            continue
        assert examine(exercise, exercise.solution).passed
        if isinstance(exercise.solution, tuple):
            assert examine(exercise, list(exercise.solution)).passed
            assert examine(exercise, torch.Size(exercise.solution)).passed
        elif not isinstance(exercise.solution, str):
            assert examine(exercise, np.float32(exercise.solution)).passed
        assert not examine(exercise, "no idea").passed
        assert not examine(exercise, ...).started


# The exercises in the notebooks

CALL = re.compile(r"^check\.(\w+)\(", re.MULTILINE)
SOLUTION = re.compile(
    r"<details><summary>Solution</summary>\n\n<!-- BEGIN SOLUTION -->\n\n"
    r"(?:```python\n(?P<lines>.+?)\n```|`(?P<value>[^`]+)`)",
    re.DOTALL,
)


def found_exercises():
    """List every exercise in the notebooks: (lesson, name) and its text and code."""
    for path in sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        for before, cell in pairwise(cells):
            source = "".join(cell["source"])
            for name in CALL.findall(source) if cell["cell_type"] == "code" else ():
                yield (path.stem[3:], name), ("".join(before["source"]), source)


def test_every_exercise_stands_in_its_lesson_once():
    wanted = [
        (lesson, e.name) for lesson, es in exercises.EXERCISES.items() for e in es
    ]
    assert sorted(place for place, _ in found_exercises()) == sorted(wanted)


@by_name
def test_the_text_tells_the_truth_and_its_solution_passes(exercise):
    text, code = {name: told for (_, name), told in found_exercises()}[exercise.name]
    assert f"({exercise.effort})" in text
    *hints, last = re.findall(r"<summary>(\w+)", text)
    assert last == "Solution" and set(hints) == {"Hint"}
    assert "..." in code, "the stub is untouched"
    found = SOLUTION.search(text)
    namespace = {"torch": torch, "math": math, "F": torch.nn.functional}
    if found["value"]:
        answer = eval(found["value"], namespace)
    else:
        exec(found["lines"], namespace)
        answer = namespace[re.search(r"def (\w+)\(", found["lines"])[1]]
    assert examine(exercise, answer).passed
