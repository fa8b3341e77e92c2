"""Running a cell again closes what it made before, and nothing else."""

import pytest

from helpers.stage import cells


class Stub:
    """Stands in for an explorer: knows whether it was closed."""

    def __init__(self):
        self.closed = 0
        cells.adopt(self)

    def close(self):
        self.closed += 1


@pytest.fixture
def kernel(monkeypatch):
    """Return a function that begins a run: kernel(cell id, run id, …)."""
    monkeypatch.setattr(cells, "_explorers", {})

    def run(cell, number, **metadata):
        metadata |= {} if cell is None else {"cellId": cell}
        message = {"header": {"msg_id": f"run {number}"}, "metadata": metadata}
        monkeypatch.setattr(cells, "running_request", lambda: message)

    return run


def test_a_cell_run_again_closes_its_old_explorers_only(kernel):
    kernel("a", 1)
    first, second = Stub(), Stub()  # two in one run: both stay
    kernel("b", 2)
    other = Stub()
    assert (first.closed, second.closed, other.closed) == (0, 0, 0)
    kernel("a", 3)
    again, and_again = Stub(), Stub()
    assert (first.closed, second.closed) == (1, 1)
    assert (other.closed, again.closed, and_again.closed) == (0, 0, 0)


def test_the_second_run_is_replaced_too(kernel):
    made = []
    for number in range(4):
        kernel("a", number)
        made.append(Stub())
    assert [stub.closed for stub in made] == [1, 1, 1, 0]


def test_deleted_cells_are_closed(kernel):
    kernel("a", 1)
    gone = Stub()
    kernel("b", 2)
    stays = Stub()
    kernel("c", 3, deletedCells=["a", "never seen"])
    Stub()
    assert (gone.closed, stays.closed) == (1, 0)


def test_outside_a_cell_nothing_is_tied(kernel):
    kernel(None, 1)
    free = Stub()
    kernel(None, 2)
    assert Stub().closed == free.closed == 0
    assert not cells._explorers


def test_without_a_kernel_there_is_no_request():
    assert cells.running_request() == {}


def test_the_request_is_the_kernels(monkeypatch):
    class Kernel:
        def get_parent(self):
            return {"header": {"msg_id": "7"}}

    class Shell:
        kernel = Kernel()

    monkeypatch.setattr(cells, "get_ipython", Shell)
    assert cells.running_request() == {"header": {"msg_id": "7"}}


def test_two_notebooks_of_one_kernel_may_have_cells_of_the_same_id(kernel, monkeypatch):
    kernel("a", 1)
    first = Stub()
    header = {"msg_id": "run 2", "session": "another notebook"}
    message = {"header": header, "metadata": {"cellId": "a"}}
    monkeypatch.setattr(cells, "running_request", lambda: message)
    second = Stub()
    assert (first.closed, second.closed) == (0, 0)
