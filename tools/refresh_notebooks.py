"""Run the notebooks and write their outputs, the same bytes every time.

    python tools/refresh_notebooks.py                 # all notebooks
    python tools/refresh_notebooks.py notebooks/02_self_attention.ipynb
    python tools/refresh_notebooks.py --check         # only say which would change

Committed outputs are what a reader without a kernel sees (on GitHub, in a fresh
clone), and what the tests compare with. Each notebook runs in a new kernel, in its
own folder. Kept are pictures and text; left out is what would differ in the next run
(widget views, their state, times) or belongs to one person's editor.
"""

import argparse
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
CELL_TIMEOUT = 120  # seconds

METADATA = {
    "kernelspec": {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


class NotebookFault(Exception):
    """A notebook did not run as it should; the message says where."""


def main(arguments=None):
    """Refresh or check the notebooks named on the command line; return an exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("notebooks", nargs="*", type=Path, metavar="NOTEBOOK")
    parser.add_argument("--check", action="store_true", help="write nothing")
    options = parser.parse_args(arguments)
    failed = False
    for path in options.notebooks or sorted(NOTEBOOKS.glob("*.ipynb")):
        try:
            changed = refresh(path, write=not options.check)
        except NotebookFault as fault:
            print(f"{path.name}: {fault}", file=sys.stderr)
            failed = True
            continue
        news = "would change" if options.check else "rewritten"
        print(f"{path.name}: {news if changed else 'same'}")
        failed |= changed and options.check
    return int(failed)


def refresh(path, write=True):
    """Run one notebook and write the result; return whether the file's bytes change.

    Raises: NotebookFault if a cell fails or prints to stderr; the file then stays.
    """
    before = path.read_text("utf-8")
    notebook = nbformat.reads(before, as_version=4)
    execute(notebook, path.parent)
    after = as_text(clean(notebook))
    if write and after != before:
        path.write_text(after, "utf-8", newline="\n")
    return after != before


def execute(notebook, folder):
    """Run all cells in a new kernel that works in `folder`.

    Raises: NotebookFault if a cell fails or prints to stderr.
    """
    # Widget state is stored although it is dropped afterwards: nbclient fails on some
    # widgets when told not to.
    client = NotebookClient(
        notebook,
        kernel_name=METADATA["kernelspec"]["name"],
        resources={"metadata": {"path": str(folder)}},
        timeout=CELL_TIMEOUT,
        record_timing=False,
        coalesce_streams=True,
        store_widget_state=True,
    )
    try:
        client.execute()
    except CellExecutionError as error:
        what = f"{error.ename}: {error.evalue}\n{error.traceback}"
        raise NotebookFault(f"a cell fails with {what}") from error
    except CellTimeoutError as error:
        raise NotebookFault(f"a cell takes over {CELL_TIMEOUT} s\n{error}") from error
    for cell in code_cells(notebook):
        for output in cell.outputs:
            if output.get("name") == "stderr":
                raise NotebookFault(f"cell {cell.id} prints to stderr:\n{output.text}")


def clean(notebook):
    """Leave in a notebook only what belongs into the repository; return it."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata = kept_metadata(cell.metadata)
    for count, cell in enumerate(code_cells(notebook), start=1):
        cell.execution_count = count
        cell.outputs = [output for output in cell.outputs if keep(output)]
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count
    return notebook


def kept_metadata(metadata):
    """Return the part of a cell's metadata that the lessons use."""
    kept = nbformat.NotebookNode()
    if metadata.get("tags"):
        kept.tags = metadata.tags
    if metadata.get("jupyter", {}).get("source_hidden"):
        kept.jupyter = {"source_hidden": True}
    return kept


def keep(output):
    """Take the widget's view out of an output; return whether something is left.

    Without a kernel the view cannot be shown, and would hide the picture beside it.
    """
    if "data" not in output:
        return True
    output.data.pop(WIDGET_VIEW, None)
    output.metadata.pop(WIDGET_VIEW, None)
    return bool(output.data)


def code_cells(notebook):
    """Return the cells that a kernel runs."""
    return [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.source.strip()
    ]


def as_text(notebook):
    """Return the file's text: keys in order, Chinese legible, a newline at the end."""
    nbformat.validate(notebook)
    return nbformat.writes(notebook, version=4).rstrip("\n") + "\n"


if __name__ == "__main__":
    sys.exit(main())
