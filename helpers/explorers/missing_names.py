"""A hint for whoever runs a cell before the cells above it."""

from IPython import get_ipython

HINT = (
    "If a cell above makes {name!r}, run that one first: "
    "Run → Run All Above Selected Cell."
)


def explain_missing_names(shell):
    """Let a notebook's NameError say which cells to run.

    Outside a notebook, where shell is None, nothing happens.
    """
    if shell is not None:
        shell.set_custom_exc((NameError,), show)


def show(shell, kind, error, traceback, tb_offset=None):
    """Show an error as usual, with the hint under it."""
    error.add_note(HINT.format(name=error.name))
    shell.showtraceback((kind, error, traceback), tb_offset=tb_offset)


explain_missing_names(get_ipython())
