"""What one hidden unit of the trained model answers to (claim C14)."""

from helpers import stage
from helpers.language import generate
from helpers.lessons.feed_forward.units import (
    LEAST_SEEN,
    corpus_activations,
    word_means,
)
from helpers.lessons.sentences import SentenceExplorer
from helpers.stage.style import ACCENT, INK

NUM_SENTENCES, SEED = 600, 5
FIRST_UNIT = 510  # answers to one word; the lesson asks about its neighbour
NUM_FAVOURITES, NUM_PLACES = 8, 3
LEAST_MEAN = 0.005  # less is 0.00 in the picture
LEAST_LIMIT = 1.0  # a unit that hardly fires has short bars
HEADING = "The first three, each where it fires the unit most"
NAMES = 88  # pixels for the words beside the bars: these stand still as units change


class NeuronExplorer(SentenceExplorer):
    """Show the words that fire a hidden unit most, where, and in a sentence.

    Source: claim C14; Geva et al. 2021, "Transformer Feed-Forward Layers Are Key-Value
        Memories".
    """

    height = 540
    examples = (
        "Tom is reading a book in the park",
        "the old teacher likes the old hat",
        "I ate two apples with Tom yesterday",
    )
    layer = stage.Layer("encoder", "Which encoder layer")
    unit = stage.Number(
        "unit",
        1,
        lambda self: self.translator.model.config.d_ff,
        "Which hidden unit of its FFN: drag, or type its number",
        FIRST_UNIT,
        width="480px",  # a step of the slider is a unit
    )

    def __init__(self, translator):
        samples = list(generate(NUM_SENTENCES, seed=SEED))
        self.corpus, _, self.activations = corpus_activations(translator, samples)
        self.words, self.means = word_means(self.corpus, self.activations)
        self.contexts = [text for s in samples for text in in_context(s.english)]
        super().__init__(translator)

    def of_unit(self, answers):
        """Return what the chosen unit answers. Shape: (layers, N, d_ff) -> (N,)"""
        return answers[self.layer.value - 1, :, self.unit.value - 1]

    @stage.derived
    def favourites(self):
        """The words that fire the unit most, and how much: {word: mean}."""
        best = self.of_unit(self.means).topk(NUM_FAVOURITES)
        pairs = zip(best.indices.tolist(), best.values.tolist(), strict=True)
        return {self.words[i]: mean for i, mean in pairs if mean >= LEAST_MEAN}

    def picture(self):
        hidden = self.recorded[f"encoder.{self.layer.value - 1}.feed_forward.hidden"]
        answers, means = (
            hidden[:, self.unit.value - 1].tolist(),
            self.favourites.values(),
        )
        look = {"high": max([*means, *answers, LEAST_LIMIT]), "names_room": NAMES}
        places = [self.strongest(word) for word in [*self.favourites][:NUM_PLACES]]
        places += [("", "")] * (NUM_PLACES - len(places))
        return stage.Column(
            stage.Row(
                bars("words", "Its words: mean over the corpus", self.favourites, means,
                     colours=INK, slots=NUM_FAVOURITES, **look),
                bars("sentence", "In your sentence", self.tokens, answers,
                     colours=ACCENT, slots=self.most_words, **look),
            ),
            stage.Label(HEADING, bold=True),
            *(stage.Label(text, heading=number, indent=52, name=f"place {place}")
              for place, (number, text) in enumerate(places, start=1)),
            gap=8,
        )  # fmt: skip

    def strongest(self, word):
        """Return where a word fires the unit most: the number and the sentence."""
        firing = self.of_unit(self.activations).tolist()
        places = [n for n, each in enumerate(self.corpus) if each == word]
        best = max(places, key=firing.__getitem__)
        return f"{firing[best]:.2f}", self.contexts[best]

    def say(self):
        name = f"Unit {self.unit.value} of layer {self.layer.value} fires on"
        if not self.favourites:
            return f"{name} no word that comes {LEAST_SEEN} times, or hardly."
        share = (self.of_unit(self.activations) > 0).float().mean()
        part = f"{share:.0%}" if share >= 0.01 else "less than 1%"
        best = next(iter(self.favourites))
        return f"{name} {part} of the words in the corpus, most on “{best}”."


def bars(name, title, words, numbers, **look):
    """Draw bars with their numbers; where there is no bar, there is nothing."""
    texts = [f"{number:.2f}" if number else "" for number in numbers]
    return stage.Bars(words, [*numbers], title=title, texts=texts, name=name, **look)


def in_context(words):
    """Write a sentence once for each of its words, with that word in brackets."""
    return [
        " ".join([*words[:place], f"[{word}]", *words[place + 1 :]])
        for place, word in enumerate(words)
    ]
