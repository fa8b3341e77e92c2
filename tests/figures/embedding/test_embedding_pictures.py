import numpy as np
import pytest

from helpers.figures.embedding.cells import set_new_cells
from helpers.figures.embedding.lookup import row_in_brackets
from helpers.figures.embedding.words import WordsPicture
from helpers.figures.matrices import draw_signed
from helpers.figures.style import new_figure


def test_equal_cells_are_left_alone():
    figure = new_figure(300, 200)
    image = draw_signed(figure.subplots(), [[0, 1]], 1)
    figure.canvas.draw()
    image.stale = False
    set_new_cells(image, np.array([[0, 1]]))
    assert not image.stale
    set_new_cells(image, np.array([[0, 2]]))
    assert image.stale
    np.testing.assert_array_equal(np.asarray(image.get_array()), [[0, 2]])


def test_a_row_is_written_as_the_notes_write_it():
    row = np.array([0.23, -0.67, -0.001, 3.0, 0.12, 0.98])
    assert row_in_brackets(row) == "[0.23, −0.67, 0.00, …, 0.12, 0.98]"


@pytest.mark.parametrize(("word", "side"), [(0, "left"), (2, "right")])
def test_the_chosen_words_name_stays_on_the_map(word, side):
    picture = WordsPicture(new_figure(900, 560), ["a", "b", "c"], ["x"], [0, 0, 0], 2)
    points = [[0, 0], [1, 1], [2, 0]]
    picture.fit(points)
    picture.place(points)
    picture.show(word, [1, word], [0.5, -0.2], lit=None)
    assert picture.name.get_ha() == side
    assert picture.name.get_text() == "abc"[word]
    assert [bar.get_width() for bar in picture.bars] == [0.5, 0]
    assert picture.bar_numbers[1].get_text() == "−0.20"
