import numpy as np
import pytest

from helpers.explorers.embedding import LookupExplorer


@pytest.fixture
def explorer(translator):
    return LookupExplorer(translator)


def test_every_word_lights_its_id_and_its_row(explorer, translator):
    ids = translator.read("I like apples")[1][0].tolist()
    picture = explorer.picture
    assert picture.ones.get_data()[0] == ids
    rows = np.asarray(picture.rows_image.get_array())
    np.testing.assert_array_equal(rows, explorer.table[ids])
    for word, token in enumerate(("I", "like", "apples")):
        explorer.word.value = word
        assert picture.here.get_ydata() == [ids[word]]
        one_hot, row, matrix = picture.frames
        assert one_hot.get_y() == row.get_y() == word - 0.5
        assert matrix.get_y() + matrix.get_height() / 2 == ids[word]
        assert picture.numbers.get_text().startswith(f"{token}  →  {ids[word]}  →")
        assert f"“{token}” has id {ids[word]}" in explorer.sentence


def test_the_numbers_are_the_first_three_and_the_last_two(explorer):
    row = explorer.table[explorer.picture.ids[-1]]
    first, last = explorer.picture.numbers.get_text().split("[")[1].split("…")
    written = [float(n.replace("−", "-")) for n in first.split(",")[:3]]
    assert written == pytest.approx(row[:3], abs=0.005)
    assert float(last.strip(", ]").split(",")[1]) == pytest.approx(row[-1], abs=0.005)


def test_an_unknown_word_is_said_to_be_unknown(explorer):
    explorer.sentence_box.text.value = "I like durians"
    assert "An unknown word has id 3" in explorer.sentence
    assert "“durians”" in explorer.message.value
    assert explorer.picture.ids[-1] == 3
    explorer.word.value = 0
    assert "“I” has id" in explorer.sentence


def test_a_new_sentence_brings_its_words_and_reset_takes_them_back(explorer):
    before = explorer.image.value
    explorer.sentence_box.examples.value = "the old teacher likes the old hat"
    assert [name for name, _ in explorer.word.options][-1] == "hat"
    assert explorer.picture.rows_image.get_array().shape == (7, 128)
    explorer.reset_button.click()
    assert explorer.image.value == before


@pytest.mark.parametrize("text", ["", "cat " * 9])
def test_what_cannot_be_shown_is_refused_in_words(explorer, text):
    before = explorer.image.value
    explorer.sentence_box.text.value = text
    assert "type" in explorer.message.value
    assert explorer.image.value == before
