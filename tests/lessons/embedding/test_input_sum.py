import numpy as np
import pytest

from helpers.lessons.embedding import InputSumExplorer

NAMES = "word", "position", "x"


@pytest.fixture
def explorer(translator):
    explorer = InputSumExplorer(translator)
    explorer.sentence.value = "the old teacher likes the old hat"
    return explorer


def summands(explorer):
    return [explorer[name].numbers for name in NAMES]


def cosines(explorer):
    return [explorer[f"cosine of {name}"] for name in ("words alone", "x")]


def test_the_three_matrices_add_up_to_the_models_own_input(explorer, translator):
    words, positions, x = summands(explorer)
    np.testing.assert_allclose(words + positions, x, atol=1e-6)
    own = translator.model.source_embedding(explorer.sentence.reading.ids)[0]
    np.testing.assert_allclose(x, own.detach().numpy(), atol=1e-6)
    explorer.scaled.value = False
    np.testing.assert_allclose(summands(explorer)[0] * 128**0.5, words, rtol=1e-5)


def test_rotary_adds_nothing(explorer):
    explorer.positions.value = False
    words, positions, x = summands(explorer)
    assert not positions.any() and np.array_equal(words, x)
    assert explorer["position"].title == "position: nothing is added"
    assert cosines(explorer)[1].numbers[1, 5] == pytest.approx(1)


def test_positions_tell_twins_apart(explorer):
    words, x = cosines(explorer)
    assert words.numbers[1, 5] == pytest.approx(1)
    assert x.numbers[1, 5] < 0.9
    assert f"1.00 as words, {x.numbers[1, 5]:.2f} as rows of x" in explorer.said
    assert words.outlines == x.outlines == [(5, 1, 1, 1)]


def test_without_the_factor_neighbours_are_more_alike_than_twins(explorer):
    """The numbers that the notebook quotes; 4 is “the”, 1 and 5 are “old”."""
    assert cosines(explorer)[1].numbers[1, 5] == pytest.approx(0.88, abs=0.005)
    explorer.scaled.value = False
    x = cosines(explorer)[1].numbers
    assert (x[1, 5].round(2), x[4, 5].round(2)) == pytest.approx((0.73, 0.96))


@pytest.mark.parametrize("word", [0, 6])
def test_the_lit_row_has_its_norm(explorer, word):
    explorer.word.value = word
    for name in NAMES:
        panel = explorer[name]
        norm = float(panel.title.removeprefix(f"{name}: norm of this row "))
        assert norm == pytest.approx(np.linalg.norm(panel.numbers[word]), abs=0.06)
        assert panel.lit == word
    assert bool(cosines(explorer)[0].outlines) == (word == 0)


def test_of_the_words_that_come_twice_the_last_is_lit_first(explorer):
    assert explorer.word.value == 5
    assert explorer.word.options[5] == ("5 old", 5)
    explorer.sentence.value = "Tom saw Tom"
    assert explorer.word.value == 2
    explorer.reset()  # the lesson begins with a sentence that has no word twice
    assert explorer.sentence.value == "I like apples"
    assert "“apples” comes once" in explorer.said
    assert summands(explorer)[0].shape == (3, 128)
