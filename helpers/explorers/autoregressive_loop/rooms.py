"""Lesson 7: one sentence through all seven rooms, with every tensor on the way."""

import ipywidgets as widgets
import torch

from helpers.explorers.autoregressive_loop.rooms_sentences import SENTENCES
from helpers.explorers.autoregressive_loop.sentences import target_words
from helpers.explorers.controls import SentenceBox, add_steps, drawable, read_words
from helpers.explorers.live import Explorer, row
from helpers.figures.autoregressive_loop.rooms import (
    NUM_LIKELIEST,
    WEIGHTS,
    RoomsPicture,
    side_by_side,
)
from helpers.figures.autoregressive_loop.rooms_map import HEIGHT, PLACES
from helpers.figures.overview import ROOMS
from helpers.language import BOS, BOS_ID, EOS
from helpers.model.journey import journey

MOST_WORDS = 6  # the rows have room for no more
SHOWN_SHARE = 0.995  # of the numbers, that the scale of colour tells apart
EXAMPLES = (
    "I like apples",
    "Tom bought a red hat",
    "the old teacher reads books",
)


class RoomsExplorer(Explorer):
    """Walk a typed sentence through the seven lessons' rooms.

    Controls: `sentence_box.text`, `room` (its number, from 0).

    Source: Vaswani et al. 2017, figure 1; claims C1 to C16.
    """

    height = HEIGHT

    def __init__(self, translator):
        self.translator = translator
        super().__init__()

    def build(self):
        self.sentence_box = SentenceBox(self, self.read, EXAMPLES, self.on_sentence)
        names = [f"{i} {room.name}" for i, room in enumerate(ROOMS.values(), start=1)]
        self.room, self.room_row = add_steps(
            self, "room", names, "How far the sentence has come"
        )
        self.picture = RoomsPicture(self.figure)
        self.live(*self.picture.artists)
        self.on_sentence()

    def panel(self):
        return widgets.VBox(
            [
                row(self.sentence_box.text, self.sentence_box.examples),
                row(self.room_row, self.reset_button),
            ]
        )

    def read(self, text):
        """Compute every tensor for a text and its translation up to the last word.

        Raises: ValueError with a message for the student.
        """
        tokens, ids, note = read_words(self.translator, text, MOST_WORDS)
        words = self.translator.translate(text).target_tokens or (EOS,)
        before = words[: min(len(words), MOST_WORDS) - 1]
        target = [BOS_ID, *self.translator.target_vocabulary.encode(before)]
        return {
            "text": text,
            "ids": ids[0].tolist(),
            "words": tokens,
            "target": drawable([BOS, *before]),
            "tensors": journey(self.translator.model, ids, torch.tensor([target])),
            "note": note,
        }

    def on_sentence(self):
        """Put the sentence's words and tensors into the rooms."""
        sentence = self.sentence_box.accepted
        tensors = sentence["tensors"]
        self.picture.label(sentence["words"], sentence["ids"], sentence["target"])
        shares, words = tensors.probabilities.topk(NUM_LIKELIEST)
        names = target_words(self.translator, words.tolist())
        self.likeliest = list(zip(names, shares.tolist(), strict=True))
        vocab_size = len(tensors.probabilities)
        self.picture.show(drawn_tensors(tensors), self.likeliest, vocab_size)

    def update(self):
        sentence = self.sentence_box.accepted
        self.note = sentence["note"]
        room = list(PLACES)[self.room.value]
        self.picture.go_to(room)
        return SENTENCES[room](sentence, self.likeliest)


def drawn_tensors(tensors):
    """Choose what is drawn of each tensor. Shape: `Journey` -> {name: what to show}"""
    stages = tensors._asdict()
    stages |= {"head": tensors.weights[0], "heads": tensors.weights}
    stages |= {name: stages[name][0] for name in ("query", "key", "value")}
    del stages["weights"], stages["probabilities"]
    drawn = {}
    for name, stage in stages.items():
        matrix = stage.numpy()
        if name == "heads":
            matrix = side_by_side(matrix)
        elif name in WEIGHTS and matrix.ndim == 3:
            matrix = matrix.mean(axis=0)
        drawn[name] = matrix, tuple(stage.shape), limit_of(name, stages)
    return drawn


def limit_of(name, stages):
    """Return the largest number that the colours tell apart; None for weights."""
    if name in WEIGHTS:
        return None
    # What is added stands on one scale with its sum.
    stage = stages["x" if name in ("words", "positions") else name]
    return stage.abs().quantile(SHOWN_SHARE).item()
