"""Values that are computed from controls, and again only when one of these changed."""

from contextvars import ContextVar
from functools import update_wrapper

# What is being computed, innermost last: {control: the value that was read}. A thread
# has its own: JupyterLab answers a page in another than that in which cells run.
_reading = ContextVar("reading", default=())


def note_read(name, value):
    """Note that whatever is being computed has read a control."""
    if _reading.get():
        _reading.get()[-1][name] = value


class derived:
    """A method without arguments that becomes a value.

    It is computed when it is asked for, and notes which controls it has read. Asked
    again, it is computed anew only if one of these has another value; the last `kept`
    results are kept, so that going to and fro costs nothing.
    """

    kept = 8  # results of each, for other values of the controls

    def __init__(self, compute):
        self.compute = compute
        update_wrapper(self, compute)

    def __set_name__(self, owner, name):
        self.name = f"{owner.__qualname__}.{name}"

    def __get__(self, explorer, owner=None):
        if explorer is None:
            return self
        results = explorer._results.setdefault(self.name, [])
        values = explorer.values
        for reads, result in reversed(results.copy()):
            if all(values.get(name) == value for name, value in reads.items()):
                return noted(reads, result)
        reads = {}
        token = _reading.set((*_reading.get(), reads))
        try:
            result = self.compute(explorer)
        finally:
            _reading.reset(token)
        results.append((reads, result))
        del results[: -self.kept]
        return noted(reads, result)


def noted(reads, result):
    """Return a result; whoever uses it has read what it read."""
    for name, value in reads.items():
        note_read(name, value)
    return result
