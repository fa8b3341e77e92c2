"""One block of a trained model, arrow by arrow: what lessons 4 and 6 share."""

from functools import partial

import numpy as np

from helpers import stage
from helpers.lessons.walk import Walk
from helpers.stage.layout import NARROW
from helpers.stage.style import SMALL, signed

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


class BlockWalk(Walk):
    """Walk one sentence through one block, step by step; subclasses say which block.

    A subclass declares the controls `sentence`, `step`, `word` and `layer`, and has
    `stack`, the side of the model; `lines`, a row for each part of the block in its Add
    and Norm: the four tensors' (name in the recorded block, title, label in the flow);
    and `steps`, {name: what is said at the step}. What is said may hold {word},
    {count}, {length} and {cosine} (with what came into the line), {before} and {after}
    (the spread).

    Shape: tensors: (T, d_model) each
    """

    shown_share = 0.995  # of the numbers, that the scale of colour tells apart
    more_height = (0, 0, 0)  # pixels below each line's flow, for what a subclass adds

    @stage.derived
    def tensors(self):
        """The tensors of one block, by their names."""
        return self.block(self.layer.value - 1)

    def block(self, number):
        """Return the tensors of one block (from 0), by their names in it."""
        names = [name for line in self.lines for name, *_ in line]
        return {name: self.recorded[f"{self.stack}.{number}.{name}"] for name in names}

    @stage.derived
    def limits(self):
        """One scale for all tensors: what is pale here really is small."""
        blocks = map(self.block, range(len(self.layer.values())))
        numbers = np.concatenate([t.ravel() for b in blocks for t in b.values()])
        limit = np.quantile(np.abs(numbers), self.shown_share)
        return dict.fromkeys(self.tensors, float(limit))

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

        A part's name begins with its step, which lights it. Returns the flow, the
        middles of its four nodes (xs, one y), and the size of its text.

        Source: Vaswani et al. 2017, figure 1.
        """
        flow, y = stage.Flow(pen, [f"{self.step.value} *"]), box.y + DETOUR + 8
        size, widths, fork = WIDE if box.width >= NARROW else PHONE
        xs = middles(box, left, widths)
        starts = [x + width / 2 for x, width in zip(xs, widths, strict=True)]
        first, names = PARTS * number, list(self.steps)
        for place, start in enumerate(starts[:-1], start=1):
            end = xs[place] - widths[place] / 2
            flow.wire(f"{first + place} wire", (start, y), (end, y))
        fork, top = starts[0] + fork, y - DETOUR
        way = (fork, y), (fork, top), (xs[2], top), (xs[2], y - RADIUS)
        flow.wire(f"{first + 2} residual", *way)
        flow.text("label", xs[1], top + 14, "residual 残差", size)
        for step, (name, _, label) in enumerate(self.lines[number], start=first):
            part, x, width = f"{step} {name}", xs[step - first], widths[step - first]
            if label == "+":
                flow.circle(part, x, y, RADIUS, label)
            else:
                flow.box(part, x, y - BOX_HEIGHT / 2, width, BOX_HEIGHT)
                flow.text(part, x, y, label, size)
            says = f"step {step + 1}: {names[step]}"
            pen.spot(flow.parts[part], says, self.step, step)
        return flow, xs, y, size

    def say(self):
        step, word = self.step.value, self.word.value
        number = max(step - 1, 0) // PARTS
        rows = [self.tensors[name][word] for name, *_ in self.lines[number]]
        place = step - PARTS * number
        first, last, now = rows[0], rows[max(place - 1, 0)], rows[place]
        return list(self.steps.values())[step].format(
            **{"word": self.words[word], "count": len(now)},
            **{"length": f"{np.linalg.norm(now):.1f}"},
            **{"cosine": signed(cosine(first, now))},
            **{"before": f"{last.std():.2f}", "after": f"{now.std():.2f}"},
        )


def middles(box, left, widths):
    """Return the middles of a line's nodes: above its matrices; on a phone, evenly."""
    count, start, gap = len(widths), box.x + left, GAP
    if box.width >= NARROW:
        widths = [(box.width - left - (count - 1) * GAP) / count] * count
    else:
        start, gap = box.x, (box.width - sum(widths)) / (count - 1)
    return [start + sum(widths[:n]) + n * gap + widths[n] / 2 for n in range(count)]


def cosine(a, b):
    """Return the cosine of the angle between two vectors. Shape: (N,), (N,)"""
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))
