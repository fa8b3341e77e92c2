"""The exercises in the notebooks: each solution passes, and each text is true."""

import json
import math
import re
from itertools import pairwise
from pathlib import Path

import pytest
import torch

from helpers.exercises import EXERCISES
from helpers.exercises.examine import examine

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
CALL = re.compile(r"^check\.(\w+)\(", re.MULTILINE)
SOLUTION = re.compile(
    r"<details><summary>Solution</summary>\n\n<!-- BEGIN SOLUTION -->\n\n"
    r"(?:```python\n(?P<lines>.+?)\n```|`(?P<value>[^`]+)`)",
    re.DOTALL,
)


def found_exercises():
    """List every exercise in the notebooks: (lesson, text, code, name)."""
    for path in NOTEBOOKS:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        for before, cell in pairwise(cells):
            source = "".join(cell["source"])
            for name in CALL.findall(source) if cell["cell_type"] == "code" else ():
                yield path.stem[3:], "".join(before["source"]), source, name


FOUND = list(found_exercises())
BY_NAME = {exercise.name: exercise for exercise in EXERCISES}
each = pytest.mark.parametrize(
    ("lesson", "text", "code", "name"), FOUND, ids=[name for *_, name in FOUND]
)


def test_every_exercise_stands_in_its_lesson_once():
    places = sorted((lesson, name) for lesson, _, _, name in FOUND)
    assert places == sorted((e.lesson, e.name) for e in EXERCISES)


@each
def test_the_solution_in_the_text_passes(lesson, text, code, name):
    found = SOLUTION.search(text)
    namespace = {"torch": torch, "math": math, "F": torch.nn.functional}
    if found["value"]:
        answer = eval(found["value"], namespace)
    else:
        exec(found["lines"], namespace)
        answer = namespace[re.search(r"def (\w+)\(", found["lines"])[1]]
    assert examine(BY_NAME[name], answer).passed


@each
def test_the_text_says_how_hard_and_how_long(lesson, text, code, name):
    exercise = BY_NAME[name]
    assert f"({exercise.level}, {exercise.minutes} minutes)" in text
    summaries = re.findall(r"<summary>(\w+)", text)
    assert summaries[-1] == "Solution" and summaries[:-1].count("Hint") >= 1
    assert set(summaries) == {"Hint", "Solution"}


@each
def test_the_stub_is_untouched(lesson, text, code, name):
    assert "..." in code
