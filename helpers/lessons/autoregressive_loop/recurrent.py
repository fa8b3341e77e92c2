"""What an RNN carries from word to word, beside what a cache keeps."""

from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
import torch

from helpers import stage
from helpers.lessons.autoregressive_loop.loop import WritingStepper
from helpers.lessons.autoregressive_loop.marks import SPACE, Heading
from helpers.lessons.sentences import counted
from helpers.stage.layout import Mark
from helpers.stage.matrix import TITLE_HEIGHT
from helpers.stage.pen import Box
from helpers.stage.style import INK, KEY, PALE, VALUE

LEFT, NUMBER, GAP = 84, 1.5, 10  # pixels: before a line, of a number's width, between
STATE_HEIGHT, ROW = 34, 20
KEPT = ("key", "keys 键", KEY), ("value", "values 值", VALUE)
STATE_LIMIT, CACHE_LIMIT = 1.0, 3.0  # a GRU's states lie between −1 and 1


class RecurrentStepper(WritingStepper):
    """Let an RNN and a Transformer write side by side, and see what each carries.

    Both know the same words.

    Source: Sutskever et al. 2014, section 2; claim C16.
    """

    height, most_words = 528, 12
    asked = "Mary is reading a book because she is tired"
    examples = (
        "I like apples",
        "her friends want two delicious big oranges",
        "they like the new book that the student read",
    )
    step = stage.Steps(
        "words",
        lambda self: range(1, self.num_steps + 1),
        "How many words have been fed in",
        lambda self: self.first_step,
    )

    def __init__(self, translator, recurrent):
        self.recurrent = recurrent
        super().__init__(translator)

    @stage.derived
    def recurrent_turns(self):
        """Every turn of the loop in which the RNN writes."""
        return self.write(self.recurrent.model)

    @stage.derived
    @torch.no_grad()
    def states(self):
        """The RNN's states after each word that is fed in. Shape: (T, layers, width)"""
        model, states = self.recurrent.model, []
        memory, _ = model.encode(self.sentence.reading.ids)
        cache = model.new_cache()
        for word in self.recurrent_turns[-1].before:
            model.decode(torch.tensor([[word]]), memory, None, cache)
            states.append(cache.states[:, 0])
        return torch.stack(states)

    @property
    def num_steps(self):
        return max(len(self.turns), len(self.recurrent_turns))

    @property
    def counts(self):
        """How many: numbers in the states, words in the cache, numbers for each."""
        config = self.translator.model.config
        one = 2 * config.num_decoder_layers * config.d_model
        return self.states[0].numel(), min(self.step.value + 1, len(self.fed)), one

    def picture(self):
        step, (numbers, kept, one) = self.step.value, self.counts
        carried = []
        for layer, state in enumerate(self.states[: step + 1][-1], start=1):
            name = f"state of layer {layer}"
            look = {"row_names": [name], "name": name}
            carried.append(stage.Matrix(state[None], name, STATE_LIMIT, **look))
        fed = self.target_words(self.fed[:kept])
        keeps = f"keeps {kept} × {one} = {kept * one:,} numbers"
        return stage.Column(
            Heading("RNN 循环网络", f"carries {numbers} numbers", INK, name="carries"),
            Blocks(carried, 1, STATE_HEIGHT),
            self.so_far("RNN", self.recurrent_turns),
            Heading("Transformer", keeps, INK, name="keeps"),
            Blocks(self.cache(fed), len(self.turns), ROW, fed),
            self.so_far("Transformer", self.turns),
            SPACE,
            gap=5,
        )

    def cache(self, fed):
        """Return the keys and values that are kept of some words, layer by layer."""
        blocks, layers = [], range(self.translator.model.config.num_decoder_layers)
        for layer, (name, kind, ink) in product(layers, KEPT):
            heads = self.recorded[f"decoder.{layer}.self.{name}"]  # (H, T, d_k)
            title = f"{kind}, layer {layer + 1}"
            look = {"colour": ink, "row_names": fed, "row_sets": self.step}
            look["says"] = f"{title}, {{row}}, number {{column}}: {{number}}"
            look["name"] = f"{name} {layer + 1}"
            kept = np.hstack(heads)[: len(fed)]
            blocks.append(stage.Matrix(kept, title, CACHE_LIMIT, **look))
        return blocks

    def so_far(self, name, turns):
        """Return what a model has written so far, <eos> and all."""
        words = self.target_words(turn.chosen for turn in turns[: self.step.value + 1])
        text = f"has written: {' '.join(words)}"
        return stage.Label(text, indent=LEFT, name=f"{name} said")

    def say(self):
        numbers, kept, one = self.counts
        source = self.sentence.reading.ids.size(1)
        return (
            f"After {counted(kept, 'word')}: {numbers} numbers in the RNN, "
            f"{kept * one:,} in the cache, and {source * one:,} for the source."
        )


@dataclass
class Blocks(Mark):
    """Lay matrices side by side so that a number is as wide in every such line.

    rows: how many there is room for; words stand before them. On a narrow picture the
    matrices stand below each other, in so many `lines`.
    """

    matrices: Any
    rows: int
    row_height: float
    words: Any = ()
    lines: int = 1

    @property
    def height(self):
        return self.lines * (TITLE_HEIGHT + self.rows * self.row_height)

    def all(self):
        return [self, *self.matrices]

    def stacked(self, height):
        blocks = replace(self, lines=len(self.matrices))
        return blocks, blocks.height

    def draw(self, pen, box):
        x, y = box.x + LEFT, box.y + TITLE_HEIGHT
        for matrix in self.matrices:
            rows, columns = matrix.numbers.shape
            room = Box(x, y, columns * NUMBER, self.rows * self.row_height)
            pen.rect(room, PALE)
            pen.cut()
            named = replace(matrix, rows=self.words if x == box.x + LEFT else ())
            named.draw(pen, Box(x, y, room.width, rows * self.row_height))
            below, beside = (x, room.foot + TITLE_HEIGHT), (room.right + GAP, y)
            x, y = below if self.lines > 1 else beside
