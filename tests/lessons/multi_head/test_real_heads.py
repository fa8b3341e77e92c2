import numpy as np
import pytest

from helpers.lessons.multi_head import RealHeadsExplorer
from helpers.pretrained.real_heads import KINDS, SENTENCES, load_real_heads

PREVIOUS = "the previous word"


@pytest.fixture
def explorer():
    return RealHeadsExplorer()


def test_the_map_and_the_tables_are_those_that_are_chosen(explorer):
    heads, ours = load_real_heads()
    explorer.set(sentence=SENTENCES[1], layer=2, head=9, kind="the next word", query=3)
    shown = explorer["map"]
    np.testing.assert_array_equal(shown.numbers, heads.maps[1][1, 8])
    assert [*shown.rows.values()] == heads.pieces[1] and shown.lit == 3
    theirs, own = (explorer[f"{name}"] for name in explorer_tables(explorer))
    np.testing.assert_allclose(theirs.numbers, 100 * heads.shares["the next word"])
    np.testing.assert_allclose(own.numbers, 100 * ours["the next word"])
    assert theirs.outlines == [(1, 8, 1, 1)]
    assert "82% of this head’s peaks are at the next word" in explorer.said


def explorer_tables(explorer):
    return [f"{explorer.recorded.name}: peak at {explorer.kind.value}", "our encoder"]


def test_it_does_not_begin_with_the_answer(explorer):
    assert explorer.kind.value != PREVIOUS and PREVIOUS in KINDS
    assert explorer[explorer_tables(explorer)[0]].numbers.max() < 20


def test_a_cell_of_the_table_chooses_layer_and_head(explorer):
    theirs = explorer[explorer_tables(explorer)[0]]
    assert theirs.row_sets == (explorer.layer, [1, 2, 3, 4, 5, 6])
    assert theirs.column_sets == (explorer.head, list(range(1, 13)))


def test_another_sentence_needs_the_folder(explorer):
    explorer.sentence.value = "I like zebras"
    assert "RealHeadsExplorer(folder) reads any" in explorer.front.problem
    assert explorer.sentence.value == SENTENCES[0]
    assert explorer.sentence.widget.value == "I like zebras"
