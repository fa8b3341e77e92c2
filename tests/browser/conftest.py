"""A real JupyterLab and a real Chromium, both on this machine only."""

from pathlib import Path

import pytest
from lab_page import LESSONS, Room, needed_chromium, running_lab


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    in_browser = [item for item in items if here in item.path.parents]
    for item in in_browser:
        item.add_marker("browser")
    # Last: while Playwright is up, no other test can start an event loop of its own.
    items.sort(key=in_browser.__contains__)


@pytest.fixture(scope="session")
def chromium():
    """A running browser."""
    with needed_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def lab_url(tmp_path_factory):
    """The address of a JupyterLab over a copy of the notebooks."""
    with running_lab(tmp_path_factory.mktemp("lab")) as url:
        yield url


@pytest.fixture
def open_room(chromium, lab_url):
    """Return open_room(name, …), which opens a notebook without running it."""
    rooms = []

    def open_room(name, **options):
        rooms.append(Room(chromium, lab_url, name, **options))
        return rooms[-1]

    yield open_room
    for room in rooms:
        room.close()


@pytest.fixture(scope="module", params=LESSONS, ids=lambda name: name[:-6])
def lesson(request, chromium, lab_url):
    """Each notebook in turn, after Run All."""
    room = Room(chromium, lab_url, request.param)
    room.run_all()
    yield room
    room.close()
