import numpy as np

from helpers.figures.feed_forward.curves import CurvePicture
from helpers.figures.feed_forward.neurons import WordBars
from helpers.figures.feed_forward.steps import FeedForwardPicture
from helpers.figures.feed_forward.widths import WidthPicture
from helpers.figures.style import house_style, new_figure


def test_every_hidden_unit_has_a_pixel_of_its_own():
    figure = new_figure(900, 760)
    panels = FeedForwardPicture(figure).panels
    for name in ("wide", "bent", "W_1"):
        assert panels[name].ax.get_window_extent().width >= 512


def test_only_the_words_that_are_there_have_bars():
    with house_style():
        bars = WordBars(new_figure(400, 300).add_axes((0.2, 0.1, 0.7, 0.8)), 3, "k")
    bars.show([("a", 2.0), ("b", 1.0), ("c", 0.5)], limit=4.0)
    bars.show([("d", 4.0), ("e", 0.0)], limit=4.0)
    assert [text.get_text() for text in bars.words] == ["d", "e", ""]
    assert [text.get_text() for text in bars.numbers] == ["4.00", "", ""]
    assert [bar.get_width() for bar in bars.bars] == [1.0, 0, 0]


def test_the_line_of_errors_is_their_median():
    x = np.linspace(-3, 3, 5)
    errors = {"ReLU": np.array([[0.1, 1.0], [0.4, 1.0], [0.2, 1.0]])}
    picture = CurvePicture(new_figure(900, 500), x, x, [1, 8], errors)
    picture.show_errors({"ReLU": 2})
    np.testing.assert_allclose(picture.medians["ReLU"].get_ydata(), [0.2, 1.0])
    picture.show_errors({})
    assert not len(picture.seeds["ReLU"].get_xdata())


def test_a_step_shows_each_seed_and_the_mean():
    losses = {1: np.array([[3.0, 1.0], [3.0, 0.5]]), 8: np.array([[2.0, 0.2]] * 2)}
    picture = WidthPicture(new_figure(900, 500), [100, 200], losses)
    picture.show(place=1, step=200, d_ff=8, fresh={100: 2.5, 200: 0.3})
    np.testing.assert_allclose(
        picture.seeds.get_ydata(), np.array([1.0, 0.5, 0.2, 0.2]) / 0.75
    )
    np.testing.assert_allclose(picture.means.get_ydata(), [1, 0.2 / 0.75])
    np.testing.assert_allclose(picture.point.get_data(), [[1], [0.3 / 0.75]])
    assert list(picture.run.get_ydata()) == [2.5, 0.3]
