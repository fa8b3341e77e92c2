"""The README's commands are the ones that continuous integration runs."""

import re
from pathlib import Path

from helpers.figures.overview import ROOMS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


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
