"""Lesson 2: watch attention being learned, from shipped snapshots or live."""

import ipywidgets as widgets

from helpers.explorers.controls import SentenceBox, read_words
from helpers.explorers.live import Explorer, row
from helpers.explorers.live_run import LiveRun
from helpers.figures.self_attention.learning import LearningPicture
from helpers.pretrained import Translator
from helpers.training import RECIPES, TrainingRun, grammar_task
from helpers.training.checkpoints import build_model

MOST_WORDS = 12
MOST_ROWS = 15  # words of a translation, which may repeat one without end
STEPS_BETWEEN_LOOKS = 10  # the page can answer (Stop!) after so many training steps
EXAMPLES = (
    "I like apples",
    "Tom ate two apples in the park yesterday",
    "the old teacher likes the old hat",
    "she did not buy the book",
)
MAPS = {
    "Chinese looks at English": "decoder.0.cross",
    "English looks at English": "encoder.0.self",
}


class LearningExplorer(Explorer):
    """Show one attention map at several moments of a training run.

    It begins before training, so that a class can guess when the map makes sense.
    Controls: `sentence_box.text`, `snapshot` (its number), `head` (0 is the mean of all
    heads), `map` (one of MAPS); `training` has the buttons of a live training.

    Source: claim C5.
    """

    height = 560

    def __init__(self, translator, snapshots, recipe=RECIPES["grammar-small"]):
        self.translator, self.shipped = translator, snapshots
        self.recipe = recipe
        self.task = None
        super().__init__()

    def build(self):
        self.use(self.shipped)
        self.sentence_box = SentenceBox(self, self.read, EXAMPLES)
        self.snapshot = self.control(
            widgets.SelectionSlider(
                options=self.snapshot_options(),
                description="step",
                tooltip="After how many training steps",
            )
        )
        num_heads = self.translator.model.config.num_heads
        self.head = self.control(
            widgets.SelectionSlider(
                options=[("mean", 0)] + [(str(i + 1), i + 1) for i in range(num_heads)],
                description="head",
                tooltip="One head, or the mean of all",
            )
        )
        self.map = self.control(
            widgets.Dropdown(
                options=MAPS, description="map", tooltip="Who looks at whom"
            )
        )
        self.training = LiveRun(
            self,
            "Train",
            self.train,
            self.recipe.steps,
            "Train a fresh model here and now, from random numbers",
        )
        self.picture = LearningPicture(self.figure)
        self.live(*self.picture.artists)
        self.picture.set_curve(*self.curve())
        self.shown = None

    def panel(self):
        return widgets.VBox(
            [
                row(self.sentence_box.text, self.sentence_box.examples),
                row(self.snapshot, self.head, self.map, self.reset_button),
                self.training.widget,
            ]
        )

    # Snapshots and what they make of a sentence

    def use(self, snapshots):
        """Put snapshots under the slider, each with its model."""
        self.snapshots = list(snapshots)
        self.translators = [self.translator_at(snapshot) for snapshot in self.snapshots]

    def translator_at(self, snapshot):
        old = self.translator
        model = build_model(old.model.config, snapshot.weights)
        return Translator(
            f"step {snapshot.step}", model, old.source_vocabulary, old.target_vocabulary
        )

    def snapshot_options(self):
        return [(f"{s.step:,}", number) for number, s in enumerate(self.snapshots)]

    def curve(self):
        return [s.step for s in self.snapshots], [s.exact_match for s in self.snapshots]

    def read(self, text):
        """Translate a text with every snapshot, and look where each one looks.

        The rows stand for the words of the trained model's translation in every
        snapshot, so that one map can be compared with the next.

        Raises: ValueError with a message for the student.
        """
        tokens, _, note = read_words(self.translator, text, MOST_WORDS)
        target = self.translator.translate(text).target_tokens[:MOST_ROWS]
        views = [
            (translator.translate(text).text, translator.attention(text, target))
            for translator in self.translators
        ]
        return tokens, target, views, note

    def update(self):
        tokens, target, views, self.note = self.sentence_box.accepted
        output, maps = views[self.snapshot.value]
        name, head = self.map.value, self.head.value
        weights = maps[name].numpy()
        weights = weights[head - 1] if head else weights.mean(axis=0)
        cross = name.startswith("decoder")
        queries = [*target, "<eos>"] if cross else tokens
        if self.shown != (tokens, queries):
            self.shown = (tokens, queries)
            self.picture.label(queries, tokens)
            self.redraw_all()
        snapshot = self.snapshots[self.snapshot.value]
        which = f"head {head}" if head else "mean of the heads"
        self.picture.show(
            weights,
            self.snapshot.value,
            f"step {snapshot.step:,}, {which}",
            f"its translation at this step: {shortened(output) or '(nothing)'}",
        )
        word = len(target) - 1 if cross else len(tokens) - 1
        best = int(weights[word].argmax())
        return (
            f"After {snapshot.step:,} steps “{queries[word]}” looks at "
            f"“{tokens[best]}” with weight {weights[word, best]:.2f}; "
            f"{snapshot.exact_match:.0%} of held-out sentences are right."
        )

    # Training

    def train(self):
        """Train a fresh model, and put its snapshots under the slider as they come."""
        if self.task is None:
            yield 0, "making sentences …"
            self.task = grammar_task(self.recipe)
        run = TrainingRun(self.task, self.recipe)
        self.take_over(run)
        for progress in run:
            if len(run.snapshots) > len(self.snapshots):
                self.take_over(run)
            if progress.step % STEPS_BETWEEN_LOOKS == 0:
                yield (
                    progress.step,
                    (
                        f"step {progress.step:,} of {run.recipe.steps:,}, loss "
                        f"{progress.loss:.2f}, held-out exact match "
                        f"{progress.exact_match:.0%}, {progress.seconds:.0f} s"
                    ),
                )

    def take_over(self, run):
        """Put the snapshots of a run under the slider, and look at the last."""
        self.use(run.snapshots)
        self.show_snapshots()

    def show_snapshots(self):
        """Read the sentence again with the snapshots that are there now."""
        self.sentence_box.accepted = self.read(self.sentence_box.text.value)
        self.picture.set_curve(*self.curve())
        self.redraw_all()
        with self.hold():
            self.snapshot.options = self.snapshot_options()
            self.snapshot.value = len(self.snapshots) - 1

    def reset(self):
        """Put every control back, and the shipped snapshots under the slider."""
        self.use(self.shipped)
        self.show_snapshots()
        super().reset()


def shortened(text, most=24):
    """Cut a long text: an untrained model may repeat a word to the end."""
    return text if len(text) <= most else text[:most] + "…"
