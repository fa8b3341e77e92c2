"""Lesson 5: what one hidden unit of the trained model answers to (claim C14)."""

from collections import Counter

import ipywidgets as widgets
import torch

from helpers.explorers.controls import SentenceBox, unknown_words_note
from helpers.explorers.feed_forward.stages import (
    corpus_activations,
    feed_forward_stages,
)
from helpers.explorers.live import Explorer, row
from helpers.figures.feed_forward.neurons import (
    MOST_WORDS,
    NUM_FAVOURITES,
    NeuronPicture,
)
from helpers.figures.style import displayable
from helpers.language import generate

NUM_SENTENCES, SEED = 600, 5
LEAST_SEEN = 3  # times a word must be in the corpus to have a mean
EXAMPLES = (
    "Tom is reading a book in the park",
    "the old teacher likes the old hat",
    "I ate two apples with Tom yesterday",
)


class NeuronExplorer(Explorer):
    """Show the words that fire a hidden unit most, and its answer to a sentence.

    Controls: `sentence_box.text`, `layer` and `unit` (from 1).

    Source: claim C14; Geva et al. 2021, "Transformer Feed-Forward Layers Are Key-Value
        Memories".
    """

    height = 480

    def __init__(self, translator, first_unit=509):
        self.translator, self.first_unit = translator, first_unit
        super().__init__()

    def build(self):
        config = self.translator.model.config
        samples = generate(NUM_SENTENCES, seed=SEED)
        words, self.activations = corpus_activations(self.translator, samples)
        self.words, self.means = word_means(words, self.activations)
        self.sentence_box = SentenceBox(self, self.read, EXAMPLES)
        self.layer = self.control(
            widgets.IntSlider(
                1,
                1,
                config.num_encoder_layers,
                description="layer",
                tooltip="Which encoder layer",
            )
        )
        self.unit = self.control(
            widgets.IntSlider(
                self.first_unit,
                1,
                config.d_ff,
                description="unit",
                tooltip="Which hidden unit of its FFN",
            )
        )
        self.picture = NeuronPicture(self.figure)
        for artist in self.picture.artists:
            self.live(artist)

    def read(self, text):
        """Compute every unit's answer to a text.

        Raises: ValueError with a message for the student.
        """
        tokens, ids, unknown = self.translator.read(text)
        if len(tokens) > MOST_WORDS:
            raise ValueError(
                f"That is {len(tokens)} words, and the picture has room for "
                f"{MOST_WORDS}: type a shorter sentence."
            )
        stages = feed_forward_stages(self.translator.model, ids)
        bent = torch.stack([stage["bent"] for stage in stages])  # (layers, S, d_ff)
        return [displayable(t) for t in tokens], bent, unknown_words_note(unknown)

    def panel(self):
        return widgets.VBox(
            [
                row(self.sentence_box.text, self.sentence_box.examples),
                row(self.layer, self.unit, self.reset_button),
            ]
        )

    def update(self):
        tokens, bent, self.note = self.sentence_box.accepted
        layer, unit = self.layer.value - 1, self.unit.value - 1
        means, answers = self.means[layer, :, unit], bent[layer, :, unit].tolist()
        best = means.topk(NUM_FAVOURITES)
        names = [self.words[i] for i in best.indices.tolist()]
        favourites = list(zip(names, best.values.tolist(), strict=True))
        limit = max(favourites[0][1], *answers, 1e-6)
        sentence = list(zip(tokens, answers, strict=True))
        self.picture.show(favourites, sentence, limit)
        firing = self.activations[layer, :, unit] > 0
        return (
            f"Unit {unit + 1} of layer {layer + 1} fires on "
            f"{firing.float().mean():.0%} of the corpus' words, most for “{names[0]}”."
        )


def word_means(words, activations):
    """Average what every unit answers to each word that is not rare.

    Shape: words (N strings), activations (layers, N, d_ff) -> M words, means
        (layers, M, d_ff)
    """
    names = [name for name, count in Counter(words).items() if count >= LEAST_SEEN]
    belongs = torch.tensor([[word == name for word in words] for name in names])
    shares = belongs / belongs.sum(dim=1, keepdim=True)  # (M, N)
    return names, shares @ activations
