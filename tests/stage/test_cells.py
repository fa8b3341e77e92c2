"""Running a cell again closes what it made before, and nothing else."""

from types import SimpleNamespace

import pytest

from helpers.stage import cells


class Stub:
    """Stands in for an explorer: knows whether it was closed."""

    def __init__(self):
        self.closed = 0
        cells.adopt(self)

    def close(self):
        self.closed += 1


def closed(*stubs):
    return [stub.closed for stub in stubs]


@pytest.fixture
def kernel(monkeypatch):
    """Return a function that begins a run: kernel(cell id, run id, …)."""
    monkeypatch.setattr(cells, "_explorers", {})

    def run(cell, number, session="one", **metadata):
        metadata |= {} if cell is None else {"cellId": cell}
        header = {"msg_id": f"run {number}", "session": session}
        message = {"header": header, "metadata": metadata}
        monkeypatch.setattr(cells, "running_request", lambda: message)

    return run


def test_a_cell_run_again_closes_its_old_explorers_only(kernel):
    kernel("a", 1)
    first = Stub(), Stub()  # two in one run: both stay
    kernel("b", 2)
    other = Stub()
    assert closed(*first, other) == [0, 0, 0]
    kernel("a", 3)
    again = Stub(), Stub()
    assert closed(*first, other, *again) == [1, 1, 0, 0, 0]
    kernel("a", 4)  # the second run is replaced, too
    assert closed(*first, other, *again, Stub()) == [1, 1, 0, 1, 1, 0]


def test_deleted_cells_are_closed(kernel):
    kernel("a", 1)
    gone = Stub()
    kernel("b", 2)
    stays = Stub()
    kernel("c", 3, deletedCells=["a", "never seen"])
    assert closed(Stub(), gone, stays) == [0, 1, 0]


def test_outside_a_cell_nothing_is_tied(kernel):
    kernel(None, 1)
    free = Stub()
    kernel(None, 2)
    assert closed(Stub(), free) == [0, 0]
    assert not cells._explorers


def test_two_notebooks_of_one_kernel_may_have_cells_of_the_same_id(kernel):
    kernel("a", 1)
    first = Stub()
    kernel("a", 2, session="another notebook")
    assert closed(first, Stub()) == [0, 0]


def test_the_request_is_the_kernels_if_there_is_one(monkeypatch):
    assert cells.running_request() == {}
    request = {"header": {"msg_id": "7"}}
    shell = SimpleNamespace(kernel=SimpleNamespace(get_parent=lambda: request))
    monkeypatch.setattr(cells, "get_ipython", lambda: shell)
    assert cells.running_request() == request
