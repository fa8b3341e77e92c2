import numpy as np
import pytest

from helpers.explorers.decoder import ProbeExplorer
from helpers.figures.decoder.probe import LEAST


@pytest.fixture
def explorer():
    return ProbeExplorer()


def test_the_moves_show_each_mask(explorer):
    moved = {mask: moves > LEAST for mask, moves in explorer.moves.items()}
    length = len(explorer.tokens)
    np.testing.assert_array_equal(moved["right"], np.tri(length, dtype=bool))
    assert moved["absent"].all()
    np.testing.assert_array_equal(moved["inverted"], np.tri(length, dtype=bool).T)
    assert explorer.leaks == {"right": False, "absent": True, "inverted": True}


def test_the_maps_are_white_where_nothing_moves(explorer):
    for mask, part in explorer.picture.maps.items():
        shown = np.asarray(part.image.get_array())
        np.testing.assert_array_equal(shown > 0, explorer.moves[mask] > LEAST)
        assert shown.max() < 1
        verdict = "no leak" if mask == "right" else "leaks"
        assert part.title.get_text() == f"mask {mask}: {verdict}"


@pytest.mark.parametrize("place", [1, 6])
def test_the_changed_word_is_framed_and_counted(explorer, place):
    explorer.changed.value = place
    assert {c.get_x() for c in explorer.picture.columns.values()} == {place - 0.5}
    assert f"“{explorer.tokens[place]}”" in explorer.sentence
    assert f"of the {place} earlier outputs: right 0," in explorer.sentence
    assert f"absent {place}, inverted {place}." in explorer.sentence


def test_another_sentence_and_back(explorer):
    before, tokens = explorer.image.value, explorer.tokens
    explorer.sentence_choice.value = explorer.sentence_choice.options[-1][1]
    assert explorer.tokens != tokens and explorer.image.value != before
    explorer.reset_button.click()
    assert explorer.tokens == tokens and explorer.image.value == before
