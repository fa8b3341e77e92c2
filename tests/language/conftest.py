import itertools

import pytest

from helpers.language.grammar import sentences


@pytest.fixture(scope="session")
def drawn():
    """Return 50,000 sentences as they are drawn, repetitions included."""
    return list(itertools.islice(sentences(seed=11), 50_000))
