import numpy as np
import pytest

from helpers.lessons.decoder import ProbeExplorer
from helpers.lessons.decoder.probe import LEAST
from helpers.stage.style import paint


@pytest.fixture
def explorer():
    return ProbeExplorer()


def test_the_moves_show_each_mask(explorer):
    moved = {mask: moves > LEAST for mask, moves in explorer.moves.items()}
    length = len(explorer.tokens)
    np.testing.assert_array_equal(moved["right"], np.tri(length, dtype=bool))
    assert moved["absent"].all()
    np.testing.assert_array_equal(moved["inverted"], np.tri(length, dtype=bool).T)
    verdicts = [explorer[mask].title.split(": ")[1] for mask in explorer.moves]
    assert verdicts == ["no leak", "leaks", "leaks"]


def test_the_maps_are_white_where_nothing_moves(explorer):
    for mask, moves in explorer.moves.items():
        shown = explorer[mask]
        np.testing.assert_array_equal(shown.numbers, moves)
        pixels = paint(moves, shown.colours, *shown.limits)
        white = paint([[0]], shown.colours, *shown.limits)
        np.testing.assert_array_equal((pixels != white).any(-1), moves > LEAST)
        # Ten times the move is a fifth of the colours on.
        steps = paint([[0.1, 1, 10]], shown.colours, *shown.limits)[0, :, 0].tolist()
        assert steps == paint([[0.6, 0.8, 1]])[0, :, 0].tolist()
        assert shown.numbers.max() < shown.limits[1]
        verdict = "no leak" if mask == "right" else "leaks"
        assert shown.title == f"mask {mask}: {verdict}"


@pytest.mark.parametrize("place", [1, 6])
def test_the_changed_word_is_framed_and_counted(explorer, place):
    explorer.changed.value = place
    assert all(explorer[mask].outlines == [(0, place, 7, 1)] for mask in explorer.moves)
    assert f"“{explorer.tokens[place]}”" in explorer.said
    assert f"of the {place} earlier outputs: right 0," in explorer.said
    assert f"absent {place}, inverted {place}." in explorer.said


def test_a_click_on_bos_changes_nothing(explorer):
    grid = next(hit for part in explorer.parts()[0] for hit in part.hits)
    assert grid["sets"] == [["changed", "column", [None, 0, 1, 2, 3, 4, 5]]]


def test_another_sentence(explorer):
    tokens = explorer.tokens
    explorer.sentence_choice.value = explorer.sentence_choice.options[-1][1]
    assert explorer.tokens != tokens
    assert explorer["right"].row_names == explorer.tokens
