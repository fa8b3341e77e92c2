"""What every committed notebook must look like, rule by rule.

Each rule has a spoiler beside it: a change to a good notebook that it must notice.
"""

import copy
import json
import re
from pathlib import Path

import nbformat
import pytest
from refresh_notebooks import METADATA, WIDGET_VIEW, as_text, clean

PATHS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
LARGEST = 1_000_000  # bytes: more is slow to load and to compare
MOST_WORDS, MOST_LINES = 120, 15  # of a text and of a code cell
MACHINE_PATH = re.compile(
    r"(?<![\w.])(/(home|root|tmp|Users|usr|opt)/|[A-Z]:\\\\?Users)"
)
STAR_IMPORT = re.compile(r"^\s*from .* import \*", re.MULTILINE)
PATH_HACK = re.compile(r"\bsys\.path\b|^\s*[%!]\s*(pip|conda)\b", re.MULTILINE)


def code_cells(notebook):
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def outputs(notebook):
    return [output for cell in code_cells(notebook) for output in cell["outputs"]]


def runs_in_order(notebook):
    counts = [cell["execution_count"] for cell in code_cells(notebook)]
    return counts == list(range(1, len(counts) + 1))


def shows_pictures(notebook):
    return any("image/png" in output.get("data", {}) for output in outputs(notebook))


def has_only_known_metadata(notebook):
    known = {"tags", "jupyter"}
    cells = [cell["metadata"] for cell in notebook["cells"]]
    return notebook["metadata"] == METADATA and all(
        cell.keys() <= known and cell.get("jupyter", {}).keys() <= {"source_hidden"}
        for cell in cells
    )


def has_no_error(notebook):
    return not any(
        output["output_type"] == "error"
        for cell in code_cells(notebook)
        if "raises-exception" not in cell["metadata"].get("tags", [])
        for output in cell["outputs"]
    )


def has_no_stderr(notebook):
    return not any(output.get("name") == "stderr" for output in outputs(notebook))


def has_no_widget_view(notebook):
    return not any(
        WIDGET_VIEW in output.get("data", {}) for output in outputs(notebook)
    )


def has_unique_ids(notebook):
    ids = [cell["id"] for cell in notebook["cells"]]
    return len(set(ids)) == len(ids)


def names_no_machine_path(notebook):
    return not MACHINE_PATH.search(json.dumps(notebook, ensure_ascii=False))


def imports_plainly(notebook):
    return not any(
        STAR_IMPORT.search(cell["source"]) or PATH_HACK.search(cell["source"])
        for cell in code_cells(notebook)
    )


def ends_no_cell_with_a_semicolon(notebook):
    """nbval compares a value that JupyterLab would hide."""
    return not any(c["source"].rstrip().endswith(";") for c in code_cells(notebook))


def has_short_texts(notebook):
    texts = [c["source"] for c in notebook["cells"] if c["cell_type"] == "markdown"]
    return all(len(re.findall(r"\w[^\s|]*", t)) <= MOST_WORDS for t in texts)


def has_short_code(notebook):
    return all(
        0 < len(cell["source"].splitlines()) <= MOST_LINES
        for cell in code_cells(notebook)
    )


def is_small(notebook):
    return len(as_text(nbformat.from_dict(notebook)).encode()) <= LARGEST


def spoil(path, value):
    """Return a function that sets one value deep in a notebook."""

    def change(notebook):
        for key in path[:-1]:
            notebook = notebook[key]
        notebook[path[-1]] = value

    return change


FIRST_OUTPUT = ("cells", 1, "outputs", 0)
RULES = {
    runs_in_order: [spoil(("cells", 1, "execution_count"), None)],
    shows_pictures: [spoil(("cells", 1, "outputs"), [])],
    has_only_known_metadata: [
        spoil(("metadata", "widgets"), {}),
        spoil(("metadata", "kernelspec"), {"name": "mine", "display_name": "Mine"}),
        spoil(("cells", 1, "metadata"), {"scrolled": True}),
        spoil(("cells", 1, "metadata"), {"jupyter": {"outputs_hidden": True}}),
    ],
    has_no_error: [
        spoil(
            FIRST_OUTPUT,
            {"output_type": "error", "ename": "E", "evalue": "", "traceback": []},
        )
    ],
    has_no_stderr: [
        spoil(FIRST_OUTPUT, {"output_type": "stream", "name": "stderr", "text": "!"})
    ],
    has_no_widget_view: [
        spoil((*FIRST_OUTPUT, "data", WIDGET_VIEW), {"model_id": "1"})
    ],
    has_unique_ids: [spoil(("cells", 0, "id"), "code")],
    names_no_machine_path: [
        spoil((*FIRST_OUTPUT, "data", "text/plain"), f"<open {home}me/lesson>")
        for home in ("/home/", "C:\\Users\\")
    ],
    imports_plainly: [
        spoil(("cells", 1, "source"), source)
        for source in (
            "from helpers.model import *",
            "import sys\nsys.path.append('..')",
            "%pip install torch",
            "!pip install torch",
        )
    ],
    ends_no_cell_with_a_semicolon: [spoil(("cells", 1, "source"), "picture;")],
    has_short_texts: [spoil(("cells", 0, "source"), "word " * (MOST_WORDS + 1))],
    has_short_code: [
        spoil(("cells", 1, "source"), "x = 1\n" * (MOST_LINES + 1)),
        spoil(("cells", 1, "source"), ""),
    ],
    is_small: [spoil((*FIRST_OUTPUT, "data", "text/plain"), "x" * LARGEST)],
}


def good_notebook():
    picture = {"text/plain": "a map of /work", "image/png": "iVBORw=="}
    output = nbformat.v4.new_output("display_data", picture)
    code = nbformat.v4.new_code_cell("picture", id="code", outputs=[output])
    text = nbformat.v4.new_markdown_cell("# Title\n\n| a | b |", id="text")
    notebook = clean(nbformat.v4.new_notebook(cells=[text, code]))
    return json.loads(nbformat.writes(notebook, split_lines=False))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_notebook(path, rule):
    assert rule(nbformat.read(path, as_version=4))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_file_is_as_the_refresh_command_writes_it(path):
    text = path.read_text("utf-8")
    assert as_text(clean(nbformat.reads(text, as_version=4))) == text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_rule_likes_a_good_notebook_and_notices_a_bad_one(rule):
    good = good_notebook()
    assert rule(good)
    for change in RULES[rule]:
        bad = copy.deepcopy(good)
        change(bad)
        assert not rule(bad)
