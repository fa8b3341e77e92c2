"""The answers that are read from lesson 6's pictures must be those of the checks."""

import pytest

from helpers.exercises.decoder.values import LEAK_PROBE
from helpers.lessons.decoder import ProbeExplorer
from helpers.lessons.decoder.probe import LEAST


@pytest.fixture(scope="module")
def probe():
    return ProbeExplorer()


def moving(probe, mask, place):
    """Count the blue cells in the column of one changed word."""
    return int((probe.moves[mask][:, place] > LEAST).sum())


def test_the_probe_shows_what_the_check_wants(probe):
    answers = {mistake.name: mistake.answer for mistake in LEAK_PROBE.mistakes}
    probe.changed.value = 2
    assert moving(probe, "right", 2) == LEAK_PROBE.solution
    assert moving(probe, "absent", 2) == answers["absent"]
    assert moving(probe, "inverted", 2) == answers["inverted"]
    assert moving(probe, "right", 1) == answers["bos counted as word 1"]
    assert "of the 2 earlier outputs: right 0" in probe.said
    assert answers["earlier ones"] == 2 and answers["read below the picture"] == 0


def test_every_sentence_of_the_probe_has_the_same_answer(probe):
    for _, number in probe.sentence_choice.options:
        probe.sentence_choice.value = number
        assert moving(probe, "right", 2) == LEAK_PROBE.solution
