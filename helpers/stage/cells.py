"""Which notebook cell an explorer belongs to, so that running it again replaces it."""

from IPython import get_ipython

_explorers = {}  # cell id -> (id of the run, explorers made in it)


def adopt(explorer):
    """Tie an explorer to the running cell, and close those of the cell's last run.

    Outside a cell (a test, a script, a callback) nothing is tied.
    """
    request = running_request()
    metadata = request.get("metadata", {})
    for cell in metadata.get("deletedCells", ()):
        close_all(cell)
    cell, run = metadata.get("cellId"), request.get("header", {}).get("msg_id")
    if cell is None:
        return
    if cell in _explorers and _explorers[cell][0] != run:
        close_all(cell)
    _explorers.setdefault(cell, (run, []))[1].append(explorer)


def close_all(cell):
    """Close every explorer of a cell."""
    for explorer in _explorers.pop(cell, (None, []))[1]:
        explorer.close()


def running_request():
    """Return the message that the kernel is answering, or an empty one."""
    kernel = getattr(get_ipython(), "kernel", None)
    return {} if kernel is None else kernel.get_parent()
