"""Padding, with the mask that hides it and without."""

import dataclasses

import numpy as np
import torch

from helpers import stage
from helpers.language import EOS_ID, PAD_ID
from helpers.lessons.encoder.stepper import EXAMPLES
from helpers.lessons.sentences import SentenceExplorer
from helpers.model import greedy_decode, record_attention
from helpers.pretrained import Translator
from helpers.stage.matrix import LABEL_GAP, NAME_HEIGHT
from helpers.stage.style import ACCENT, INK, PROBLEM, SMALL, TITLE, text_width
from helpers.training.checkpoints import build_model

MOST_PADS, MOST_WRITTEN = 10, 20
MOST_DRIFT = 100  # per cent of the output's length that the picture shows
NO_PAD_ID = -1  # no word has it: a model that takes it for padding masks nothing
PAD = "<pad>"
# By masked or not: a curve's name, its colour, and the height of its name.
CURVES = {True: ("with mask", INK, 96), False: ("without", PROBLEM, 88)}


class PaddingLab(SentenceExplorer):
    """Put padding behind a sentence, and see what becomes of its real words.

    Source: `helpers.model.padding_mask`; Vaswani et al. 2017 leave padding unsaid.
    """

    height, most_words = 470, 10
    sentence = stage.Sentence(EXAMPLES)
    pads = stage.Number("padding", 0, MOST_PADS, "How many <pad> follow")
    masked = stage.Switch("mask", "Hide the padding")

    def __init__(self, translator):
        self.translators = {True: translator, False: without_mask(translator)}
        super().__init__(translator)

    @stage.derived
    def views(self):
        """What `look` sees with every amount of padding, by masked or not."""
        ids, counts = self.sentence.reading.ids, range(MOST_PADS + 1)
        return {
            masked: [look(translator, ids, pads) for pads in counts]
            for masked, translator in self.translators.items()
        }

    @stage.derived
    def drifts(self):
        """How far the outputs are from those without padding, as shares of these."""
        plain, _ = self.views[True][0]
        return {
            masked: [((x - plain).norm() / plain.norm()).item() for x, _ in views]
            for masked, views in self.views.items()
        }

    @property
    def weights(self):
        """Where the real words look in layer 1. Shape: (T, T + pads)"""
        return self.views[self.masked.value][self.pads.value][1].numpy()

    def picture(self):
        pads, masked, words = self.pads.value, self.masked.value, self.tokens
        hidden = np.zeros(self.weights.shape, bool)
        hidden[:, len(words) :] = masked
        sides = {"rows": words, "columns": [*words, *[PAD] * pads]}
        sides |= {"x": "key", "y": "query"}
        looks = PaddedMap(
            self.weights, "attention, layer 1", hidden=hidden, name="looks", **sides
        )
        amounts, items = range(MOST_PADS + 1), []
        for key, (name, ink, y) in CURVES.items():
            # Rounded: with the mask, adding in another order still leaves noise.
            percent = [round(100 * drift, 2) for drift in self.drifts[key]]
            meant = key == masked
            look = {"width": 3.5 if meant else 2, "dots": 8, "name": name}
            items.append(stage.Line(amounts, percent, ink, **look))
            items.append(stage.Note(0, y, f"● {name}", ink, bold=meant))
            if meant:
                look = {"edge": ACCENT, "name": "here", "silent": True}
                items.append(stage.Dots([pads], [percent[pads]], None, 15, **look))
        ticks = {share: f"{share}%" for share in range(0, MOST_DRIFT + 1, 25)}
        drifts = stage.Plot(
            items,
            stage.Axis(-0.4, MOST_PADS + 0.4, "padding", amounts[::2]),
            stage.Axis(-3, MOST_DRIFT, "", ticks, grid=True),
            "change of the outputs",
            sets=(self.pads, {n: n for n in amounts}),
            says="{x} <pad>, {name}: {y}%",
            name="drifts",
        )
        padded = with_padding(self.sentence.reading.ids, pads)
        text = f"translation: {translation(self.translators[masked], padded)}"
        written = stage.Label(text, TITLE, align="center", name="written")
        shown = stage.Row(looks, drifts, widths=(1.15, 1), gap=36)
        return stage.Column(shown, written, gap=24)

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


def without_mask(translator):
    """Copy a translator; the copy takes padding for a word like any other."""
    model = translator.model
    config = dataclasses.replace(model.config, pad_id=NO_PAD_ID)
    words = translator.source_vocabulary, translator.target_vocabulary
    copy = build_model(config, model.state_dict())
    return Translator(f"{translator.name}, without mask", copy, *words)


def with_padding(ids, pads):
    """Put padding behind a sentence. Shape: ids (1, T) -> (1, T + pads)"""
    return torch.nn.functional.pad(ids, (0, pads), value=PAD_ID)


@torch.no_grad()
def look(translator, ids, pads):
    """Encode one padded sentence.

    Shape: ids (1, T) -> outputs of the real words (T, d_model), layer 1's weights,
        mean of the heads (T, T + pads)
    """
    num_words = ids.size(1)
    with record_attention(translator.model) as maps:
        output, _ = translator.model.encode(with_padding(ids, pads))
    weights = maps["encoder.0.self"][0].mean(dim=0)[:num_words]
    return output[0, :num_words], weights


def translation(translator, ids):
    """Translate a sentence of ids, padding and all. Shape: ids (1, S)"""
    written = greedy_decode(translator.model, ids, max_len=MOST_WRITTEN)[0].tolist()
    words = written[: written.index(EOS_ID)] if EOS_ID in written else written
    return "".join(translator.target_vocabulary.decode(words))
