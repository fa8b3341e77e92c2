"""Pytest runs the notebooks, too: each code cell is a test, strictly compared."""

import os

# Tests share the cores: threads of their own, and of their kernels, would only wait for
# each other. Before anything loads PyTorch.
os.environ.setdefault("OMP_NUM_THREADS", "1")

OUTPUT_TIMEOUT = 60  # seconds


def pytest_collection_modifyitems(items):
    """Give a cell's output time to arrive on a busy machine.

    nbval gives up after five seconds and has no option for that (its issue 136).
    """
    for item in items:
        if type(item).__name__ == "IPyNbCell":
            item.output_timeout = OUTPUT_TIMEOUT
