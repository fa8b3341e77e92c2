"""Lesson 5: what one hidden unit of the trained model answers to (claim C14)."""

import ipywidgets as widgets
import torch

from helpers.explorers.controls import SentenceBox, read_words
from helpers.explorers.feed_forward.stages import corpus_stages, feed_forward_stages
from helpers.explorers.feed_forward.word_means import LEAST_SEEN, word_means
from helpers.explorers.live import Explorer, row
from helpers.figures.feed_forward.neurons import (
    MOST_WORDS,
    NUM_FAVOURITES,
    NUM_PLACES,
    NeuronPicture,
)
from helpers.language import generate

NUM_SENTENCES, SEED = 600, 5
FIRST_UNIT = 510  # answers to one word; the lesson asks about its neighbour
LEAST_MEAN = 0.005  # less is 0.00 in the picture
LEAST_LIMIT = 1.0  # a unit that hardly fires has short bars
EXAMPLES = (
    "Tom is reading a book in the park",
    "the old teacher likes the old hat",
    "I ate two apples with Tom yesterday",
)


class NeuronExplorer(Explorer):
    """Show the words that fire a hidden unit most, where, and in a sentence.

    Controls: `sentence_box.text`, `layer` and `unit` (from 1).

    Source: claim C14; Geva et al. 2021, "Transformer Feed-Forward Layers Are Key-Value
        Memories".
    """

    height = 580

    def __init__(self, translator):
        self.translator = translator
        super().__init__()

    def build(self):
        config = self.translator.model.config
        samples = list(generate(NUM_SENTENCES, seed=SEED))
        words, _, self.activations = corpus_stages(self.translator, samples)
        self.words, self.means = word_means(words, self.activations)
        self.examples = [
            in_context(sample.english, place)
            for sample in samples
            for place in range(len(sample.english))
        ]
        self.found = {word: [] for word in self.words}
        for number, word in enumerate(words):
            self.found.get(word, []).append(number)
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
                FIRST_UNIT,
                1,
                config.d_ff,
                description="unit",
                tooltip="Which hidden unit of its FFN: drag, or type its number",
                layout={"width": "480px"},  # a step of the slider is a unit
            )
        )
        self.picture = NeuronPicture(self.figure)
        self.live(*self.picture.artists)

    def read(self, text):
        """Compute every unit's answer to a text.

        Raises: ValueError with a message for the student.
        """
        tokens, ids, note = read_words(self.translator, text, MOST_WORDS)
        stages = feed_forward_stages(self.translator.model, ids)
        bent = torch.stack([stage.bent for stage in stages])  # (layers, S, d_ff)
        return tokens, bent, note

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
        best = zip(
            *(found.tolist() for found in means.topk(NUM_FAVOURITES)), strict=True
        )
        favourites = [(self.words[i], mean) for mean, i in best if mean >= LEAST_MEAN]
        firing = self.activations[layer, :, unit]
        places = [self.strongest(word, firing) for word, _ in favourites[:NUM_PLACES]]
        limit = max([mean for _, mean in favourites[:1]] + answers + [LEAST_LIMIT])
        sentence = list(zip(tokens, answers, strict=True))
        self.picture.show(favourites, sentence, places, limit)
        name = f"Unit {unit + 1} of layer {layer + 1}"
        if not favourites:
            return f"{name} fires on no word that comes {LEAST_SEEN} times, or hardly."
        share = (firing > 0).float().mean()
        part = f"{share:.0%}" if share >= 0.01 else "less than 1%"
        return (
            f"{name} fires on {part} of the words in the corpus, most on "
            f"“{favourites[0][0]}”."
        )

    def strongest(self, word, firing):
        """Return the place where a word fires most, as text.

        Shape: firing (words of the corpus,)
        """
        numbers = self.found[word]
        number = numbers[firing[numbers].argmax()]
        return f"{firing[number]:.2f}   {self.examples[number]}"


def in_context(words, place):
    """Write a sentence with one word in brackets."""
    return " ".join([*words[:place], f"[{words[place]}]", *words[place + 1 :]])
