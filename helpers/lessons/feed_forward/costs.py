"""What FFN and attention cost, counted exactly (claims C13 and C14)."""

from helpers import stage
from helpers.lessons.sentences import counted
from helpers.stage.style import INK, MUTED

COLOURS = {"attention": MUTED, "FFN": INK}
SIZES = {1e6: "million", 1e9: "billion", 1e12: "trillion"}
COUNTS = stage.Axis(1e2, 1e13, ticks=SIZES, log=True, grid=True)
LENGTHS = stage.Axis(1, 16384, "length, in words", (1, 16, 256, 4096), log=True)


def powers_of_two(label, low, high, tooltip, first):
    """Declare a slider over the powers of two, from 2^low to 2^high."""
    values = {f"{2**n:,}": 2**n for n in range(low, high + 1)}
    return stage.Choice(label, values, tooltip, first)


def multiplications(length, d_model, d_ff):
    """Count the multiplications of one encoder block: {"attention": …, "FFN": …}.

    Attention has four maps, d_model × d_model, and two products with the weights.
    """
    maps, products = 4 * length * d_model**2, 2 * length**2 * d_model
    return {"attention": maps + products, "FFN": 2 * length * d_model * d_ff}


def parameters(d_model, d_ff):
    """Count the learned numbers of one encoder block, without its LayerNorms."""
    ffn = 2 * d_model * d_ff + d_ff + d_model
    return {"attention": 4 * (d_model**2 + d_model), "FFN": ffn}


def crossing(d_model, d_ff):
    """Return the length at which attention costs as much as the FFN.

    Zero or less: attention costs more at every length.
    """
    return d_ff - 2 * d_model


class CostLab(stage.Explorer):
    """Count what attention and FFN cost as sentences grow.

    The curves end at the length, and the crossing shows once they have come to it, so
    that a class can guess first.

    Source: Vaswani et al. 2017, table 1; claims C13 and C14.
    """

    height = 448
    length = powers_of_two("length", 0, 14, "How many words the sentence has", 8)
    # The paper's sizes come first.
    d_model = powers_of_two("d_model", 5, 12, "How many numbers a word has", 512)
    d_ff = powers_of_two("d_ff", 5, 14, "How many hidden units the FFN has", 2048)

    @stage.derived
    def counted(self):
        """The crossing, the work at each length so far, and the parameters."""
        sizes, lengths = (self.d_model.value, self.d_ff.value), self.length.values()
        so_far = [n for n in lengths if n <= self.length.value]
        work = {n: multiplications(n, *sizes) for n in so_far}
        return crossing(*sizes), work, parameters(*sizes)

    def picture(self):
        here, (cross, work, learned) = self.length.value, self.counted
        items = [stage.Rule(x=here, width=1.2, name="here")]
        for name, colour in COLOURS.items():
            counts = [found[name] for found in work.values()]
            items += [
                stage.Line([*work], counts, colour, 3, name=name),
                stage.Dots([here], counts[-1:], colour, 11, silent=True),
            ]
        if 0 < cross <= here:
            look = {"align": "right", "dx": -10, "dy": 12}
            items += [
                stage.Rule(x=cross, colour=MUTED, width=2, dash=(2, 4), name="equal"),
                stage.Note(cross, COUNTS.high, "equal cost", MUTED, **look),
            ]
        counts, colours = [*learned.values()], [*COLOURS.values()]
        texts = [f"{count:,}" for count in counts]
        return stage.Row(
            stage.Plot(items, LENGTHS, COUNTS, "Multiplications of one encoder block",
                       says="{name}, {x} words: {y} multiplications", ends=True,
                       sets=self.length, name="work"),
            stage.Plot([stage.Pillars(range(2), counts, colours, texts=texts)],
                       stage.Axis(-0.6, 1.6, ticks=dict(enumerate(learned))),
                       stage.Axis(0, 1.15 * max(counts)), "Parameters",
                       says="{x}: {y} parameters", name="parameters"),
            widths=(2, 1),
        )  # fmt: skip

    def say(self):
        length, (cross, work, _) = self.length.value, self.counted
        share = work[length]["FFN"] / sum(work[length].values())
        part = f"{share:.0%}" if share > 0.01 else "less than 1%"
        where = f"from {cross:,} words on" if cross > 0 else "at every length"
        found = f"; attention costs as much or more {where}."
        if length < cross:
            found = ": it costs more than attention."
        words = counted(length, "word")
        return f"At {words} the FFN does {part} of the multiplications{found}"
