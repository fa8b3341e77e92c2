"""Lesson 5: the FFN, one step at a time, with the numbers of a trained model."""

from helpers.explorers.block_stepper import BlockWalk
from helpers.explorers.feed_forward.stages import feed_forward_stages
from helpers.figures.feed_forward.steps import STEPS, FeedForwardPicture

MOST_WORDS = 8  # the picture has room for no more
FIRST_STEP = 1  # the lesson asks what ReLU, the next, will leave
EXAMPLES = (
    "I like apples",
    "the old teacher likes the old hat",
    "Tom is reading a book in the park",
)


class FeedForwardStepper(BlockWalk):
    """Walk one sentence through an FFN of the encoder: wide, bent, and back.

    Controls: `sentence_box.text`, `step` (0 to 3), `layer` (from 1), `word` (from 0).

    Source: Vaswani et al. 2017, section 3.3, equation 2; claims C13 and C14.
    """

    height, picture_class = 760, FeedForwardPicture
    examples, most_words, steps = EXAMPLES, MOST_WORDS, STEPS
    layer_tooltip = "Which encoder layer"

    @property
    def sentences(self):
        return SENTENCES

    def build(self):
        super().build()
        with self.quiet():
            self.step.value = FIRST_STEP

    def num_layers(self):
        return self.translator.model.config.num_encoder_layers

    def walk(self, tokens, ids):
        return tokens, feed_forward_stages(self.translator.model, ids)

    def on_sentence(self):
        """Offer the words of a new sentence, and set the scales of colour."""
        super().on_sentence()
        # Weights and words differ in size: a scale for each, the same for all layers.
        layers = self.sentence_box.accepted[1]
        self.limit = {
            name: max(getattr(stages, name).abs().max().item() for stages in layers)
            for name in layers[0]._fields
        }
        self.limit["bent"] = self.limit["wide"]


def say_x(rows, word):
    return f"“{word}” comes from attention and Norm with {len(rows['x'])} numbers."


def say_wide(rows, word):
    wide = rows["wide"]  # how many are above zero is for the class to guess
    least, most = (f"{end:.1f}".replace("-", "−") for end in (wide.min(), wide.max()))
    return f"W₁ and b₁ make {len(wide)} numbers of “{word}”, from {least} to {most}."


def say_bent(rows, word):
    bent = rows["bent"]
    return (
        f"ReLU sets {(bent == 0).sum()} of {len(bent)} numbers of “{word}” to zero, "
        f"and keeps {(bent > 0).sum()}."
    )


def say_output(rows, word):
    size = len(rows["output"])
    return f"W₂ and b₂ bring “{word}” back to {size} numbers, as many as x had."


SENTENCES = (say_x, say_wide, say_bent, say_output)
