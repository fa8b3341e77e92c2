"""Beam search as a tree that grows to the right, word by word."""

import math
from typing import NamedTuple

import numpy as np

from helpers import stage
from helpers.language import BOS, PAD_ID
from helpers.lessons.sentences import SentenceExplorer, counted
from helpers.model.beam import beam_steps, final_scores
from helpers.stage import style
from helpers.stage.pen import Box
from helpers.stage.style import SMALL, TEXT, shortened, signed, text_width

LENGTH_PENALTY = 0.6  # the paper's, and that of `beam_search`
MOST_WIDTH, MOST_STEPS, NUM_DROPPED = 5, 16, 2
WAITS = "✓"  # in the box of a finished output that is still in the beam
WINNER, ALIVE, LOST, DROPPED = "winner", "alive", "lost", "dropped"
# What matters most is drawn last. For each: edge, its width, fill, ink, what is said.
LOOKS = {
    DROPPED: (style.PALE, 1.2, style.PAPER, style.MUTED, "never kept"),
    LOST: (style.MUTED, 1.2, style.PAPER, style.MUTED, "kept for a while"),
    ALIVE: (style.INK, 2.0, style.PAPER, style.INK, "lives on"),
    WINNER: (style.ACCENT, 3.0, style.LIT, style.INK, "wins"),
}
PITCH, ROW_PITCH, TOP = 109, 48, 46  # pixels from box to box, and above the first
BOX_WIDTH, BOX_HEIGHT, TOTAL_WIDTH = 58, 32, 52
DROP = 0.12  # of the way to the next box, an edge runs to its row
LINE, SUM_WIDTH = 23, 162  # pixels of an output in words, and of its sum


class Node(NamedTuple):
    """One output that was weighed: its last word, and what it is worth.

    `own` is the word's log-probability, `total` that of the whole output, `parent` the
    row of the output it grew from, in the column before.
    """

    word: str
    own: float
    total: float
    parent: int | None
    state: str


class BeamStepper(SentenceExplorer):
    """Grow the tree of a beam search step by step, for a typed sentence.

    A width of 1 is greedy. The last columns of the tree are drawn, and below it every
    output that is kept, in the end divided by its length.

    Source: Vaswani et al. 2017, section 6.1; Wu et al. 2016, equation 14.
    """

    height, most_words = 536, 64
    examples = (
        "she likes the rice that Tom likes",
        "I like apples",
        "the old teacher likes the old hat",
    )
    beam_width = stage.Number("width", 1, MOST_WIDTH, "How many outputs are kept", 4)
    step = stage.Steps(
        "step",
        lambda self: range(1, len(self.found) + 1),
        "How many words have been weighed",
    )
    rows = "sentence", "step beam_width"

    @stage.derived
    def found(self):
        """Every step of the search, with the chosen width."""
        model, ids = self.translator.model, self.sentence.reading.ids
        most = min(MOST_STEPS, model.config.max_len)
        options = {"max_len": most, "beam_width": self.beam_width.value}
        return list(beam_steps(model, ids, **options))

    @property
    def ended(self):
        return self.step.value == len(self.found) - 1

    @stage.derived
    def outputs(self):
        """What is kept: words, how many with <eos>, total, what is left by length."""
        now = self.found[self.step.value]
        ids, scores = now.ids[0], final_scores(now, LENGTH_PENALTY, PAD_ID)[0]
        texts = [self.target_text(words) for words in ids.tolist()]
        lengths = (ids != PAD_ID).sum(dim=1)
        numbers = lengths.tolist(), now.totals[0].tolist(), scores.tolist()
        return list(zip(texts, *numbers, strict=True))

    @property
    def best(self):
        """The place of the best output: by length in the end, until then by total."""
        scores = [score for *_, score in self.outputs]
        return scores.index(max(scores)) if self.ended else 0

    @stage.derived
    def levels(self):
        """What was weighed for each word, the likeliest first: lists of nodes."""
        levels, worth = [[Node(BOS, 0.0, 0.0, None, ALIVE)]], [0.0]
        for found in self.found[: self.step.value + 1]:
            levels.append(self.level(found, worth))
            worth = found.totals[0]
        mark(levels, self.best, WINNER if self.ended else ALIVE)
        if self.ended:  # what follows its <eos> would push its beginning out
            levels = levels[: 1 + self.outputs[self.best][1]]
        return levels

    def level(self, found, worth):
        """List what a step kept and the best of what it dropped, the likeliest first.

        Shape: found, a `BeamStep` for one sentence; worth (width,), the beams before it
            -> up to width + NUM_DROPPED nodes
        """
        candidates = found.candidates[0]  # (width, V)
        width, vocab_size = candidates.shape
        totals, places = candidates.flatten().topk(width + NUM_DROPPED)
        nodes = []
        for rank, (total, place) in enumerate(zip(totals, places, strict=True)):
            parent, word = divmod(place.item(), vocab_size)
            name = WAITS if word == PAD_ID else self.target_words([word])[0]
            own = (total - worth[parent]).item()
            state = LOST if rank < width else DROPPED
            nodes.append(Node(name, own, total.item(), parent, state))
        return [node for node in nodes if node.total > -math.inf]

    def picture(self):
        kept = stage.Drawing(self.draw_outputs, (MOST_WIDTH + 1) * LINE, name="kept")
        return stage.Column(stage.Drawing(self.draw_tree, name="tree"), kept)

    def draw_tree(self, pen, box):
        """Draw as many of the last columns as there is room for."""
        columns = int((box.width - BOX_WIDTH - TOTAL_WIDTH) // PITCH) + 1
        first = max(len(self.levels) - columns, 0)
        shown = self.levels[first:]
        for column, level in enumerate(shown):
            pen.cut()
            last = column == len(shown) - 1
            rows = sorted(enumerate(level), key=lambda at: [*LOOKS].index(at[1].state))
            for row, node in rows:
                if node.parent is not None:
                    start = place(box, column - 1, node.parent if column else row)
                    draw_edge(pen, start, place(box, column, row), node, column, last)
            for row, node in rows:
                self.draw_node(pen, place(box, column, row), node, first + column, last)
        x = place(box, len(shown) - 1, 0).right + 8
        pen.text(x, box.y + TEXT, "total", TEXT, style.MUTED)

    def draw_node(self, pen, spot, node, column, last):
        """Draw a box with its word; it tells its numbers, and a click goes to it."""
        edge, width, fill, ink, fate = LOOKS[node.state]
        own, total = signed(node.own), signed(node.total)
        pen.rect(spot, edge, min(width, 2.2), fill, 6)
        pen.text(*spot.middle, node.word, TEXT, ink, align="center", middle=True)
        if last:
            look = TEXT, ink, node.state in (ALIVE, WINNER)
            pen.text(spot.right + 8, spot.middle[1], total, *look, middle=True)
        if node.parent is None:
            pen.spot(spot, f"{node.word}: the beginning")
        else:
            says = f"{node.word}: {own}, in total {total}; {fate}"
            pen.spot(spot, says, self.step, column - 1)

    def draw_outputs(self, pen, box):
        """Write every output that is kept, and what it is worth."""
        room, y = box.width - SUM_WIDTH - 20, box.y + LINE / 2
        texts = [shortened(text, room, SMALL) for text, *_ in self.outputs]
        longest = max(text_width(text, SMALL, bold=True) for text in texts)
        right = box.x + min(longest + 30, room + 20) + SUM_WIDTH
        head = "kept, by total"
        if self.ended:
            formula = f"total ÷ ((5 + length) / 6)^{LENGTH_PENALTY}"
            head = f"kept; in the end, {formula} decides"
        pen.text(box.x, y, head, SMALL, style.MUTED, middle=True)
        for row, (text, length, total, score) in enumerate(self.outputs):
            y += LINE
            best = row == self.best
            look = SMALL, style.ACCENT if best else style.INK, best
            worth = signed(total)
            says = f"“{text}”: total {worth}"
            if self.ended:
                says += f", length {length}, {signed(score)} in the end"
                worth += f" ÷ {total / score:.2f} = {signed(score)}"
            pen.text(box.x, y, texts[row], *look, middle=True)
            pen.text(right, y, worth, *look, "right", middle=True)
            pen.spot(Box(box.x, y - LINE / 2, box.width, LINE), says)

    def say(self):
        width, step = self.beam_width.value, self.step.value + 1
        text, _, total, _ = self.outputs[self.best]
        text, worth = shortened(text, 400, SMALL), f"log-probability {signed(total)}"
        if self.ended:
            name = "Greedy" if width == 1 else f"A beam of {width}"
            return f"{name} ends after {step} steps with “{text}”, {worth}."
        outputs = counted(width, "output")
        return f"Step {step} keeps {outputs}; the best is “{text}”, {worth}."


def draw_edge(pen, start, end, node, column, last):
    """Draw the line to a node's box from what it grew from, or from outside.

    It runs to the row of its end at once, then level: beside it stand the numbers.
    """
    ink, width, _, words, _ = LOOKS[node.state]
    left, right, (_, top), (_, y) = max(start.right, 0), end.x, start.middle, end.middle
    t = np.linspace(0, 1, 12)
    xs, ys = left + DROP * (right - left) * t, top + (y - top) * t * t * (3 - 2 * t)
    pen.line([*zip(xs, ys, strict=True), (right, y)], ink, width)
    if column and (last or node.state != DROPPED) and node.word != WAITS:
        corner = right - 4, y - 6
        pen.text(*corner, signed(node.own), SMALL, words, align="right")


def mark(levels, best, state):
    """Mark the ways to all outputs that are still kept, then the way to the best.

    `best` is its row in the last level, `state` what to call it.
    """
    kept = [end for end, node in enumerate(levels[-1]) if node.state == LOST]
    for end, look in [(end, ALIVE) for end in kept] + [(best, state)]:
        for level in reversed(levels):
            level[end] = level[end]._replace(state=look)
            end = level[end].parent


def place(box, column, row):
    """Return where a node's box stands."""
    x, y = box.x + column * PITCH, box.y + TOP + row * ROW_PITCH
    return Box(x, y - BOX_HEIGHT / 2, BOX_WIDTH, BOX_HEIGHT)
