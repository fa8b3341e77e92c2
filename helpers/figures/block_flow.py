"""A block as a flow of data, line by line, with the tensor of every arrow below it."""

from typing import NamedTuple

from helpers.figures.diagram import Pen
from helpers.figures.matrices import MatrixPanel, label_tokens

WIDTH = 900  # pixels
LEFT, PANEL_WIDTH, GAP = 104, 177, 25
BOX_HEIGHT, RADIUS, DETOUR = 34, 14, 60
COLUMNS = [LEFT + PANEL_WIDTH / 2 + i * (PANEL_WIDTH + GAP) for i in range(4)]
BOX_WIDTHS = (44, 156, 2 * RADIUS, 136)


class Line(NamedTuple):
    """One part of a block in its Add and Norm: what comes in, the part, Add, Norm.

    `stages` names the four tensors, `first_step` is the step that fills the first of
    them; the feet are heights in pixels.
    """

    stages: tuple
    titles: tuple
    labels: tuple
    first_step: int
    flow_foot: float
    panel_foot: float

    @property
    def steps(self):
        return range(self.first_step, self.first_step + len(self.stages))


class BlockFlow:
    """Draw a block's flow and its tensors, as far as a step has come.

    A subclass names `height`, `panel_height` and `lines`. `artists` are those that
    change. `label` sets the tokens, `show` the numbers, `go_to` the step and the lit
    word.
    """

    def __init__(self, figure):
        flow = figure.add_axes((0, 0, 1, 1), zorder=-1)
        flow.set(xlim=(0, WIDTH), ylim=(0, self.height))
        flow.set_axis_off()
        self.draw_flow(Pen(flow, ()))
        self.lights = self.draw_lights(flow)
        self.panels, self.places = [], []
        for line in self.lines:
            names = zip(line.stages, line.titles, line.steps, strict=True)
            for column, (stage, title, step) in enumerate(names):
                left = (LEFT + column * (PANEL_WIDTH + GAP)) / WIDTH
                size = PANEL_WIDTH / WIDTH, self.panel_height / self.height
                place = left, line.panel_foot / self.height, *size
                self.panels.append(MatrixPanel(figure.add_axes(place), title))
                self.places.append((stage, step, column))
        self.artists = [
            *(light for _, light in self.lights),
            *(artist for panel in self.panels for artist in panel.artists),
        ]

    def label(self, tokens):
        """Put the tokens beside the rows of every line."""
        for panel, (*_, column) in zip(self.panels, self.places, strict=True):
            label_tokens(panel.ax, tokens if column == 0 else None)

    def show(self, stages, limit):
        """Set the tensors of one block, all on one scale of colour.

        Shape: stages: name -> (T, d_model)
        """
        for panel, (stage, *_) in zip(self.panels, self.places, strict=True):
            panel.show(stages[stage], limit)

    def go_to(self, step, word):
        """Fill the panels up to this step, and light its arrows and this word's row."""
        for panel, (_, first, _) in zip(self.panels, self.places, strict=True):
            panel.light(word, first <= step, first == step)
        for first, light in self.lights:
            if light.get_visible() != (first == step):
                light.set_visible(first == step)

    def draw_flow(self, pen):
        """Draw every line of the block; a part's name begins with its step.

        Texts are written by a pen that lights nothing: they are drawn but once.

        Source: Vaswani et al. 2017, figure 1.
        """
        for number, line in enumerate(self.lines):
            middle = line.flow_foot + BOX_HEIGHT / 2
            for x, width, text, step in zip(
                COLUMNS, BOX_WIDTHS, line.labels, line.steps, strict=True
            ):
                name, text = f"{step} node {number}", "" if pen.lit else text
                if width == 2 * RADIUS:
                    pen.circle(name, x, middle, RADIUS, text)
                else:
                    pen.box(name, x, line.flow_foot, width, BOX_HEIGHT, text)
            draw_wires(pen, number, middle, line.steps)

    def draw_lights(self, ax):
        """Draw every part once more in the colour of what is meant now.

        Returns (step, patch) for each part; the patches are seen one step at a time.
        """
        pen = Pen(ax, ("*",))
        self.draw_flow(pen)
        lights = []
        for name, part in pen.parts.items():
            if "node" in name:
                part.set_facecolor("none")  # the label below must stay legible
            lights.append((int(name.split()[0]), part))
        return lights


def draw_wires(pen, line, middle, steps):
    """Draw the arrows of one line, and the residual's way around the part."""
    for i in range(3):
        start = COLUMNS[i] + BOX_WIDTHS[i] / 2
        end = COLUMNS[i + 1] - BOX_WIDTHS[i + 1] / 2
        pen.wire(f"{steps[i + 1]} wire {line}", (start, middle), (end, middle))
    fork, top = COLUMNS[0] + BOX_WIDTHS[0] / 2 + 24, middle + DETOUR - RADIUS
    way = (fork, middle), (fork, top), (COLUMNS[2], top), (COLUMNS[2], middle + RADIUS)
    pen.wire(f"{steps[2]} residual {line}", *way)
    if not pen.lit:
        pen.text("residual", COLUMNS[1], top - 14, "residual 残差")
