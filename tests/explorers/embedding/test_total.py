import numpy as np
import pytest

from helpers.explorers.embedding import SumExplorer


@pytest.fixture
def explorer(translator):
    explorer = SumExplorer(translator)
    explorer.sentence_box.text.value = "the old teacher likes the old hat"
    return explorer


def shown(explorer):
    return [np.asarray(image.get_array()) for image in explorer.picture.images]


def test_the_three_heatmaps_add_up_to_the_models_own_input(explorer, translator):
    words, positions, x = shown(explorer)
    np.testing.assert_allclose(words + positions, x, atol=1e-6)
    ids = explorer.sentence_box.accepted[1]
    own = translator.model.source_embedding(ids)[0].detach().numpy()
    np.testing.assert_allclose(x, own, atol=1e-6)


def test_without_the_factor_words_are_smaller_by_the_root_of_d_model(explorer):
    with_factor = shown(explorer)[0]
    explorer.scaled.value = False
    np.testing.assert_allclose(shown(explorer)[0] * 128**0.5, with_factor, rtol=1e-5)


def test_rotary_adds_nothing(explorer):
    explorer.positions.value = False
    words, positions, x = shown(explorer)
    assert not positions.any() and np.array_equal(words, x)
    assert explorer.picture.nothing.get_text() == "nothing is added"
    assert explorer.alike[1][1, 5] == pytest.approx(1)


def test_what_is_written_does_not_depend_on_the_way_there(translator):
    pictures = []
    for first in (True, False):
        explorer = SumExplorer(translator)
        for now in (first, not first):
            if now:
                explorer.positions.value = False
            else:
                explorer.sentence_box.text.value = "Tom saw Tom"
        pictures.append(explorer.image.value)
    assert pictures[0] == pictures[1]


def test_positions_tell_twins_apart(explorer):
    words, x = (np.asarray(image.get_array()) for image in explorer.picture.alike)
    assert words[1, 5] == pytest.approx(1)
    assert x[1, 5] < 0.9
    assert f"1.00 as words, {x[1, 5]:.2f} as rows of x" in explorer.sentence
    assert all(frame.get_xy() == (0.5, 4.5) for frame in explorer.picture.twins)


def test_without_the_factor_neighbours_are_more_alike_than_twins(explorer):
    """The numbers that the notebook quotes; 4 is “the”, 1 and 5 are “old”."""
    explorer.scaled.value = False
    alike = explorer.alike[1]
    assert (alike[1, 5].round(2), alike[4, 5].round(2)) == pytest.approx((0.73, 0.96))
    explorer.scaled.value = True
    assert explorer.alike[1][1, 5] == pytest.approx(0.88, abs=0.005)


@pytest.mark.parametrize("word", [0, 6])
def test_the_lit_row_has_its_norm(explorer, word):
    explorer.word.value = word
    for title, matrix in zip(explorer.picture.titles, shown(explorer), strict=True):
        norm = float(title.get_text().removeprefix("this row: norm "))
        assert norm == pytest.approx(np.linalg.norm(matrix[word]), abs=0.06)
    assert all(frame.get_y() == word - 0.5 for frame in explorer.picture.frames)
    assert explorer.picture.twins[0].get_visible() == (word == 0)


def test_a_word_that_comes_once_has_no_twin(explorer):
    explorer.reset_button.click()  # the lesson begins with a sentence of this kind
    assert explorer.sentence_box.text.value == "I like apples"
    assert "“apples” comes once" in explorer.sentence
    assert shown(explorer)[0].shape == (3, 128)


def test_bad_input_is_refused_and_reset_works(explorer):
    explorer.reset_button.click()
    before = explorer.image.value
    explorer.sentence_box.text.value = "cat " * 9
    assert "room for 8" in explorer.message.value
    explorer.scaled.value = False
    explorer.reset_button.click()
    assert explorer.image.value == before
