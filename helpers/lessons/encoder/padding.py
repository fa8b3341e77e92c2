"""Padding, with the mask that hides it and without."""

from copy import copy
from dataclasses import replace

import numpy as np
import torch
from torch.nn import functional as F

from helpers import stage
from helpers.language import PAD, PAD_ID
from helpers.lessons.encoder.block import EncoderStepper
from helpers.lessons.sentences import SentenceExplorer
from helpers.model import greedy_decode, record
from helpers.stage.matrix import LABEL_GAP, NAME_HEIGHT
from helpers.stage.style import ACCENT, INK, PROBLEM, SMALL, TITLE, text_width

MOST_PADS, MOST_WRITTEN = 10, 20
MOST_DRIFT = 100  # per cent of the output's length that the picture shows
NO_PAD_ID = -1  # no word has it: a model that takes it for padding masks nothing
# By masked or not: a curve's name, its colour, and the height of its name.
CURVES = {True: ("with mask", INK, 96), False: ("without", PROBLEM, 88)}


class PaddingLab(SentenceExplorer):
    """Put padding behind a sentence, and see what becomes of its real words.

    Source: `helpers.model.padding_mask`; Vaswani et al. 2017 leave padding unsaid.
    """

    height, most_words = 470, 10
    examples = EncoderStepper.examples
    pads = stage.Number("padding", 0, MOST_PADS, "How many <pad> follow")
    masked = stage.Switch("mask", "Hide the padding")

    def __init__(self, translator):
        unmasked = copy(translator.model)  # the same weights
        unmasked.config = replace(unmasked.config, pad_id=NO_PAD_ID)
        self.models = {True: translator.model, False: unmasked}
        super().__init__(translator)

    @stage.derived
    def encoded(self):
        """What `encode` gives with every amount of padding, by masked or not."""
        ids, amounts = self.sentence.reading.ids, range(MOST_PADS + 1)
        return {
            masked: [encode(model, ids, pads) for pads in amounts]
            for masked, model in self.models.items()
        }

    @stage.derived
    def drifts(self):
        """How far the outputs are from those without padding, as shares of these."""
        plain, _ = self.encoded[True][0]
        return {
            masked: [((x - plain).norm() / plain.norm()).item() for x, _ in found]
            for masked, found in self.encoded.items()
        }

    @property
    def weights(self):
        """Where the real words look in layer 1. Shape: (T, T + pads)"""
        return self.encoded[self.masked.value][self.pads.value][1].numpy()

    def picture(self):
        written = f"translation: {self.written()}"
        label = stage.Label(written, TITLE, align="center", name="written")
        shown = stage.Row(self.attention(), self.curves(), widths=(1.15, 1), gap=36)
        return stage.Column(shown, label, gap=24)

    def attention(self):
        """Draw where the real words look."""
        words, columns = self.tokens, [*self.tokens, *[PAD] * self.pads.value]
        hidden = np.zeros(self.weights.shape, bool)
        hidden[:, len(words) :] = self.masked.value
        look = {"rows": words, "columns": columns, "x": "key", "y": "query"}
        look |= {"hidden": hidden, "name": "attention"}
        return PaddedMap(self.weights, "attention, layer 1", **look)

    def curves(self):
        """Draw how far the outputs drift with every amount of padding."""
        pads, amounts, items = self.pads.value, range(MOST_PADS + 1), []
        for masked, (name, ink, y) in CURVES.items():
            # Rounded: with the mask, adding in another order still leaves noise.
            percent = [round(100 * drift, 2) for drift in self.drifts[masked]]
            meant = masked == self.masked.value
            look = {"width": 3.5 if meant else 2, "dots": 8, "name": name}
            items.append(stage.Line(amounts, percent, ink, **look))
            items.append(stage.Note(0, y, f"● {name}", ink, bold=meant))
            if meant:
                look = {"edge": ACCENT, "name": "here", "silent": True}
                items.append(stage.Dots([pads], [percent[pads]], None, 15, **look))
        ticks = {share: f"{share}%" for share in range(0, MOST_DRIFT + 1, 25)}
        return stage.Plot(
            items,
            stage.Axis(-0.4, MOST_PADS + 0.4, "padding", amounts[::2]),
            stage.Axis(-3, MOST_DRIFT, "", ticks, grid=True),
            "change of the outputs",
            sets=self.pads,
            says="{x} <pad>, {name}: {y}%",
            name="drifts",
        )

    def written(self):
        """Translate the sentence, padding and all."""
        model, ids = self.models[self.masked.value], self.sentence.reading.ids
        ids = F.pad(ids, (0, self.pads.value), value=PAD_ID)
        ids = greedy_decode(model, ids, max_len=MOST_WRITTEN)[0].tolist()
        return self.target_text(ids)

    def say(self):
        pads, masked = self.pads.value, self.masked.value
        lost = self.weights[:, len(self.tokens) :].sum(axis=1).mean()
        return (
            f"{pads} <pad>, {'with' if masked else 'without'} the mask: {lost:.0%} of "
            "the attention of layer 1 goes to padding, and the outputs change by "
            f"{self.drifts[masked][pads]:.0%}."
        )


class PaddedMap(stage.Matrix):
    """A map whose cells stay where they are when padding comes to the right of them."""

    def leans(self):
        return False

    def margins(self):
        edge = super().margins()
        foot = text_width(PAD, SMALL) + LABEL_GAP + NAME_HEIGHT
        return edge._replace(foot=max(edge.foot, foot))

    def draw(self, pen, box):
        words, columns = self.numbers.shape
        super().draw(pen, box._replace(width=box.width * columns / (words + MOST_PADS)))


@torch.no_grad()
def encode(model, ids, pads):
    """Encode one padded sentence.

    Shape: ids (1, T) -> outputs of the real words (T, d_model), layer 1's weights,
        mean of the heads (T, T + pads)
    """
    with record(model) as tensors:
        output, _ = model.encode(F.pad(ids, (0, pads), value=PAD_ID))
    weights, num_words = tensors["encoder.0.self.weights"][0], ids.size(1)
    return output[0, :num_words], weights.mean(dim=0)[:num_words]
