"""The bug clinic: a patient's map beside a healthy one, curves, and what was found."""

import textwrap

from helpers.figures.matrices import draw_weights, label_tokens, set_cells
from helpers.figures.style import ACCENT, INK, MUTED, PROBLEM, SMALL_TEXT, TEXT

WIDTH, HEIGHT = 900, 664  # pixels
# Left, bottom, width, height, in pixels.
SICK, WELL, CURVES = (84, 410, 212, 212), (386, 410, 212, 212), (664, 410, 208, 212)
NAME_X, TEXT_X, TOP, LINE, GAP = 24, 150, 322, 21, 4
LINE_CHARACTERS = 94
LOSSES = (0.6, 2.6)  # nats a word
NOT_TRAINED = "trained in health:\nthe mistake came\nafterwards"
# What a paragraph is called, and how many lines it may have.
PARAGRAPHS = {
    "in health": 1,
    "the patient": 1,
    "if trained so": 1,
    "probe": 4,
    "diagnosis": 5,
}


class ClinicPicture:
    """Draw one patient: two maps, two curves, and paragraphs of text.

    `artists` are those that change; `label` sets the words at the maps, `show_maps`,
    `show_curves` and `write` the rest. `floor` is the least loss that there can be.
    """

    def __init__(self, figure, floor):
        self.maps = []
        for box, title, colour in (
            (SICK, "the patient", PROBLEM),
            (WELL, "in health", INK),
        ):
            ax = figure.add_axes(in_figure(box))
            ax.set_title(title, loc="center", color=colour, size=TEXT)
            self.maps.append(draw_weights(ax, [[0]], None, None))
        ax = figure.add_axes(in_figure(CURVES))
        ax.set_title("loss in training", loc="center", size=TEXT)
        ax.set(xlim=(0, 2000), ylim=LOSSES, xticks=[0, 1000, 2000])
        ax.set_xlabel("step")
        ax.axhline(floor, color=MUTED, lw=1.2, ls=(0, (3, 2)))
        ax.text(1960, floor - 0.02, "least possible", ha="right", va="top", color=MUTED)
        (self.well,) = ax.plot([], [], color=INK, lw=2, label="in health")
        (self.sick,) = ax.plot([], [], color=PROBLEM, lw=2.4, label="if trained so")
        ax.legend(loc="upper right")
        self.remark = ax.text(1150, 1.7, "", ha="center", va="center", color=MUTED)
        self.paragraphs, y = {}, TOP
        for name, lines in PARAGRAPHS.items():
            colour = ACCENT if name in ("probe", "diagnosis") else MUTED
            look = {"va": "top", "linespacing": 1.35, "size": SMALL_TEXT}
            place = y / HEIGHT
            figure.text(NAME_X / WIDTH, place, name, color=colour, **look)
            self.paragraphs[name] = figure.text(TEXT_X / WIDTH, place, "", **look)
            y -= lines * LINE + GAP
        self.artists = [
            *(*self.maps, self.well, self.sick, self.remark),
            *self.paragraphs.values(),
        ]

    def label(self, sick, well):
        """Put words at both maps.

        Shape: each (words of the rows, words of the columns)
        """
        for image, words in zip(self.maps, (sick, well), strict=True):
            label_tokens(image.axes, *words)

    def show_maps(self, sick, well):
        """Set both maps. Shape: each (queries, keys)"""
        for image, weights in zip(self.maps, (sick, well), strict=True):
            set_cells(image, weights)

    def show_curves(self, steps, well, sick):
        """Set both curves; without a sick one say that training was healthy.

        Shape: steps and well (N,), sick (N,) or ()
        """
        self.well.set_data(steps, well)
        self.sick.set_data(steps[: len(sick)], sick)
        self.remark.set_text("" if len(sick) else NOT_TRAINED)

    def write(self, name, text, colour=INK):
        """Write a paragraph; it is cut into lines where it is long."""
        lines = textwrap.wrap(text, LINE_CHARACTERS)
        self.paragraphs[name].set(text="\n".join(lines), color=colour)


def in_figure(box):
    """Turn pixels into parts of the figure. Shape: left, bottom, width, height"""
    return tuple(
        side / whole for side, whole in zip(box, (WIDTH, HEIGHT) * 2, strict=True)
    )
