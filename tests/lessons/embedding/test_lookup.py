import numpy as np
import pytest

from helpers.lessons.embedding import LookupExplorer
from helpers.lessons.embedding.lookup import row_in_brackets
from helpers.stage.style import ACCENT


@pytest.fixture
def explorer(translator):
    return LookupExplorer(translator)


def test_every_word_lights_its_id_and_its_row(explorer, translator):
    ids = translator.read("I like apples")[1][0].tolist()
    one_hot, matrix, rows = (explorer[n] for n in ("one-hot", "matrix", "rows"))
    np.testing.assert_array_equal(one_hot.numbers.argmax(axis=1), ids)
    np.testing.assert_array_equal(one_hot.numbers.sum(axis=1), 1)
    assert [(row, column) for row, column, _ in one_hot.signs] == [*enumerate(ids)]
    np.testing.assert_array_equal(matrix.numbers, explorer.table)
    np.testing.assert_array_equal(rows.numbers, explorer.table[ids])
    for word, token in enumerate(("I", "like", "apples")):
        explorer.word.value = word
        lit = [row for row, _, ink in explorer["matrix"].signs if ink == ACCENT]
        assert lit == [ids[word]]
        assert explorer["one-hot"].lit == explorer["rows"].lit == word
        ((first, _, count, _),) = explorer["matrix"].outlines
        assert first + count // 2 == ids[word]
        assert explorer["numbers"].text.startswith(f"{token}  →  {ids[word]}  →")
        assert f"“{token}” has id {ids[word]}" in explorer.said


def test_the_rows_of_the_matrix_say_their_word_and_choose_it(explorer):
    matrix = explorer["matrix"]
    assert len(matrix.row_names) == 260
    assert matrix.row_names[61] == "61 apples"
    control, words = matrix.row_sets
    chosen = {i: word for i, word in enumerate(words) if word is not None}
    assert control.name == "word" and chosen == {4: 0, 150: 1, 61: 2}


def test_a_row_is_written_as_the_notes_write_it(explorer):
    row = np.array([0.23, -0.67, -0.001, 3.0, 0.12, 0.98])
    assert row_in_brackets(row) == "[0.23, −0.67, 0.00, …, 0.12, 0.98]"
    written = row_in_brackets(explorer.table[61])
    assert explorer["numbers"].text == f"apples  →  61  →  {written}"


def test_an_unknown_word_is_said_to_be_unknown(explorer):
    explorer.sentence.value = "I like durians"
    assert "An unknown word has id 3" in explorer.said
    assert "“durians”" in explorer.front.frame["note"]
    assert explorer.ids == [4, 150, 3]
    explorer.word.value = 0
    assert "“I” has id" in explorer.said


def test_a_word_that_comes_twice_has_one_row_and_one_sign(explorer):
    explorer.sentence.value = "the old teacher likes the old hat"
    assert explorer["rows"].numbers.shape == (7, 128)
    assert len(explorer["matrix"].signs) == 5
    assert explorer["matrix"].row_sets[1].count(None) == 260 - 5
