"""Which notebook cell an explorer belongs to, so that running it again replaces it."""

from IPython import get_ipython

_explorers = {}  # (notebook's session, cell id) -> (id of the run, explorers of it)


def adopt(explorer):
    """Tie an explorer to the running cell, and close those of the cell's last run.

    Outside a cell (a test, a script, a callback) nothing is tied.
    """
    request = running_request()
    metadata, header = request.get("metadata", {}), request.get("header", {})
    # Two notebooks of one kernel may have cells of the same id.
    session, run = header.get("session"), header.get("msg_id")
    for cell in metadata.get("deletedCells", ()):
        close_all((session, cell))
    if metadata.get("cellId") is None:
        return
    cell = session, metadata["cellId"]
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
