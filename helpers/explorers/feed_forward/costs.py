"""Lesson 5: what FFN and attention cost, counted exactly (claims C13 and C14)."""

import ipywidgets as widgets
import numpy as np

from helpers.explorers.live import Explorer
from helpers.figures.feed_forward.costs import CostPicture

LENGTHS = [2**power for power in range(15)]
FIRST = {"length": 8, "d_model": 512, "d_ff": 2048}  # the paper's sizes


def multiplications(length, d_model, d_ff):
    """Count the multiplications of one encoder block, for one sentence.

    Attention has four maps, d_model × d_model, and two products with the weights.

    Returns {"attention": count, "FFN": count}.
    """
    maps, products = 4 * length * d_model**2, 2 * length**2 * d_model
    return {"attention": maps + products, "FFN": 2 * length * d_model * d_ff}


def parameters(d_model, d_ff):
    """Count the learned numbers of one encoder block, without its LayerNorms.

    Returns {"attention": count, "FFN": count}.
    """
    ffn = 2 * d_model * d_ff + d_ff + d_model
    return {"attention": 4 * (d_model**2 + d_model), "FFN": ffn}


def crossing(d_model, d_ff):
    """Return the length at which attention costs as much as the FFN.

    Zero or less: attention costs more at every length.
    """
    return d_ff - 2 * d_model


class CostLab(Explorer):
    """Count what attention and FFN cost as sentences grow.

    The curves end at the length, and the crossing shows once they have come to it, so
    that a class can guess first.

    Controls: `length`, `d_model`, `d_ff`.

    Source: Vaswani et al. 2017, table 1; claims C13 and C14.
    """

    height = 480

    def build(self):
        self.length = self.slider("length", LENGTHS, "How many words the sentence has")
        d_models = [2**power for power in range(5, 13)]
        self.d_model = self.slider("d_model", d_models, "How many numbers a word has")
        d_ffs = [2**power for power in range(5, 15)]
        self.d_ff = self.slider("d_ff", d_ffs, "How many hidden units the FFN has")
        self.picture = CostPicture(self.figure, np.array(LENGTHS))
        self.live(*self.picture.artists)

    def slider(self, name, options, tooltip):
        """Add a slider over powers of two; it begins at the value in `FIRST`."""
        return self.control(
            widgets.SelectionSlider(
                options=[(f"{option:,}", option) for option in options],
                value=FIRST[name],
                description=name,
                tooltip=tooltip,
            )
        )

    def update(self):
        length, sizes = self.length.value, (self.d_model.value, self.d_ff.value)
        so_far = LENGTHS[: LENGTHS.index(length) + 1]
        work, now = (multiplications(n, *sizes) for n in (np.array(so_far), length))
        cross = crossing(*sizes)
        self.picture.show(so_far, now, work, parameters(*sizes), cross)
        share = now["FFN"] / sum(now.values())
        part = f"{share:.0%}" if share > 0.01 else "less than 1%"
        found = (
            f"At {length:,} word{'s' * (length > 1)} the FFN does {part} of the "
            "multiplications"
        )
        if length < cross:
            return f"{found}: it costs more than attention."
        where = f"from {cross:,} words on" if cross > 0 else "at every length"
        return f"{found}; attention costs as much or more {where}."
