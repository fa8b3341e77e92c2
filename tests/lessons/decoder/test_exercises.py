"""The answers that are read from lesson 6's pictures must be those of the checks."""

import pytest
from wrong_answers import told

from helpers.lessons.decoder import ChangedWordLab
from helpers.lessons.decoder.changed_word import LEAST
from helpers.lessons.decoder.exercises import LEAK_PROBE


@pytest.fixture(scope="module")
def probe():
    return ChangedWordLab()


def moving(probe, mask, place):
    """Count the blue cells in the column of one changed word."""
    return int((probe.moves[mask][:, place] > LEAST).sum())


def test_the_probe_shows_what_the_check_wants(probe):
    probe.changed.value = 2
    assert moving(probe, "right", 2) == LEAK_PROBE.solution
    assert moving(probe, "absent", 2) == told(LEAK_PROBE, "mask is absent")
    assert moving(probe, "inverted", 2) == told(LEAK_PROBE, "the inverted mask")
    assert moving(probe, "right", 1) == told(LEAK_PROBE, "column of word 1")
    assert "of the 2 earlier outputs: right 0" in probe.said
    assert told(LEAK_PROBE, "outputs before the change") == 2
    assert told(LEAK_PROBE, "the number below the picture") == 0


def test_every_sentence_of_the_probe_has_the_same_answer(probe):
    for _, number in probe.sentence_choice.options:
        probe.sentence_choice.value = number
        assert moving(probe, "right", 2) == LEAK_PROBE.solution
