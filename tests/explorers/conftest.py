import pytest

from helpers.pretrained import load_snapshots, load_translator


@pytest.fixture(scope="session")
def translator():
    return load_translator("grammar")


@pytest.fixture(scope="session")
def small_translator():
    return load_translator("grammar-small")


@pytest.fixture(scope="session")
def snapshots():
    return load_snapshots("grammar-small-snapshots")
