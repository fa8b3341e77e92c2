"""What explorers of lesson 7 share: a short sentence, and its writing word by word."""

from helpers import stage
from helpers.lessons.sentences import SentenceExplorer, drawable

MOST_SOURCE, MOST_WRITTEN = 10, 14  # words that the pictures have room for


class WritingWalk(SentenceExplorer):
    """Walk through the writing of a sentence, word by word; subclasses say what shows.

    A subclass names `examples` and `begins_at`, and has `num_steps`, and `last_step` if
    that is not where a new sentence is shown.
    """

    most_words = MOST_SOURCE
    examples = ()
    begins_at = 0  # the step seen first of all: the lesson asks for the rest
    sentence = stage.Sentence(lambda self: self.examples)
    step = stage.Steps(
        "word",
        lambda self: range(1, self.num_steps + 1),
        "Which word is being written",
        first=lambda self: self.first_step,
    )

    @property
    def num_steps(self):
        """How many steps the sentence has."""
        raise NotImplementedError

    @property
    def last_step(self):
        """The step at which a new sentence is shown."""
        return self.num_steps - 1

    @property
    def first_step(self):
        """The step at which a sentence is shown first; the lesson's own asks first."""
        asked = self.sentence.value == self.examples[0]
        return self.begins_at if asked else self.last_step

    def after(self, **changes):
        """Return the values of all controls; a new sentence has its own first step."""
        values = super().after(**changes)
        if values["sentence"] != self.values["sentence"] and "step" not in changes:
            with self.supposing(values):
                values["step"] = self.step.first()
        return values


def target_words(translator, ids):
    """Return the words of target ids, as the house font can draw them."""
    return drawable(translator.target_vocabulary.decode([*ids]))
