"""Switch heads off, and see what the model still can do."""

from dataclasses import dataclass
from functools import lru_cache, partial

from helpers import stage
from helpers.lessons.multi_head.heads import AttentionMapsExplorer, readable
from helpers.model import heads_off
from helpers.stage.controls import row
from helpers.stage.pen import Box
from helpers.stage.style import ACCENT, MUTED, PAPER, SMALL, shortened, text_width
from helpers.training.experiments.head_removal import (
    REMOVAL,
    SAMPLE,
    all_heads,
    effect_without,
    held_out_pairs,
)

MEASURED = 64  # choices of heads whose effect is kept: a measurement is slow
NOTHING = "(nothing)"  # what a crippled model may write
LINE_ROOM = 330  # pixels for a line of text
FIRST = 1.38  # times the height of a row of maps: of the first, which has titles


class HeadSwitchesLab(AttentionMapsExplorer):
    """Switch heads off, and measure the model that is left.

    `count` switches off so many, the least missed first; `toggles[name, head]` is one
    head's switch (head from 0; True is off). `effect` is what was measured on sentences
    that training never saw.

    Source: claim C10; Michel et al. 2019, section 3.
    """

    most_words = 16
    count = stage.Number(
        "heads off",
        0,
        lambda self: len(self.order),
        "So many heads off, the least missed first",
    )
    rows = "sentence", "count"

    def __init__(self, translator):
        model, self.pairs, removals = translator.model, held_out_pairs(), REMOVAL.read()
        # Every head, and the name of its switch.
        self.heads = {head: "{}.{}".format(*head) for head in all_heads(model)}
        self.order = [(r.attention, r.head - 1) for r in removals]
        self.right = [SAMPLE, *(round(SAMPLE * r.exact_match) for r in removals)]
        self.effect_of = lru_cache(MEASURED)(partial(effect_without, model, self.pairs))
        super().__init__(translator)

    def declared(self):
        declared = super().declared()
        for (attention, head), name in self.heads.items():
            tooltip = f"Switch head {head + 1} of {readable(attention)} off"
            declared[name] = stage.Switch(f"{head + 1}", tooltip, width="34px")
            declared[name].name = name
        return declared

    @property
    def toggles(self):
        """The switches of all heads, by attention's name and head."""
        return {head: self.controls[name] for head, name in self.heads.items()}

    def after(self, **changes):
        if "count" in changes:
            off = self.order[: changes["count"]]
            changes = {n: head in off for head, n in self.heads.items()} | changes
        return super().after(**changes)

    def panel(self):
        groups = {}
        for (name, _), toggle in self.toggles.items():
            groups.setdefault(name, [readable(name)]).append(toggle.widget)
        return [*super().panel(), row(*(row(*group) for group in groups.values()))]

    @property
    def off(self):
        """The heads that are off."""
        return tuple(head for head, toggle in self.toggles.items() if toggle.value)

    @property
    def effect(self):
        """How good the model is without the heads that are off."""
        return self.effect_of(self.off)

    @property
    def right_left(self):
        """How many held-out sentences the heads that are left translate right."""
        return round(SAMPLE * self.effect.exact_match)

    @stage.derived
    def left(self):
        """The translation with the heads that are left."""
        with heads_off(self.translator.model, self.off):
            return self.translator.translate(self.sentence.value).text

    def picture(self):
        rows = {}
        for name, head in self.heads:
            rows.setdefault(name, []).append(self.map_of(name, head))
        rows = list(rows.values())
        heights = [FIRST, *[1] * len(rows[1:])]
        maps = stage.Grid(rows, None, heights, (10, 10), len(rows[0]))
        turns = f"1 goes first, {len(self.order)} is the last one left"
        turns = stage.Label(turns, SMALL, MUTED, align="right")
        lines = {
            "text": self.sentence.value,
            "whole": f"all heads on:  {''.join(self.target) or NOTHING}",
            "left": f"{len(self.off)} off:  {self.left or NOTHING}",
            "loss": f"loss {self.effect.loss:.2f} nats a word",
        }
        lines = [stage.Label(shortened(lines[n], LINE_ROOM), name=n) for n in lines]
        sides = stage.Column(maps, turns), stage.Column(self.curve(), *lines)
        return stage.Row(*sides, widths=(1.25, 1), gap=40)

    def map_of(self, name, head):
        """Return one head's map; a click switches the head."""
        (queries, keys, _, maps), toggle = self.maps(name), self.toggles[name, head]
        title = f"head {head + 1}" if name.startswith("encoder.0") else ""
        look = {"row_names": queries, "column_names": keys, "name": toggle.name}
        look["rows"] = {} if head else {(len(queries) - 1) / 2: readable(name)}
        look |= {"sets": (toggle, not toggle.value), "off": toggle.value}
        look["turn"] = self.order.index((name, head)) + 1
        return HeadMap(maps[head], title, **look)

    def curve(self):
        """Return how many sentences stay right while the heads go one by one."""
        counts, says = range(len(self.right)), "{x} heads off, one by one: {y} right"
        order = stage.Line(counts, self.right, MUTED, 1.5, dots=6, says=says)
        says = "your choice, {x} heads off: {y} right"
        look = {"name": "your choice", "says": says}
        here = [len(self.off)], [self.right_left]
        return stage.Plot(
            [order, stage.Dots(*here, ACCENT, 12, "D", **look)],
            stage.Axis(-0.8, len(counts) - 0.2, "heads off, one by one", counts[::4]),
            stage.Axis(-3, SAMPLE + 4, ticks=range(0, SAMPLE + 1, 16), grid=True),
            f"of {SAMPLE} held-out sentences right",
            legend=1,
            sets=self.count,
            name="curve",
        )

    def say(self):
        same = self.left == "".join(self.target)
        return (
            f"With {len(self.off)} of {len(self.heads)} heads off, {self.right_left} "
            f"of {SAMPLE} held-out sentences are right and the loss is "
            f"{self.effect.loss:.2f}; this one "
            f"{'stays the same' if same else 'changes'}."
        )


@dataclass
class HeadMap(stage.Matrix):
    """Draw one head's map, its turn in a corner; a head that is off is hatched."""

    turn: int = 0
    off: bool = False

    def draw(self, pen, box):
        super().draw(pen, box)
        pen.cut()
        if self.off:
            pen.rect(box, fill=PAPER, opacity=0.8)
            pen.hatch(box)
        width = text_width(f"{self.turn}", SMALL) + 4
        corner = Box(box.right - width - 1, box.y + 1, width, SMALL + 2)
        pen.rect(corner, fill=PAPER)
        pen.text(*corner.middle, f"{self.turn}", SMALL, align="center", middle=True)
