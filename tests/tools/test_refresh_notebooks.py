"""The command that writes the notebooks' outputs."""

import json

import nbformat
import pytest
from refresh_notebooks import (
    METADATA,
    WIDGET_VIEW,
    NotebookFault,
    as_text,
    clean,
    main,
    refresh,
)

LESSON = [
    "from pathlib import Path\nprint('自注意力')\nprint(Path.cwd().name)",
    "import ipywidgets\nslider = ipywidgets.IntSlider()\nslider",
    "class Shown:\n"
    "    def _repr_mimebundle_(self, include=None, exclude=None):\n"
    "        view = slider._repr_mimebundle_()\n"
    "        return view | {'text/plain': 'a sentence', 'image/png': b'\\x89PNG'}\n"
    "Shown()",
    "1 / 0",
]


def write(path, sources, **metadata):
    """Write a notebook, never run, with metadata as an editor leaves it."""
    cells = [
        nbformat.v4.new_code_cell(s, id=f"cell-{i}") for i, s in enumerate(sources)
    ]
    cells.insert(1, nbformat.v4.new_markdown_cell("# 课", id="title"))
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    path.write_text(nbformat.writes(notebook), "utf-8")
    return path


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory):
    path = tmp_path_factory.mktemp("refreshed") / "lessons" / "lesson.ipynb"
    path.parent.mkdir()  # a name of its own, however often this fixture is made
    write(path, LESSON, widgets={}, kernelspec={"name": "mine", "display_name": "Mine"})
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].metadata = {"collapsed": False, "tags": ["drag"]}
    notebook.cells[-1].metadata = {
        "tags": ["raises-exception"],
        "jupyter": {"source_hidden": True, "outputs_hidden": True},
    }
    nbformat.write(notebook, path)
    assert refresh(path)
    return path


@pytest.fixture
def notebook(refreshed):
    return json.loads(refreshed.read_text("utf-8"))


def test_counts_run_from_one(notebook):
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == [1, 2, 3, 4]
    assert code[2]["outputs"][0]["execution_count"] == 3


def test_metadata_is_whitelisted_and_ids_stay(notebook):
    assert notebook["metadata"] == METADATA
    assert [cell["id"] for cell in notebook["cells"]] == [
        "cell-0",
        "title",
        "cell-1",
        "cell-2",
        "cell-3",
    ]
    assert [cell["metadata"] for cell in notebook["cells"]] == [
        {"tags": ["drag"]},
        {},
        {},
        {},
        {"tags": ["raises-exception"], "jupyter": {"source_hidden": True}},
    ]


def test_pictures_and_text_stay_without_the_widget_view(notebook):
    outputs = [cell.get("outputs") for cell in notebook["cells"]]
    assert outputs[0][0]["text"] == ["自注意力\n", "lessons\n"]
    assert outputs[2][0]["data"].keys() == {"text/plain"}
    assert outputs[3][0]["data"] == {
        "text/plain": ["a sentence"],
        "image/png": "iVBORw==",
    }
    assert outputs[4][0]["ename"] == "ZeroDivisionError"


def test_a_second_run_changes_nothing(refreshed, capsys):
    before = refreshed.read_bytes()
    assert main(["--check", str(refreshed)]) == 0
    assert main([str(refreshed)]) == 0
    assert refreshed.read_bytes() == before
    assert capsys.readouterr().out == "lesson.ipynb: same\n" * 2


def test_check_reports_a_change_and_writes_nothing(tmp_path, capsys):
    path = write(tmp_path / "new.ipynb", ["2 + 2"])
    before = path.read_bytes()
    assert main(["--check", str(path)]) == 1
    assert path.read_bytes() == before
    assert capsys.readouterr().out == "new.ipynb: would change\n"


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("x = {}\nx['apples']", "KeyError: 'apples'"),
        ("import sys\nprint('careful', file=sys.stderr)", "cell-0 prints to stderr"),
    ],
)
def test_a_faulty_notebook_is_named_and_left_alone(tmp_path, source, complaint):
    path = write(tmp_path / "faulty.ipynb", [source])
    before = path.read_bytes()
    with pytest.raises(NotebookFault, match=complaint):
        refresh(path)
    assert path.read_bytes() == before


def test_an_output_with_nothing_but_a_view_goes():
    view = nbformat.v4.new_output("display_data", {WIDGET_VIEW: {"model_id": "1"}})
    cell = nbformat.v4.new_code_cell("slider", outputs=[view])
    assert clean(nbformat.v4.new_notebook(cells=[cell])).cells[0].outputs == []


def test_text_is_legible_and_ends_in_one_newline():
    cell = nbformat.v4.new_markdown_cell("查询", id="a")
    text = as_text(clean(nbformat.v4.new_notebook(cells=[cell])))
    assert '   "source": "查询"\n' not in text  # a list of lines, as editors write it
    assert '    "查询"\n' in text
    assert text.endswith("}\n")
