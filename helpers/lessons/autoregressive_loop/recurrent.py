"""What an RNN carries from word to word, beside what a cache keeps."""

from dataclasses import dataclass, replace
from typing import Any

import torch

from helpers import stage
from helpers.language import BOS_ID
from helpers.lessons.autoregressive_loop.tape import SPACE, Heading
from helpers.lessons.autoregressive_loop.writing import write_words
from helpers.lessons.autoregressive_loop.writing_walk import (
    MOST_WRITTEN,
    WritingWalk,
    target_words,
    written_words,
)
from helpers.stage.layout import Mark
from helpers.stage.matrix import TITLE_HEIGHT
from helpers.stage.pen import Box
from helpers.stage.style import INK, KEY, PALE, VALUE

LEFT, NUMBER, GAP = 84, 1.5, 10  # pixels: before a line, of a number's width, between
STATE_HEIGHT, ROW = 34, 20
STATE_LIMIT, CACHE_LIMIT = 1.0, 3.0  # a GRU's states lie between −1 and 1


class RecurrentExplorer(WritingWalk):
    """Let an RNN and a Transformer write side by side, and see what each carries.

    Source: Sutskever et al. 2014, section 2; claim C16.
    """

    height, most_words = 528, 12
    asked = "Mary is reading a book because she is tired"
    examples = (
        "I like apples",
        "her friends want two delicious big oranges",
        "they like the new book that the student read",
    )
    step = written_words("words", "How many words have been fed in")

    def __init__(self, translator, recurrent):
        self.recurrent = recurrent
        super().__init__(translator)

    @stage.derived
    def cache(self):
        """What the Transformer writes and keeps: as `carried_cache` returns it."""
        return carried_cache(self.translator.model, self.sentence.reading.ids)

    @stage.derived
    def states(self):
        """What the RNN writes and carries: as `carried_states` returns it."""
        _, ids, _ = self.recurrent.read(self.sentence.value)
        return carried_states(self.recurrent.model, ids)

    @property
    def num_steps(self):
        return max(len(self.cache[0]), len(self.states[0]))

    @property
    def now(self):
        """What is there at the step: states (layers, width), cache (blocks, t, d)."""
        step, (_, states), (_, cache) = self.step.value, self.states, self.cache
        return states[min(step, len(states) - 1)], cache[:, : step + 1]

    @property
    def counts(self):
        """How many: numbers in the states, words in the cache, numbers for each."""
        states, cache = self.now
        return states.numel(), cache.size(1), len(cache) * cache.size(2)

    def picture(self):
        (states, cache), (numbers, kept, one) = self.now, self.counts
        (words, _), (others, _) = self.cache, self.states
        fed = self.words([BOS_ID, *words[: kept - 1]])
        names = [f"state of layer {n + 1}" for n in range(len(states))]
        carried = [
            stage.Matrix(state[None], name, STATE_LIMIT, row_names=[name], name=name)
            for name, state in zip(names, states, strict=True)
        ]
        blocks = [self.block(number, fed, block) for number, block in enumerate(cache)]
        keeps = f"keeps {kept} × {one} = {kept * one:,} numbers"
        return stage.Column(
            Heading("RNN 循环网络", f"carries {numbers} numbers", INK, name="carries"),
            Blocks(carried, 1, STATE_HEIGHT),
            self.so_far("RNN", self.recurrent, others),
            Heading("Transformer", keeps, INK, name="keeps"),
            Blocks(blocks, len(words), ROW, fed),
            self.so_far("Transformer", self.translator, words),
            SPACE,
            gap=5,
        )

    def block(self, number, fed, kept):
        """Return the keys or the values that are kept in one layer."""
        kind, ink = (("keys 键", KEY), ("values 值", VALUE))[number % 2]
        title = f"{kind}, layer {number // 2 + 1}"
        return stage.Matrix(
            kept,
            title,
            CACHE_LIMIT,
            colour=ink,
            row_names=fed,
            row_sets=self.step,
            says=f"{title}, {{row}}, number {{column}}: {{number}}",
            name=f"block {number + 1}",
        )

    def so_far(self, name, translator, ids):
        """Return what a model has written so far, <eos> and all."""
        words = " ".join(target_words(translator, ids[: self.step.value + 1]))
        return stage.Label(f"has written: {words}", indent=LEFT, name=f"{name} said")

    def say(self):
        numbers, kept, one = self.counts
        source = self.sentence.reading.ids.size(1)
        return (
            f"After {kept} word{'s' * (kept > 1)}: {numbers} numbers in the RNN, "
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


@torch.no_grad()
def carried_states(model, source_ids):
    """Write a sentence with an RNN; keep its states after every word that is fed in.

    Shape: source_ids (1, S) -> ids of T words, states (T, layers, width)
    """
    ids = written(model, source_ids)
    memory, _ = model.encode(source_ids)
    cache, states = model.new_cache(), []
    for fed in (BOS_ID, *ids[:-1]):
        model.decode(torch.tensor([[fed]]), memory, None, cache)
        states.append(cache.states[:, 0])
    return ids, torch.stack(states)


@torch.no_grad()
def carried_cache(model, source_ids):
    """Write a sentence with a Transformer; return what its cache holds at the end.

    Shape: source_ids (1, S) -> ids of T words, cache (2 · num_decoder_layers, T,
        d_model): keys and values of every layer, the heads side by side
    """
    ids = written(model, source_ids)
    memory, mask = model.encode(source_ids)
    cache = model.new_cache()
    model.decode(torch.tensor([[BOS_ID, *ids[:-1]]]), memory, mask, cache)
    kept = [
        tensor[0, :, : back.length].transpose(0, 1).flatten(1)
        for back, _ in cache.layers
        for tensor in back.kept
    ]
    return ids, torch.stack(kept)


def written(model, source_ids):
    """Write a short sentence. Shape: (1, S) -> list of ids, with <eos> if it ended"""
    turns = write_words(model, source_ids, max_len=MOST_WRITTEN)
    return [turn.chosen for turn in turns]
