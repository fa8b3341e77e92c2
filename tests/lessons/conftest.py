import asyncio

import ipywidgets as widgets
import pytest

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


@pytest.fixture
def press():
    """Return press(run): start a `LiveRun` by its button, and wait until it ends.

    With stop_at, Stop is pressed as soon as so much is done.
    """

    async def scenario(run, stop_at):
        run.start_button.click()
        assert run.start_button.disabled and not run.stop_button.disabled
        while stop_at is not None and run.bar.value < stop_at:
            await asyncio.sleep(0)
        if stop_at is not None:
            run.stop_button.click()
        try:
            await run.running
        finally:
            assert not run.start_button.disabled and run.stop_button.disabled

    return lambda run, stop_at=None: asyncio.run(scenario(run, stop_at))
