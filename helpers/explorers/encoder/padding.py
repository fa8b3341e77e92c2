"""Lesson 4: padding, with the mask that hides it and without."""

import dataclasses

import ipywidgets as widgets
import torch

from helpers.explorers.controls import SentenceBox, read_words
from helpers.explorers.live import Explorer, row
from helpers.figures.encoder.padding import PaddingPicture
from helpers.language import EOS_ID, PAD_ID
from helpers.model import greedy_decode, record_attention
from helpers.pretrained import Translator
from helpers.training.checkpoints import build_model

MOST_WORDS, MOST_PADS, MOST_WRITTEN = 10, 10, 20
NO_PAD_ID = -1  # no word has it: a model that takes it for padding masks nothing
EXAMPLES = (
    "I like apples",
    "the old teacher likes the old hat",
    "Tom ate two apples in the park yesterday",
)


class PaddingLab(Explorer):
    """Put padding behind a sentence, and see what becomes of its real words.

    Controls: `sentence_box.text`, `pads`, `masked`.

    Source: `helpers.model.padding_mask`; Vaswani et al. 2017 leave padding unsaid.
    """

    height = 500

    def __init__(self, translator):
        self.translators = {True: translator, False: without_mask(translator)}
        super().__init__()

    def build(self):
        self.sentence_box = SentenceBox(self, self.read, EXAMPLES, self.on_sentence)
        self.pads = self.control(
            widgets.IntSlider(
                0, 0, MOST_PADS, description="padding", tooltip="How many <pad> follow"
            )
        )
        self.masked = self.control(
            widgets.ToggleButton(description="mask", tooltip="Hide the padding")
        )
        self.picture = PaddingPicture(self.figure, MOST_PADS)
        self.live(*self.picture.artists)
        self.on_sentence()

    def read(self, text):
        """Encode and translate a text with every amount of padding, both ways.

        Raises: ValueError with a message for the student.
        """
        tokens, ids, note = read_words(self.translators[True], text, MOST_WORDS)
        views = {
            masked: [look(translator, ids, pads) for pads in range(MOST_PADS + 1)]
            for masked, translator in self.translators.items()
        }
        return tokens, views, note

    def on_sentence(self):
        """Draw how far the outputs drift from those without padding."""
        tokens, views, _ = self.sentence_box.accepted
        plain = views[True][0][0]
        self.drifts = {
            masked: [((x - plain).norm() / plain.norm()).item() for x, *_ in seen]
            for masked, seen in views.items()
        }
        self.picture.label(tokens, self.drifts)

    def panel(self):
        return widgets.VBox(
            [
                row(self.sentence_box.text, self.sentence_box.examples),
                row(self.pads, self.masked, self.reset_button),
            ]
        )

    def update(self):
        _, views, self.note = self.sentence_box.accepted
        pads, masked = self.pads.value, self.masked.value
        _, weights, text = views[masked][pads]
        self.picture.show(weights.numpy(), pads, masked, f"translation: {text}")
        drift, lost = self.drifts[masked][pads], weights[:, len(weights) :]
        return (
            f"{pads} <pad>, {'with' if masked else 'without'} the mask: "
            f"{lost.sum(dim=1).mean():.0%} of the attention of layer 1 goes to "
            f"padding, and the outputs change by {drift:.0%}."
        )


def without_mask(translator):
    """Copy a translator; the copy takes padding for a word like any other."""
    model = translator.model
    config = dataclasses.replace(model.config, pad_id=NO_PAD_ID)
    words = translator.source_vocabulary, translator.target_vocabulary
    copy = build_model(config, model.state_dict())
    return Translator(f"{translator.name}, without mask", copy, *words)


@torch.no_grad()
def look(translator, ids, pads):
    """Run one padded sentence.

    Shape: ids (1, T) -> outputs of the real words (T, d_model), layer 1's weights,
        mean of the heads (T, T + pads), translation
    """
    num_words = ids.size(1)
    padding = torch.full((1, pads), PAD_ID)
    padded = torch.cat([ids, padding], dim=1)  # (1, T + pads)
    with record_attention(translator.model) as maps:
        output, _ = translator.model.encode(padded)
    weights = maps["encoder.0.self"][0].mean(dim=0)[:num_words]
    return output[0, :num_words], weights, translation(translator, padded)


def translation(translator, ids):
    """Translate a sentence of ids, padding and all. Shape: ids (1, S)"""
    written = greedy_decode(translator.model, ids, max_len=MOST_WRITTEN)[0].tolist()
    words = written[: written.index(EOS_ID)] if EOS_ID in written else written
    return "".join(translator.target_vocabulary.decode(words))
