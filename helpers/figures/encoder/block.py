"""One encoder block as a flow of data, with the tensor of every arrow below it."""

from helpers.figures.diagram import Pen
from helpers.figures.matrices import MatrixPanel, label_tokens

STEPS = ("X", "MultiHead", "Add", "Norm", "FFN", "Add again", "output")
# Each panel: the tensor's name, its title, the step that fills it, column and line.
PANELS = (
    ("x", "X", 0, 0, 0),
    ("attended", "M", 1, 1, 0),
    ("first_sum", "X + M", 2, 2, 0),
    ("middle", "A", 3, 3, 0),
    ("middle", "A", 3, 0, 1),
    ("thought", "F", 4, 1, 1),
    ("second_sum", "A + F", 5, 2, 1),
    ("output", "output", 6, 3, 1),
)
LABELS = (
    ("X", "M = MultiHead(X)", "+", "A = LayerNorm"),
    ("A", "F = FFN(A)", "+", "LayerNorm"),
)
NO_LABELS = (("",) * 4, ("",) * 4)
# Step by step of each line: what comes in, the part, Add, Norm.
LINE_STEPS = ((0, 1, 2, 3), (3, 4, 5, 6))

WIDTH, HEIGHT = 900, 720  # pixels
LEFT, PANEL_WIDTH, PANEL_HEIGHT, GAP = 104, 177, 176, 25
PANEL_FEET, FLOW_FEET = (420, 56), (636, 272)
BOX_HEIGHT, RADIUS, DETOUR = 34, 14, 60
COLUMNS = [LEFT + PANEL_WIDTH / 2 + i * (PANEL_WIDTH + GAP) for i in range(4)]
BOX_WIDTHS = (44, 156, 2 * RADIUS, 136)


class BlockPicture:
    """Draw one block's flow and its eight tensors, as far as a step has come.

    `artists` are those that change. `label` sets the tokens, `show` the numbers,
    `go_to` the step and the lit word.
    """

    def __init__(self, figure):
        flow = figure.add_axes((0, 0, 1, 1), zorder=-1)
        flow.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
        flow.set_axis_off()
        draw_flow(Pen(flow, ()), LABELS)
        self.lights = draw_lights(flow)
        self.panels = []
        for _, title, _, column, line in PANELS:
            left = (LEFT + column * (PANEL_WIDTH + GAP)) / WIDTH
            size = PANEL_WIDTH / WIDTH, PANEL_HEIGHT / HEIGHT
            ax = figure.add_axes((left, PANEL_FEET[line] / HEIGHT, *size))
            self.panels.append(MatrixPanel(ax, title))
        self.artists = [
            *(light for _, light in self.lights),
            *(artist for panel in self.panels for artist in panel.artists),
        ]

    def label(self, tokens):
        """Put the tokens beside the rows of both lines."""
        for panel, (*_, column, _) in zip(self.panels, PANELS, strict=True):
            label_tokens(panel.ax, tokens if column == 0 else None)

    def show(self, stages, limit):
        """Set the tensors of one block, all on one scale of colour.

        Shape: stages: name -> (T, d_model)
        """
        for panel, (name, *_) in zip(self.panels, PANELS, strict=True):
            panel.show(stages[name], limit)

    def go_to(self, step, word):
        """Fill the panels up to this step, and light its arrows and this word's row."""
        for panel, (_, _, first, _, _) in zip(self.panels, PANELS, strict=True):
            panel.light(word, first <= step, first == step)
        for first, light in self.lights:
            if light.get_visible() != (first == step):
                light.set_visible(first == step)


def draw_flow(pen, labels):
    """Draw both lines of the block; a part's name begins with its step.

    Source: Vaswani et al. 2017, figure 1, left.
    """
    for line, (foot, texts, steps) in enumerate(
        zip(FLOW_FEET, labels, LINE_STEPS, strict=True)
    ):
        middle = foot + BOX_HEIGHT / 2
        for x, width, text, step in zip(COLUMNS, BOX_WIDTHS, texts, steps, strict=True):
            name = f"{step} node {line}"
            if width == 2 * RADIUS:
                pen.circle(name, x, middle, RADIUS, text)
            else:
                pen.box(name, x, foot, width, BOX_HEIGHT, text)
        draw_wires(pen, line, middle, steps)


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


def draw_lights(ax):
    """Draw every part once more in the colour of what is meant now.

    Returns (step, patch) for each part; the patches are seen one step at a time.
    """
    pen = Pen(ax, ("*",))
    draw_flow(pen, NO_LABELS)
    lights = []
    for name, part in pen.parts.items():
        if "node" in name:
            part.set_facecolor("none")  # the label below must stay legible
        lights.append((int(name.split()[0]), part))
    return lights
