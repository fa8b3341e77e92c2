"""Real sentences, typed by hand: what is read, written and looked at."""

from helpers import stage
from helpers.language import EOS
from helpers.lessons.autoregressive_loop.marks import LevelBars, bar_names
from helpers.lessons.sentences import DecodingExplorer, drawable, of_head
from helpers.stage.style import ACCENT, INK, PALE, PROBLEM, UNKNOWN, shortened

MOST_WRITTEN = 15  # rows of the map: there is room for no more
TRANSLATION_SIZE, TRANSLATION_WIDTH = 29, 860


class RealSentenceExplorer(DecodingExplorer):
    """Translate everyday English, and show the last cross-attention beside it.

    Source: Vaswani et al. 2017, sections 3.2.3 and 5.1; claim C16.
    """

    height, most_words = 552, 14
    examples = (
        "I don't know what to do.",
        "Where is the bathroom?",
        "She goes to school by bus.",
        "Do you want to go to the movies tonight?",
        "My brother plays the ukulele.",
    )
    word = stage.Word("word", "written", "The Chinese word whose row is lit", 0)
    head = stage.Head("One head, or the mean of all", mean=True)

    @property
    def written(self):
        """What the rows of the map write."""
        return [*drawable(self.target[:MOST_WRITTEN]), EOS]

    @property
    def fed(self):
        return super().fed[: MOST_WRITTEN + 1]

    @property
    def weights(self):
        """The last cross-attention: one head's map, or the mean. Shape: (T, S)"""
        maps = self.recorded[f"{self.last_layer}.cross.weights"]
        return of_head(maps, self.head.value)

    def picture(self):
        room = TRANSLATION_WIDTH, TRANSLATION_SIZE
        text = shortened("".join(drawable(self.target)), *room)
        title = stage.Label(text, TRANSLATION_SIZE, align="center", name="translation")
        unknown = [n for n, word in enumerate(self.tokens) if word == UNKNOWN]
        look = {"rows": self.written, "columns": self.tokens, "write": "row"}
        look |= {"x": "key: English", "y": "query: Chinese", "lit": self.word.value}
        look |= {"row_sets": self.word, "column_inks": dict.fromkeys(unknown, PROBLEM)}
        what = "cross-attention, last layer"
        table = stage.Matrix(self.weights, what, **look, name="map")
        return stage.Column(title, stage.Row(table, self.peaks(), widths=(2.6, 1)))

    def peaks(self):
        """Return how sharp every row is: its largest weight."""
        weights, words = self.weights, self.written
        largest, colours = weights.max(axis=1), [PALE] * len(words)
        colours[self.word.value] = ACCENT
        says = [
            f"{word} → {self.tokens[row.argmax()]}: {row.max():.2f}"
            for word, row in zip(words, weights, strict=True)
        ]
        look = {"says": says, "sets": self.word, "name": "largest"}
        return stage.Plot(
            [
                LevelBars(largest, colours, 0.4, **look),
                stage.Rule(largest.mean(), colour=INK, name="mean", layer=3),
            ],
            stage.Axis(0, 1, "line: mean of all rows", {0: "0", 0.5: "0.5", 1: "1"}),
            bar_names(words),
            "largest weight of a row",
            name="peaks",
        )

    def say(self):
        weights, word = self.weights, self.word.value
        best = int(weights[word].argmax())
        return (
            f"“{self.written[word]}” looks most at “{self.tokens[best]}” (weight "
            f"{weights[word, best]:.2f}); the mean of such largest weights is "
            f"{weights.max(axis=1).mean():.2f}."
        )
