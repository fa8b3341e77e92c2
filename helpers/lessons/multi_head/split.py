"""Why `view` and then `transpose`, on a tensor of word numbers."""

import torch
from matplotlib import colormaps

from helpers import stage
from helpers.model import MultiHeadAttention
from helpers.stage.style import MUTED, TITLE

D_MODEL = 8
STEPS = "x W", "view", "transpose", "attend", "Concat", "W_O"
START, VIEW, TRANSPOSE, ATTEND, CONCAT, OUTPUT = range(len(STEPS))
LOOK = {"x": "features", "write": "all", "digits": 0, "colours": colormaps["cividis"]}
LOOK["says"] = "{row}, feature {column}: {number}"


class SplitStepper(stage.Explorer):
    """Cut n × d_model into heads, and join them again, step by step.

    Every number in a cell is the number of the word that the cell belongs to. With
    `forget_transpose`, the tensor is viewed and not transposed.

    Source: Vaswani et al. 2017, section 3.2.2; claim C10.
    """

    height = 550
    step = stage.Steps("step", STEPS, "How far the tensor has come")
    num_heads = stage.Choice(
        "heads", (1, 2, 4), f"d_model = {D_MODEL} is shared among so many", first=2
    )
    words = stage.Number("words", 2, 5, "How many words the sentence has", first=4)
    forget_transpose = stage.Switch(
        "forget transpose", "The famous mistake: view straight to (heads, words, d_k)"
    )

    @stage.derived
    def tensors(self):
        """The tensor, cut into heads, and joined. Shape: (n, d), (h, n, d_k), (n, d)"""
        n, h = self.words.value, self.num_heads.value
        x = torch.arange(n)[:, None].expand(n, D_MODEL)
        if self.forget_transpose.value:
            heads = x.reshape(h, n, -1)
            return x, heads, heads.reshape(n, -1)
        with torch.device("meta"):  # without weights: only what cuts and joins is used
            attention = MultiHeadAttention(D_MODEL, h)
        heads = attention.split_heads(x[None])
        return x, heads[0], attention.join_heads(heads)[0]

    @property
    def lines(self):
        """The step's line of code, the shape after it, and what is said."""
        step, (_, heads, _) = self.step.value, self.tensors
        h, n, d_k = cut = tuple(heads.shape)
        view, flat = (n, h, d_k), (n, D_MODEL)
        every = f"Every word has a row of {D_MODEL} numbers"
        head = f"Head 1 has rows of the words {rows_of(heads[0])}."
        right = (
            ("q = W_q(x)", flat, f"{every}; nothing has moved."),
            (f"q = q.view{view}", view,
             f"{every}, seen as {h} × {d_k}; nothing has moved."),
            ("q = q.transpose(0, 1)", cut, head),
            ("z = softmax(q @ k.mT / √d_k) @ v", cut, head),
            (f"z = z.transpose(0, 1).reshape{flat}", flat,
             "The heads stand side by side again: n × (h·d_v) = "
             f"{n} × {h}·{d_k}."),
            ("z = W_o(z)", flat, f"W_O mixes the heads: Z is {n} × {D_MODEL}, the "
             "shape of x again."),
        )  # fmt: skip
        silent = f"Nothing complains, but {head.lower()}"
        wrong = {
            VIEW: (f"q = q.view{cut}", cut, head),
            TRANSPOSE: ("# forgotten", cut, head),
            CONCAT: (f"z = z.reshape{flat}", flat, silent),
            OUTPUT: ("z = W_o(z)", flat, silent),
        }
        forgotten = wrong if self.forget_transpose.value else {}
        return forgotten.get(step, right[step])

    def picture(self):
        step, wrong = self.step.value, self.forget_transpose.value
        (start, heads, joined), (code, shape, _) = self.tensors, self.lines
        (h, n, d_k), cut = heads.shape, VIEW if wrong else TRANSPOSE
        viewed = [(0, head * d_k, n, d_k) for head in range(h)]
        blocks = [(head * n, 0, n, d_k) for head in range(h)]
        last = "Z" if step == OUTPUT else "Concat"
        panels = (
            ("x W_Q", start[None], START, cut, viewed * (step >= VIEW and not wrong)),
            ("heads", heads, cut, CONCAT, blocks * (h > 1)),
            (last, joined[None], CONCAT, len(STEPS), []),
        )
        first, second, third = (self.panel_of(*panel) for panel in panels)
        arrow, widths = stage.Drawing(draw_arrow, 30), (1, 0.1, 1, 0.1, 1)
        panels = stage.Row(first, arrow, second, arrow, third, widths=widths, gap=14)
        code = stage.Label(code, align="center", mono=True, name="code")
        shape = stage.Label(f"→ {shape}", align="center", mono=True, name="shape")
        return stage.Column(stage.formula(STEPS, self.step), code, shape, panels, gap=4)

    def panel_of(self, title, blocks, first, end, outlines):
        """Return blocks one below the other, of steps first to end. Shape: (h, n, d)"""
        (h, n, d), step = blocks.shape, self.step.value
        numbers, shown = blocks.reshape(h * n, d).numpy(), step >= first
        heads = [f"head {head + 1}, " * (h > 1) for head in range(h)]
        return stage.Matrix(
            numbers,
            stage.sized(title, blocks.squeeze(0)) if shown else title,
            y="words, head by head" if title == "heads" else "words",
            outlines=outlines,
            shown=shown,
            current=first <= step < end,
            limits=(0, self.words.value - 1),
            row_names=[f"{head}row {row}" for head in heads for row in range(n)],
            texts=[[f"a number of word {word}" for word in row] for row in numbers],
            name=title,
            **LOOK,
        )

    def say(self):
        return self.lines[-1]


def draw_arrow(pen, box):
    """Draw an arrow to what stands beside, or, on a phone, below."""
    look = TITLE, MUTED, False, "center"
    pen.text(*box.middle, "↓" if box.width > 100 else "→", *look, middle=True)


def rows_of(head):
    """Say whose numbers a head's rows hold, and what it misses. Shape: (n, d_k)"""
    rows = ", ".join(" with ".join(map(str, row.unique().tolist())) for row in head)
    missing = " and ".join(str(word) for word in range(len(head)) if word not in head)
    return f"{rows}; it never sees {missing}" if missing else f"{rows}: all of them"
