"""Switch heads off, and see what the model still can do."""

from dataclasses import dataclass
from functools import lru_cache

from helpers import stage
from helpers.lessons.multi_head.heads import EXAMPLES, readable, sides_of
from helpers.lessons.sentences import SentenceExplorer
from helpers.model.head_switches import heads_off
from helpers.stage.controls import row
from helpers.stage.pen import Box
from helpers.stage.style import ACCENT, MUTED, PAPER, SMALL, shortened, text_width
from helpers.training.experiments.head_removal import read_results
from helpers.training.head_effects import (
    SAMPLE,
    all_heads,
    effect_without,
    held_out_pairs,
)

MEASURED = 64  # choices of heads whose effect is kept: a measurement is slow
NOTHING = "(nothing)"  # what a crippled model may write
LINE_ROOM = 330  # pixels for a line of text
FIRST = 1.38  # times the height of a row of maps: of the first, which has titles
SAID = (
    "With {off} of {all} heads off, {right} of {sample} held-out sentences are right "
    "and the loss is {loss:.2f}; this one {changes}."
)


class HeadSwitches(SentenceExplorer):
    """Switch heads off, and measure the model that is left.

    `count` switches off so many, the least missed first; `toggles[name, head]` is one
    head's switch (head from 0; True is off). `effect` is what was measured on sentences
    that training never saw.

    Source: claim C10; Michel et al. 2019, section 3.
    """

    height, most_words = 588, 16
    sentence = stage.Sentence(EXAMPLES)
    count = stage.Number(
        "heads off",
        0,
        lambda self: len(self.order),
        "So many heads off, the least missed first",
    )
    rows = "sentence", "count"

    def __init__(self, translator):
        self.heads, self.pairs = all_heads(translator.model), held_out_pairs()
        removals = read_results()
        self.order = [(r.attention, r.head - 1) for r in removals]
        self.right = [SAMPLE, *(round(SAMPLE * r.exact_match) for r in removals)]
        self.effect_of = lru_cache(MEASURED)(
            lambda off: effect_without(translator.model, self.pairs, off)
        )
        super().__init__(translator)

    def declared(self):
        declared = super().declared()
        for name, head in self.heads:
            tooltip = f"Switch head {head + 1} of {readable(name)} off"
            switch = stage.Switch(f"{head + 1}", tooltip, width="34px")
            switch.name = switch_of(name, head)
            declared[switch.name] = switch
        return declared

    @property
    def toggles(self):
        """The switches of all heads, by attention's name and head."""
        return {head: self.controls[switch_of(*head)] for head in self.heads}

    def after(self, **changes):
        if "count" in changes:
            off = self.order[: changes["count"]]
            changes = {switch_of(*h): h in off for h in self.heads} | changes
        return super().after(**changes)

    def panel(self):
        groups = {}
        for (name, _), toggle in self.toggles.items():
            group = groups.setdefault(name, [readable(name)])
            group.append(toggle.widget)
        return [*super().panel(), row(*(row(*group) for group in groups.values()))]

    @property
    def off(self):
        """The heads that are off."""
        return tuple(head for head, toggle in self.toggles.items() if toggle.value)

    @property
    def effect(self):
        """How good the model is without the heads that are off."""
        return self.effect_of(self.off)

    @stage.derived
    def whole(self):
        """The translation with every head on, and its maps, by attention."""
        whole = self.translator.translate(self.sentence.value)
        maps = self.translator.attention(self.sentence.value, whole.target_tokens)
        return whole, maps

    @stage.derived
    def left(self):
        """The translation with the heads that are left."""
        with heads_off(self.translator.model, self.off):
            return self.translator.translate(self.sentence.value).text

    def picture(self):
        whole, maps = self.whole
        rows = [[self.map_of(name, n) for n in range(len(maps[name]))] for name in maps]
        turns = f"1 goes first, {len(self.order)} is the last one left"
        lines = {
            "text": self.sentence.value,
            "whole": f"all heads on:  {whole.text or NOTHING}",
            "left": f"{len(self.off)} off:  {self.left or NOTHING}",
            "loss": f"loss {self.effect.loss:.2f} nats a word",
        }
        lines = [stage.Label(shortened(lines[n], LINE_ROOM), name=n) for n in lines]
        return stage.Row(
            stage.Column(
                stage.Grid(
                    rows, None, [FIRST, *[1] * len(rows[1:])], (10, 10), len(rows[0])
                ),
                stage.Label(turns, SMALL, MUTED, align="right"),
            ),
            stage.Column(self.curve(), *lines),
            widths=(1.25, 1),
            gap=40,
        )

    def map_of(self, name, head):
        """Return one head's map; a click switches the head."""
        (whole, maps), toggle = self.whole, self.toggles[name, head]
        queries, keys = sides_of(name, self.tokens, whole.target_tokens)
        return HeadMap(
            maps[name][head],
            f"head {head + 1}" if name == self.heads[0][0] else "",
            rows={} if head else {(len(queries) - 1) / 2: readable(name)},
            row_names=queries,
            column_names=keys,
            sets=(toggle, not toggle.value),
            name=toggle.name,
            turn=self.order.index((name, head)) + 1,
            off=toggle.value,
        )

    def curve(self):
        """Return how many sentences stay right while the heads go one by one."""
        counts, says = range(len(self.right)), "{x} heads off, one by one: {y} right"
        here = [len(self.off)], [round(SAMPLE * self.effect.exact_match)]
        return stage.Plot(
            [
                stage.Line(counts, self.right, MUTED, 1.5, dots=6, says=says),
                stage.Dots(*here, ACCENT, 12, "D", name="your choice",
                           says="your choice, {x} heads off: {y} right"),
            ],
            stage.Axis(-0.8, len(counts) - 0.2, "heads off, one by one", counts[::4]),
            stage.Axis(-3, SAMPLE + 4, ticks=range(0, SAMPLE + 1, 16), grid=True),
            f"of {SAMPLE} held-out sentences right",
            legend=1,
            sets=(self.count, {count: count for count in counts}),
            name="curve",
        )  # fmt: skip

    def say(self):
        same, effect = self.left == self.whole[0].text, self.effect
        return SAID.format(
            **{"off": len(self.off), "all": len(self.heads), "loss": effect.loss},
            **{"right": round(SAMPLE * effect.exact_match), "sample": SAMPLE},
            changes="stays the same" if same else "changes",
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


def switch_of(name, head):
    """Return the name of the control that switches a head."""
    return f"{name}.{head}"
