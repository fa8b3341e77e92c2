"""Watch attention being learned, from shipped snapshots or live."""

from helpers import stage
from helpers.language import EOS
from helpers.lessons.sentences import SentenceExplorer, drawable, head_name, of_head
from helpers.lessons.sweep import STEPS_BETWEEN_LOOKS, one_thread, told
from helpers.pretrained import Translator
from helpers.stage.style import ACCENT, MUTED, shortened
from helpers.training import RECIPES, TrainingRun, grammar_task
from helpers.training.checkpoints import build_model

MOST_ROWS = 15  # words of a translation, which may repeat one without end
LONGEST_OUTPUT = 340  # pixels of a translation: an untrained model repeats a word, too
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
PERCENT = stage.Axis(-3, 103, ticks={n: f"{n} %" for n in range(0, 101, 25)}, grid=True)


class LearningLab(SentenceExplorer):
    """Show one attention map at several moments of a training run.

    It begins before training, so that a class can guess when the map makes sense. The
    rows stand for the words of the trained model's translation in every snapshot, so
    that one map can be compared with the next.

    Source: claim C5.
    """

    height = 530
    fresh = stage.Held()  # the snapshots of a live run
    sentence = stage.Sentence(EXAMPLES)
    snapshot = stage.Choice(
        "step",
        lambda self: [(f"{s.step:,}", n) for n, s in enumerate(self.snapshots)],
        "After how many training steps",
        lambda self: len(self.snapshots) - 1 if self.fresh.value else 0,
    )
    head = stage.Head("One head, or the mean of all", mean=True)
    map = stage.Pick("map", MAPS, "Who looks at whom")

    def __init__(self, translator, snapshots, recipe=RECIPES["grammar-small"]):
        self.shipped, self.recipe = list(snapshots), recipe
        super().__init__(translator)

    @property
    def snapshots(self):
        """The snapshots under the slider: of the live run, or the shipped ones."""
        return self.fresh.value or self.shipped

    @stage.derived
    def translator_then(self):
        """The translator with the weights of the snapshot."""
        now, snapshot = self.translator, self.snapshots[self.snapshot.value]
        model = build_model(now.model.config, snapshot.weights)
        words = now.source_vocabulary, now.target_vocabulary
        return Translator(f"step {snapshot.step}", model, *words)

    @stage.derived
    def target(self):
        """The words of the trained model's translation."""
        translation = self.translator.translate(self.sentence.value)
        return translation.target_tokens[:MOST_ROWS]

    @stage.derived
    def view(self):
        """What the snapshot makes of the sentence: its translation, and its maps."""
        then, text = self.translator_then, self.sentence.value
        return then.translate(text).text, then.attention(text, self.target)

    @property
    def queries(self):
        """The words that look."""
        english = self.map.value.startswith("encoder")
        return self.tokens if english else drawable((*self.target, EOS))

    @property
    def weights(self):
        """The map that is shown. Shape: (T, S)"""
        return of_head(self.view[1][self.map.value], self.head.value)

    def picture(self):
        at, snapshots = self.snapshot.value, self.snapshots
        title = f"step {snapshots[at].step:,}, {head_name(self.head.value)}"
        look = {"rows": self.queries, "columns": self.tokens, "x": "key", "y": "query"}
        table = stage.Matrix(self.weights, title, **look, name="map")
        shares = [100 * snapshot.exact_match for snapshot in snapshots[: at + 1]]
        line = stage.Line(range(at + 1), shares, MUTED, dots=6, name="curve")
        here = stage.Dots([at], shares[-1:], ACCENT, 12, name="here")
        steps = {number: str(s.step) for number, s in enumerate(snapshots)}
        x = stage.Axis(-0.2, len(steps) - 0.8, "training step", steps)
        look = {"says": "step {x}: {y} % of held-out sentences are right"}
        look["sets"] = self.snapshot
        title = "translated exactly (held-out)"
        curve = stage.Plot([line, here], x, PERCENT, title, **look, name="curve")
        output = shortened(self.view[0], LONGEST_OUTPUT) or "(nothing)"
        text = f"its translation at this step: {output}"
        label = stage.Label(text, align="center", lines=2, name="output")
        return stage.Column(stage.Row(table, curve, gap=36), label)

    def say(self):
        snapshot, weights = self.snapshots[self.snapshot.value], self.weights
        place = -2 if self.queries[-1] == EOS else -1  # <eos> writes no word
        word, row = self.queries[place], weights[place]
        return (
            f"After {snapshot.step:,} steps “{word}” looks at "
            f"“{self.tokens[row.argmax()]}” with weight {row.max():.2f}; "
            f"{snapshot.exact_match:.0%} of held-out sentences are right."
        )

    @stage.derived
    def task(self):
        """The sentences that a live run learns from: they are made once."""
        return grammar_task(self.recipe)

    @stage.Run(
        "Train",
        "Train a fresh model here and now, from random numbers",
        total=lambda self: self.recipe.steps,
    )
    def training(self):
        """Train a model, and put its snapshots under the slider as they come."""
        yield 0, "making sentences …"
        with one_thread():
            run = TrainingRun(self.task, self.recipe)
            self.fresh.value = list(run.snapshots)
            for progress in run:
                if len(run.snapshots) > len(self.fresh.value):
                    self.fresh.value = list(run.snapshots)
                if progress.step % STEPS_BETWEEN_LOOKS == 0:
                    yield progress.step, told(progress, self.recipe.steps)
