"""Lesson 3: why `view` and then `transpose`, on a tensor of word numbers."""

import ipywidgets as widgets
import torch

from helpers.explorers.controls import add_steps
from helpers.explorers.live import Explorer, row
from helpers.figures.multi_head.split import STEPS, SplitPicture

D_MODEL = 8
START, VIEW, TRANSPOSE, ATTEND, CONCAT, OUTPUT = range(len(STEPS))


class SplitStepper(Explorer):
    """Cut n × d_model into heads, and join them again, step by step.

    Every number in a cell is the number of the word that the cell belongs to.

    Controls: `step` (0 to 5), `num_heads`, `words`, `forget` (view without transpose).

    Source: Vaswani et al. 2017, section 3.2.2; claim C10.
    """

    height = 540

    def build(self):
        self.step, self.step_row = add_steps(
            self, "step", STEPS, "How far the tensor has come"
        )
        self.num_heads = self.control(
            widgets.SelectionSlider(
                options=(1, 2, 4),
                value=2,
                description="heads",
                tooltip=f"d_model = {D_MODEL} is shared among so many heads",
            )
        )
        self.words = self.control(widgets.IntSlider(4, 2, 5, description="words"))
        self.words.tooltip = "How many words the sentence has"
        self.forget = self.control(
            widgets.ToggleButton(
                description="forget transpose",
                tooltip="The famous mistake: view straight to (heads, words, d_k)",
            )
        )
        self.picture = SplitPicture(self.figure)
        self.live(*self.picture.artists)

    def panel(self):
        controls = row(self.num_heads, self.words, self.forget, self.reset_button)
        return widgets.VBox([self.step_row, controls])

    def update(self):
        step, wrong = self.step.value, self.forget.value
        sizes = self.words.value, self.num_heads.value
        start = word_numbers(self.words.value)
        heads = split(start, self.num_heads.value, wrong)
        joined = join(heads, wrong)
        cut = step >= (VIEW if wrong else TRANSPOSE)
        panel = 0 if not cut else 1 if step < CONCAT else 2
        self.picture.show(
            start.numpy(),
            heads.numpy() if cut else None,
            joined.numpy() if step >= CONCAT else None,
            code_of(step, *sizes, wrong),
            panel,
            "Z" if step == OUTPUT else "Concat",
        )
        d_k = D_MODEL // self.num_heads.value
        self.picture.mark_borders([] if wrong or step < VIEW else [d_k] * sizes[1])
        return describe(step, heads, wrong)


def word_numbers(words):
    """Fill a tensor with the words' own numbers. Shape: -> (n, d_model)"""
    return torch.arange(words)[:, None].expand(words, D_MODEL).contiguous()


def split(x, num_heads, wrong=False):
    """Cut a tensor into heads, or make the famous mistake.

    Shape: (n, d_model) -> (h, n, d_k)
    """
    words = len(x)
    if wrong:
        return x.view(num_heads, words, -1)
    return x.view(words, num_heads, -1).transpose(0, 1)


def join(heads, wrong=False):
    """Put the heads side by side again, by the same way. Shape: -> (n, d_model)"""
    words = heads.shape[1]
    if wrong:
        return heads.reshape(words, -1)
    return heads.transpose(0, 1).reshape(words, -1)


def code_of(step, words, num_heads, wrong):
    """Return the line of code that makes a step, and the shape after it."""
    d_k = D_MODEL // num_heads
    flat, cut = f"({words}, {D_MODEL})", f"({num_heads}, {words}, {d_k})"
    view = f"({words}, {num_heads}, {d_k})"
    lines = {
        START: ("q = W_q(x)", flat),
        VIEW: (f"q = q.view{cut if wrong else view}", cut if wrong else view),
        TRANSPOSE: ("# forgotten" if wrong else "q = q.transpose(0, 1)", cut),
        ATTEND: ("z = softmax(q @ k.mT / √d_k) @ v", cut),
        CONCAT: (f"z = {'' if wrong else 'z.transpose(0, 1)'}.reshape{flat}", flat),
        OUTPUT: ("z = W_o(z)", flat),
    }
    line, shape = lines[step]
    line = line.replace("= .reshape", "= z.reshape")
    return f"{line}    →  {shape}"


def describe(step, heads, wrong):
    """Say what a step has made."""
    num_heads, words, d_k = heads.shape
    if step == START or (step == VIEW and not wrong):
        parts = "" if step == START else f", seen as {num_heads} × {d_k}"
        return f"Every word has a row of {D_MODEL} numbers{parts}; nothing has moved."
    if step == CONCAT and not wrong:
        sizes = f"{words} × {num_heads}·{d_k}"
        return f"The heads stand side by side again: n × (h·d_v) = {sizes}."
    if step == OUTPUT and not wrong:
        return f"W_O mixes the heads: Z is {words} × {D_MODEL}, the shape of x again."
    silence = "Nothing complains, but head" if step >= CONCAT else "Head"
    return f"{silence} 1 has rows of the words {rows_of(heads[0])}."


def rows_of(head):
    """Say whose numbers a head's rows hold, and what it misses. Shape: (n, d_k)"""
    rows = ", ".join(" with ".join(map(str, row.unique().tolist())) for row in head)
    missing = sorted(set(range(len(head))) - set(head.unique().tolist()))
    if not missing:
        return f"{rows}: all of them"
    return f"{rows}; it never sees {' and '.join(map(str, missing))}"
