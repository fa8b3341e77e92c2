"""Why `view` and then `transpose`, on a tensor of word numbers."""

import torch
from matplotlib import colormaps

from helpers import stage
from helpers.stage.style import MUTED, TITLE

D_MODEL = 8
# The code of each step and the shape after it; then those that the mistake changes.
STEPS = {
    "x W": ("q = W_q(x)", "flat"),
    "view": ("q = q.view{view}", "view"),
    "transpose": ("q = q.transpose(0, 1)", "cut"),
    "attend": ("z = softmax(q @ k.mT / √d_k) @ v", "cut"),
    "Concat": ("z = z.transpose(0, 1).reshape{flat}", "flat"),
    "W_O": ("z = W_o(z)", "flat"),
}
START, VIEW, TRANSPOSE, ATTEND, CONCAT, OUTPUT = range(len(STEPS))
MISTAKES = {
    VIEW: ("q = q.view{cut}", "cut"),
    TRANSPOSE: ("# forgotten", "cut"),
    CONCAT: ("z = z.reshape{flat}", "flat"),
}
ROW, HEAD = "Every word has a row of {d_model} numbers", "ead 1 has rows of the words"
SAID = (
    f"{ROW}; nothing has moved.",
    f"{ROW}, seen as {{h}} × {{d_k}}; nothing has moved.",
    f"H{HEAD} {{rows}}.",
    f"H{HEAD} {{rows}}.",
    "The heads stand side by side again: n × (h·d_v) = {n} × {h}·{d_k}.",
    "W_O mixes the heads: Z is {n} × {d_model}, the shape of x again.",
)
SAID_OF_MISTAKE = (SAID[0], *[SAID[2]] * 3, *[f"Nothing complains, but h{HEAD} {{rows}}."] * 2)
CODE_SIZE = 17  # pixels: the longest line fits a phone


class SplitStepper(stage.Explorer):
    """Cut n × d_model into heads, and join them again, step by step.

    Every number in a cell is the number of the word that the cell belongs to. With
    `forget`, the tensor is viewed and not transposed.

    Source: Vaswani et al. 2017, section 3.2.2; claim C10.
    """

    height = 540
    step = stage.Steps("step", STEPS, "How far the tensor has come")
    num_heads = stage.Choice(
        "heads", (1, 2, 4), f"d_model = {D_MODEL} is shared among so many heads", first=2
    )
    words = stage.Number("words", 2, 5, "How many words the sentence has", first=4)
    forget = stage.Switch(
        "forget transpose",
        "The famous mistake: view straight to (heads, words, d_k)",
    )

    @property
    def start(self):
        """The tensor at the start. Shape: (n, d_model)"""
        return word_numbers(self.words.value)

    @property
    def heads(self):
        """The heads that are cut from it. Shape: (h, n, d_k)"""
        return split(self.start, self.num_heads.value, self.forget.value)

    def picture(self):
        step, wrong = self.step.value, self.forget.value
        (h, n, d_k), cut = self.heads.shape, VIEW if wrong else TRANSPOSE
        columns = [(0, head * d_k, n, d_k) for head in range(h)]
        blocks = [(head * n, 0, n, d_k) for head in range(h)]
        panels = (
            self.panel("x W_Q", self.start[None], START, cut,
                       outlines=columns * (step >= VIEW and not wrong)),
            self.panel("heads", self.heads, cut, CONCAT, y="words, head by head",
                       outlines=blocks * (h > 1)),
            self.panel("Z" if step == OUTPUT else "Concat",
                       join(self.heads, wrong)[None], CONCAT, len(STEPS)),
        )  # fmt: skip
        arrow = stage.Drawing(draw_arrow, height=30)
        code, shape = self.code()
        return stage.Column(
            stage.formula(STEPS, self.step),
            stage.Row(
                stage.Label(code, CODE_SIZE, align="right", mono=True, name="code"),
                stage.Label(f"→  {shape}", CODE_SIZE, mono=True, name="shape"),
                widths=(1.3, 1),
            ),
            stage.Row(
                panels[0], arrow, panels[1], arrow, panels[2],
                widths=(1, 0.1, 1, 0.1, 1), gap=14,
            ),
        )  # fmt: skip

    def panel(self, title, blocks, first, end, y="words", **look):
        """Return blocks, one below the other; steps from first to end make them.

        Shape: blocks (h, n, d)
        """
        (h, n, d), step = blocks.shape, self.step.value
        shown, numbers = step >= first, blocks.reshape(h * n, d).numpy()
        size = f"{n} × {d}" if h == 1 else f"{h} × {n} × {d}"
        heads = [f"head {head + 1}, " * (h > 1) for head in range(h)]
        return stage.Matrix(
            numbers,
            f"{title}  {size}" if shown else title,
            **{"x": "features", "y": y, "shown": shown},
            **{"current": first <= step < end, "write": "all", "digits": 0},
            **{"colours": colormaps["cividis"], "limits": (0, self.words.value - 1)},
            row_names=[f"{head}row {row}" for head in heads for row in range(n)],
            says="{row}, feature {column}: {number}",
            texts=[[f"a number of word {word}" for word in row] for row in numbers],
            name=title,
            **look,
        )

    def code(self):
        """Return the line of code that makes the step, and the shape after it."""
        step, (h, n, d_k) = self.step.value, self.heads.shape
        line, shape = list(STEPS.values())[step]
        if self.forget.value:
            line, shape = MISTAKES.get(step, (line, shape))
        shapes = {"flat": (n, D_MODEL), "view": (n, h, d_k), "cut": (h, n, d_k)}
        return line.format(**shapes), shapes[shape]

    def say(self):
        said = SAID_OF_MISTAKE if self.forget.value else SAID
        h, n, d_k = self.heads.shape
        return said[self.step.value].format(
            **{"d_model": D_MODEL, "h": h, "n": n, "d_k": d_k},
            rows=rows_of(self.heads[0]),
        )


def draw_arrow(pen, box):
    """Draw an arrow to what stands beside, or, on a phone, below."""
    look = TITLE, MUTED, False, "center"
    pen.text(*box.middle, "↓" if box.width > 100 else "→", *look, middle=True)


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


def rows_of(head):
    """Say whose numbers a head's rows hold, and what it misses. Shape: (n, d_k)"""
    rows = ", ".join(" with ".join(map(str, row.unique().tolist())) for row in head)
    missing = sorted(set(range(len(head))) - set(head.unique().tolist()))
    if not missing:
        return f"{rows}: all of them"
    return f"{rows}; it never sees {' and '.join(map(str, missing))}"
