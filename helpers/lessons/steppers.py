"""A sentence on its way through a part of the model: what the steppers share."""

from functools import partial
from itertools import pairwise

import numpy as np

from helpers import stage
from helpers.lessons.sentences import SentenceExplorer
from helpers.stage.layout import NARROW
from helpers.stage.style import INK, SMALL, signed

GAP, BOX_HEIGHT, RADIUS, DETOUR = 24, 34, 14, 46  # pixels
FLOW_HEIGHT = DETOUR + BOX_HEIGHT / 2 + 11
# Text size, the width of each node in a line, and how far behind X the residual leaves.
WIDE = SMALL, (44, 156, 2 * RADIUS, 136), 24
PHONE = 12, (30, 116, 2 * RADIUS, 96), 10
PARTS = 3  # steps of a line: its part, Add, Norm; what comes in is the line's before
# What every block says at some of its steps.
COMES = "“{word}” comes in as {count} numbers: a vector of length {length}."
NORM = "Norm: for “{word}”, a spread of {before} becomes {after}."
FFN = (
    "The feed-forward network looks at “{word}” alone, and proposes a change of length "
    "{length}."
)


class Stepper(SentenceExplorer):
    """Walk one sentence through a part of the model, step by step.

    A subclass says which: `part`, where `record` finds it, with {} for the layer, and
    `names` of its tensors. It declares the controls `step`, `word` (whose row is lit)
    and `layer`, and has `steps`, {name: what is said at the step}, where {word} and
    whatever is in `facts` are filled in.
    """

    @property
    def words(self):
        """The words that the rows stand for."""
        return self.tokens

    @stage.derived
    def layers(self):
        """Every layer's tensors, by their names. Shape: (T, …) each"""
        return [self.tensors_of(number) for number in range(len(self.layer.values()))]

    def tensors_of(self, layer):
        """Return the tensors of one layer, counted from 0."""
        place = self.part.format(layer)
        return {name: self.recorded[f"{place}.{name}"] for name in self.names}

    @property
    def tensors(self):
        """The tensors of the chosen layer."""
        return self.layers[self.layer.value - 1]

    def matrix(self, name, title, first, colour=INK, **look):
        """Return the matrix of a tensor, which is empty before its first step.

        `limits` has its limit by name (None: weights from 0 to 1).
        """
        tensor, step = self.tensors[name], self.step.value
        title = stage.sized(title, tensor) if first <= step else title
        row = {"lit": self.word.value, "row_sets": self.word, "row_names": self.words}
        look = row | {"colour": colour, "current": first == step, "name": name} | look
        return stage.Matrix(
            tensor, title, self.limits[name], shown=first <= step, **look
        )

    def say(self):
        word, said = self.word.value, [*self.steps.values()][self.step.value]
        rows = {name: tensor[word] for name, tensor in self.tensors.items()}
        return said.format(word=self.words[word], **self.facts(rows))


class BlockStepper(Stepper):
    """Walk one sentence through one block; subclasses say which.

    A subclass has `lines`, a row for each part of the block in its Add and Norm: the
    four tensors' (name in the recorded block, title, label in the flow). What is said
    may hold {count}, {length} and {cosine} (with what came into the line), {before}
    and {after} (the spread).
    """

    shown_share = 0.995  # of the numbers, that the scale of colour tells apart
    more_height = (0, 0, 0)  # pixels below each line's flow, for what a subclass adds

    @property
    def names(self):
        """The names of the tensors that are shown."""
        return [name for line in self.lines for name, *_ in line]

    @stage.derived
    def limits(self):
        """One scale for all tensors: what is pale here really is small."""
        numbers = [t.ravel() for layer in self.layers for t in layer.values()]
        limit = np.quantile(np.abs(np.concatenate(numbers)), self.shown_share)
        return dict.fromkeys(self.names, float(limit))

    def picture(self):
        marks = []
        for number, line in enumerate(self.lines):
            panels = [self.panel_of(number, place) for place in range(len(line))]
            left = panels[0].margins().left  # of the matrices, above which nodes stand
            draw = partial(self.draw_flow, number=number, left=left)
            height = FLOW_HEIGHT + self.more_height[number]
            flow = stage.Drawing(draw, height, name=f"flow {number + 1}")
            marks += [flow, stage.Grid([panels], gap=(GAP, 14))]
        return stage.Column(*marks)

    def panel_of(self, number, place):
        """Return the matrix of one tensor; one that is shown twice is `again` below."""
        name, title, _ = self.lines[number][place]
        look = {} if place else {"rows": self.words}
        panel = self.matrix(name, title, PARTS * number + place, **look)
        panel.name += " again" if number and not place else ""
        return panel

    def draw_flow(self, pen, box, number, left):
        """Draw a line of the block above its matrices; a click goes to a step.

        A part's name begins with its step, which lights it. Returns the flow, which
        has its four nodes in order, and the size of its text.

        Source: Vaswani et al. 2017, figure 1.
        """
        flow, y = stage.Flow(pen, [f"{self.step.value} *"]), box.y + DETOUR + 8
        size, widths, fork = WIDE if box.width >= NARROW else PHONE
        xs, first, names = middles(box, left, widths), PARTS * number, [*self.steps]
        nodes = list(zip(xs, widths, strict=True))
        for place, ((x, width), (end, room)) in enumerate(pairwise(nodes), start=1):
            ends = (x + width / 2, y), (end - room / 2, y)
            flow.wire(f"{first + place} wire", *ends)
        fork, top = xs[0] + widths[0] / 2 + fork, y - DETOUR
        way = (fork, y), (fork, top), (xs[2], top), (xs[2], y - RADIUS)
        flow.wire(f"{first + 2} residual", *way)
        flow.text("label", xs[1], top + 14, "residual 残差", size)
        for step, (name, _, label) in enumerate(self.lines[number], start=first):
            part, (x, width) = f"{step} {name}", nodes[step - first]
            if label == "+":
                flow.circle(part, x, y, RADIUS, label)
            else:
                flow.box(part, x, y - BOX_HEIGHT / 2, width, BOX_HEIGHT)
                flow.text(part, x, y, label, size)
            says = f"step {step + 1}: {names[step]}"
            pen.spot(flow.parts[part], says, self.step, step)
        return flow, size

    def facts(self, rows):
        """Count and measure what is said of the word's row at the step."""
        number = max(self.step.value - 1, 0) // PARTS
        place = self.step.value - PARTS * number
        line = [rows[name] for name, *_ in self.lines[number]]
        last, now = line[max(place - 1, 0)], line[place]
        return {
            "count": len(now),
            "length": f"{np.linalg.norm(now):.1f}",
            "cosine": signed(cosine(line[0], now)),
            "before": f"{last.std():.2f}",
            "after": f"{now.std():.2f}",
        }


def middles(box, left, widths):
    """Return the middles of a line's nodes: above its matrices; on a phone, evenly."""
    start, gap, count = box.x, GAP, len(widths)
    if box.width >= NARROW:
        widths = [(box.width - left - (count - 1) * GAP) / count] * count
        start += left
    else:
        gap = (box.width - sum(widths)) / (count - 1)
    return [start + sum(widths[:n]) + n * gap + widths[n] / 2 for n in range(count)]


def cosine(a, b):
    """Return the cosine of the angle between two vectors. Shape: (N,), (N,)"""
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))
