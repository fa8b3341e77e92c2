"""The README's commands are the ones that continuous integration runs."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from helpers.lessons.overview import ROOMS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
GUIDE = (ROOT / "notebooks/README.md").read_text("utf-8")
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def test_linux_and_windows_have_both_commands():
    blocks = re.findall(r"```(bash|bat)\n(.+)\n```", README)
    ends = [(shell, line.rstrip('"').split(" && ")[-1]) for shell, line in blocks]
    for shell, notebook in [
        ("bash", "notebooks/01_embedding.ipynb"),
        ("bat", r"notebooks\01_embedding.ipynb"),
    ]:
        assert (shell, f"jupyter lab {notebook}") in ends
        assert (shell, "pytest") in ends


def test_the_workflow_runs_the_command_for_linux_without_a_gpu():
    workflow = (ROOT / ".github/workflows/validate.yml").read_text("utf-8")
    command = re.search(r"python3 -m venv .*", workflow)[0]
    assert "--torch-backend cpu" in command
    assert f"```bash\n{command}\n```" in README


def test_the_table_names_the_rooms_of_the_map():
    assert all(f"{room.name} {room.chinese}" in README for room in ROOMS.values())


def test_links_lead_somewhere():
    links = re.findall(r"\]\(([^)#]+)\)", README)
    local = [link for link in links if not link.startswith("https://")]
    assert local
    missing = [link for link in local if not (ROOT / link).exists()]
    assert not missing


def test_the_example_of_an_explorer_works():
    code = re.search(r"```python\n(.+?)```", README, re.DOTALL)[1]
    namespace = {}
    exec(code, namespace)
    explorer = namespace["Likeness"]()
    explorer.word.value = 0
    alike = explorer["alike"].numbers
    assert explorer["alike"].lit == 0
    assert explorer.said == f"“I” · “apples” = {alike[0, 2]:.2f}"
    explorer.size.value = 16
    assert explorer["alike"].numbers.shape == (3, 3)
    assert not np.allclose(explorer["alike"].numbers, alike)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_the_guide_gives_the_minutes_of_every_lesson(path):
    title = json.loads(path.read_text("utf-8"))["cells"][0]["source"]
    whole, exercises, clinic = re.search(
        r"(\d+) minutes; exercises (\d+), bug clinic (\d+)", "".join(title)
    ).groups()
    row = next(line for line in GUIDE.splitlines() if f"]({path.name})" in line)
    cells = [cell.strip() for cell in row.split("|")]
    assert cells[3:7] == [f"{whole} min", "20", exercises, clinic]
    number = int(path.name[:2])
    assert re.search(rf"^### {number} · ", GUIDE, re.MULTILINE)


def test_the_guide_asks_before_sliders_that_exist():
    notebooks = "".join(path.read_text("utf-8") for path in LESSONS)
    files = [
        *(ROOT / "helpers/lessons").rglob("*.py"),
        ROOT / "helpers/stage/controls.py",
    ]
    explorers = "".join(path.read_text("utf-8") for path in files)
    rows = re.findall(r"^\| (\*[^|]+\*[^|]*) \| .+\? ?.* \|", GUIDE, re.MULTILINE)
    assert len(rows) > 30
    for name in {name for row in rows for name in re.findall(r"\*([^*]+)\*", row)}:
        assert f'"{name}"' in explorers and f"*{name}*" in notebooks, name


def test_the_students_command_is_the_one_that_is_tested():
    tested = (ROOT / "tests/teacher/test_student_version.py").read_text("utf-8")
    command = "generate_assignment notebooks --no-db --no-metadata"
    assert f"nbgrader {command}" in GUIDE and f"nbgrader {command}" in tested


def test_binder_and_container_install_what_the_readme_says():
    install = "--torch-backend cpu -r requirements.txt"
    for name in (".binder/postBuild", ".devcontainer/devcontainer.json"):
        assert install in (ROOT / name).read_text("utf-8")
