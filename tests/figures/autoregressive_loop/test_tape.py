import pytest
from matplotlib.colors import to_rgba

from helpers.figures.autoregressive_loop.tape import LOOKS, Tape
from helpers.figures.style import new_figure


@pytest.fixture(params=[False, True])
def tape(request):
    figure = new_figure(300, 100)
    return Tape(figure.add_axes((0, 0, 1, 1)), 3, vertical=request.param, marks=True)


def test_boxes_hold_their_words_and_looks(tape):
    tape.show(["a", "b"], ["kept", "new wrong"])
    assert tape.shown() == [("a", "kept"), ("b", "new wrong")]
    assert [word.get_text() for word in tape.words] == ["a", "b", ""]
    assert [box.get_visible() for box in tape.boxes] == [True, True, False]
    face, edge, _, width, ink = LOOKS["new wrong"]
    assert tape.boxes[1].get_facecolor() == to_rgba(face)
    assert tape.boxes[1].get_edgecolor() == to_rgba(edge)
    assert tape.boxes[1].get_linewidth() == width and tape.words[1].get_color() == ink
    assert [pair[0].get_visible() for pair in tape.marks] == [True, False, False]


def test_fewer_words_hide_the_boxes_behind_them(tape):
    tape.show(["a", "b", "c"], ["fed"] * 3)
    tape.show(["a"], ["fed"])
    assert tape.shown() == [("a", "fed")]
    assert [box.get_visible() for box in tape.boxes] == [True, False, False]


def test_what_stays_is_not_drawn_again(tape):
    tape.show(["a", "b"], ["fed", "fed"])
    tape.ax.figure.canvas.draw()
    tape.show(["a", "c"], ["fed", "fed"])
    assert not tape.boxes[0].stale and not tape.words[0].stale
    assert tape.words[1].stale


def test_boxes_do_not_overlap(tape):
    first, second = (box.get_bbox() for box in tape.boxes[:2])
    assert first.x1 < second.x0 or first.y1 < second.y0
