"""Seen from the back row: what the lessons draw is large enough, and nothing is cut."""

from itertools import combinations
from pathlib import Path

import nbformat
import pytest
from matplotlib.text import Text

from helpers.explorers.live import Explorer
from helpers.figures.style import DPI, Picture, house_style

LESSONS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
# With JupyterLab's side bar open on a 1280 px screen pictures are shown a bit smaller.
SHOWN_AT, LEAST = 0.94, 14  # pixels
SLACK = 2  # pixels that a glyph's box may be wider than its ink


@pytest.fixture(scope="module", params=LESSONS, ids=lambda path: path.stem)
def pictures(request):
    """All figures that a lesson shows: run its code, and keep what it makes."""
    made = []
    with pytest.MonkeyPatch.context() as patch:
        for kind in (Explorer, Picture):
            patch.setattr(kind, "__init__", keeping(kind.__init__, made))
        namespace = {}
        for cell in nbformat.read(request.param, as_version=4).cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, request.param.name, "exec"), namespace)
    assert len(made) >= 6
    return made


def keeping(initialize, made):
    """Wrap a constructor, so that what it makes is kept in a list."""

    def keep(self, *arguments, **options):
        initialize(self, *arguments, **options)
        made.append(self)

    return keep


def shown_texts(figure):
    """List the texts that can be read in a figure, each with its box in pixels."""
    with house_style():
        figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    away = set().union(*map(undrawn, figure.axes)) if figure.axes else set()
    return [
        (text, text.get_window_extent(renderer))
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and text not in away
    ]


def undrawn(ax):
    """Return the tick labels that stand outside of an axes' limits, or have no axis."""
    labels = set()
    for axis in (ax.xaxis, ax.yaxis):
        low, high = sorted(axis.get_view_interval())
        pairs = zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=False)
        labels |= {text for place, text in pairs if not low <= place <= high}
        if not (ax.axison and axis.get_visible()):
            labels |= {*axis.get_ticklabels(), axis.label}
    return labels


def name(picture, text):
    return f"{type(picture).__name__}: {text.get_text()!r}"


def test_every_text_can_be_read_from_the_back_row(pictures):
    small = {
        name(picture, text)
        for picture in pictures
        for text, _ in shown_texts(picture.figure)
        if text.get_fontsize() / 72 * DPI * SHOWN_AT < LEAST
    }
    assert not small


def test_no_text_is_cut_by_the_edge(pictures):
    cut = set()
    for picture in pictures:
        width, height = picture.figure.bbox.size
        for text, box in shown_texts(picture.figure):
            inside = box.x0 >= -SLACK and box.x1 <= width + SLACK
            inside &= box.y0 >= -SLACK and box.y1 <= height + SLACK
            if not inside:
                cut.add(name(picture, text))
    assert not cut


def test_no_two_texts_overlap(pictures):
    together = set()
    for picture in pictures:
        texts = shown_texts(picture.figure)
        upright = [each for each in texts if each[0].get_rotation() % 90 == 0]
        for (one, a), (other, b) in combinations(upright, 2):
            across = min(a.x1, b.x1) - max(a.x0, b.x0)
            down = min(a.y1, b.y1) - max(a.y0, b.y0)
            if across > 2 * SLACK and down > 2 * SLACK:
                together.add(f"{name(picture, one)} and {other.get_text()!r}")
    assert not together
