import ipywidgets as widgets
import pytest
from small import press

from helpers.pretrained import load_snapshots, load_translator


@pytest.fixture(scope="module", autouse=True)
def forgotten_widgets():
    """Forget a file's widgets at its end: each explorer holds a whole picture."""
    yield
    widgets.Widget.close_all()


@pytest.fixture(scope="session")
def translator():
    return load_translator("grammar")


@pytest.fixture(scope="session")
def small_translator():
    return load_translator("grammar-small")


@pytest.fixture(scope="session")
def snapshots():
    return load_snapshots("grammar-small-snapshots")


@pytest.fixture(name="press")
def press_fixture():
    """Return press(run, …), which starts a `Run`, and waits until it ends."""
    return press
