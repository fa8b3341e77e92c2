"""Seen from the back row: what the lessons draw is large enough, and nothing is cut."""

from collections import namedtuple
from itertools import combinations
from pathlib import Path

import ipywidgets as widgets
import nbformat
import pytest
from matplotlib.text import Text

from helpers.explorers.live import Explorer
from helpers.figures.style import DPI, Picture, house_style

LESSONS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
# With JupyterLab's side bar open on a 1280 px screen pictures are shown a bit smaller.
SHOWN_AT, LEAST = 0.94, 14  # pixels
RAISED = 0.7  # how large matplotlib draws an exponent
SLACK = 2  # pixels that a glyph's box may be wider than its ink

# A text of a figure: what it says where, its smallest height, its box, how it leans.
Seen = namedtuple("Seen", "says height box angle")


@pytest.fixture(scope="module", params=LESSONS, ids=lambda path: path.stem)
def scenes(request):
    """All that a lesson draws, as (size, texts): its code is run, its controls moved.

    Every picture is seen as it comes, and with each of its controls at both ends.
    """
    made = []
    with pytest.MonkeyPatch.context() as patch:
        for kind in (Explorer, Picture):
            patch.setattr(kind, "__init__", keeping(kind.__init__, made))
        namespace = {}
        for cell in nbformat.read(request.param, as_version=4).cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, request.param.name, "exec"), namespace)
    assert len(made) >= 6
    return [scene for picture in made for scene in scenes_of(picture)]


def keeping(initialize, made):
    """Wrap a constructor, so that what it makes is kept in a list."""

    def keep(self, *arguments, **options):
        initialize(self, *arguments, **options)
        made.append(self)

    return keep


def scenes_of(picture):
    """Yield (size, texts) for a picture in each state that is looked at."""
    name = type(picture).__name__
    yield seen(picture.figure, name)
    if isinstance(picture, Picture):
        return
    for number, control in enumerate(picture.valued()):
        if values := ends(control):
            for value in values:
                control.value = value
                label = control.description or f"control {number}"
                yield seen(picture.figure, f"{name}, {label} = {value}")
            picture.reset()


def ends(control):
    """List the first and the last value of a control, those that it has not now."""
    if isinstance(control, widgets.FloatLogSlider):
        values = control.base**control.min, control.base**control.max
    elif hasattr(control, "min"):
        values = control.min, control.max
    elif hasattr(control, "options"):
        options = getattr(control.options, "items", lambda: control.options)()
        first, *_, last = [o[1] if isinstance(o, tuple) else o for o in options]
        values = first, last
    else:
        values = (True, False) if isinstance(control.value, bool) else ()
    return [value for value in values if value != control.value]


def seen(figure, name):
    """Return a figure's size in pixels, and each text in it that can be seen."""
    with house_style():  # matplotlib may make ticks anew
        figure.canvas.draw()
        renderer = figure.canvas.get_renderer()
        away = set().union(*map(undrawn, figure.axes)) if figure.axes else set()
        texts = [
            Seen(
                f"{name}: {text.get_text()!r}",
                text.get_fontsize() / 72 * DPI * (RAISED if raised(text) else 1),
                text.get_window_extent(renderer),
                text.get_rotation(),
            )
            for text in figure.findobj(Text)
            if text.get_visible() and text.get_text().strip() and text not in away
            if text.get_color() != "none"
        ]
    return figure.bbox.size, texts


def raised(text):
    """Say whether a text has a formula with exponents or indices."""
    return "$" in text.get_text() and not {"^", "_"}.isdisjoint(text.get_text())


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


def test_every_text_can_be_read_from_the_back_row(scenes):
    texts = [text for _, texts in scenes for text in texts]
    small = {text.says for text in texts if text.height * SHOWN_AT < LEAST}
    assert not small


def test_no_text_is_cut_by_the_edge(scenes):
    cut = set()
    for (width, height), texts in scenes:
        for says, _, box, _ in texts:
            inside = box.x0 >= -SLACK and box.x1 <= width + SLACK
            inside &= box.y0 >= -SLACK and box.y1 <= height + SLACK
            if not inside:
                cut.add(says)
    assert not cut


def test_no_two_texts_overlap(scenes):
    together = set()
    for _, texts in scenes:
        upright = [text for text in texts if text.angle % 90 == 0]
        for one, other in combinations(upright, 2):
            a, b = one.box, other.box
            across = min(a.x1, b.x1) - max(a.x0, b.x0)
            down = min(a.y1, b.y1) - max(a.y0, b.y0)
            if across > 2 * SLACK and down > 2 * SLACK:
                together.add(f"{one.says} and {other.says}")
    assert not together
