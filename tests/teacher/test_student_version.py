"""The students' notebooks: nbgrader's own command takes the solutions out."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

pytest.importorskip("nbgrader", reason="nbgrader stands in requirements-teacher.txt")
ROOT = Path(__file__).parents[2]
LESSONS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
SOLUTION = re.compile(r"<!-- BEGIN SOLUTION -->(.*?)<!-- END SOLUTION -->", re.DOTALL)


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    """The folder that nbgrader writes."""
    course = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "notebooks", course / "notebooks")
    shutil.copy(ROOT / "nbgrader_config.py", course)
    command = "-m nbgrader generate_assignment notebooks --no-db --no-metadata"
    subprocess.run([sys.executable, *command.split()], cwd=course, check=True)
    return course / "release" / "notebooks"


def cells(path, kind):
    """List the sources of a notebook's cells of one kind."""
    notebook = nbformat.read(path, as_version=4)
    return [cell.source for cell in notebook.cells if cell.cell_type == kind]


def test_every_lesson_is_there(release):
    assert sorted(path.name for path in release.glob("*.ipynb")) == LESSONS


@pytest.mark.parametrize("name", LESSONS)
def test_no_solution_is_left(release, name):
    lesson = "\n".join(cells(ROOT / "notebooks" / name, "markdown"))
    student = "\n".join(cells(release / name, "markdown"))
    solutions = SOLUTION.findall(lesson)
    assert len(solutions) >= 3
    assert student.count("Your teacher has the solution.") == len(solutions)
    assert not any(solution.strip() in student for solution in solutions)
    assert SOLUTION.sub("Your teacher has the solution.", lesson) == student


@pytest.mark.parametrize("name", LESSONS)
def test_it_runs_as_the_lesson_does(release, name):
    # The lessons themselves are run, untouched exercises and all, by tests/notebooks.
    assert cells(release / name, "code") == cells(ROOT / "notebooks" / name, "code")
