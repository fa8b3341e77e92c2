"""Lesson 7: the loop, one word at a time, until the model says <eos> (claim C16)."""

from helpers.explorers.autoregressive_loop.sentences import (
    MOST_SOURCE,
    MOST_WRITTEN,
    WritingWalk,
    target_words,
)
from helpers.explorers.controls import read_words
from helpers.figures.autoregressive_loop.loop import HEIGHT, NUM_BARS, LoopPicture
from helpers.language import EOS_ID
from helpers.model.writing import write_words

EXAMPLES = (
    "I like apples",
    "the old teacher likes the old hat",
    "Tom ate two apples in the park yesterday",
)


class LoopExplorer(WritingWalk):
    """Walk through the loop: fed in, looked at, likely, chosen, fed in again.

    Controls: `sentence_box.text`, `step` (which word is being written, from 0).

    Source: Vaswani et al. 2017, section 3.1 and figure 1; claim C16.
    """

    height = HEIGHT
    examples = EXAMPLES
    begins_at = 1

    def make_picture(self):
        return LoopPicture(self.figure)

    def read(self, text):
        """Write a text's translation, and keep every turn of the loop.

        Raises: ValueError with a message for the student.
        """
        tokens, ids, note = read_words(self.translator, text, MOST_SOURCE)
        turns = write_words(self.translator.model, ids, max_len=MOST_WRITTEN)
        *written, last = [turn.chosen for turn in turns]
        vocabulary = self.translator.target_vocabulary
        maps = self.translator.attention(text, vocabulary.decode(written))
        *_, cross = (maps[name] for name in sorted(maps) if name.endswith("cross"))
        if last != EOS_ID:
            note = f"{note} Cut after {len(turns)} words.".strip()
        return tokens, turns, cross.mean(dim=0).numpy(), note

    def num_steps(self):
        return len(self.sentence_box.accepted[1])

    def label(self):
        self.picture.label(self.sentence_box.accepted[0], self.num_steps())

    def update(self):
        tokens, turns, cross, self.note = self.sentence_box.accepted
        step = self.step.value
        turn = turns[step]
        writes = self.words(turn.chosen for turn in turns[: step + 1])
        best = turn.probabilities.topk(NUM_BARS)
        likeliest = zip(
            self.words(best.indices.tolist()), best.values.tolist(), strict=True
        )
        self.picture.show(
            self.words(turn.before), writes, cross[: step + 1], [*likeliest]
        )
        weights = cross[step]
        most = tokens[weights.argmax()]
        return (
            f"{step + 1} word{'s' * (step > 0)} fed in; the decoder looks most at "
            f"“{most}” ({weights.max():.2f}), and writes “{writes[-1]}” "
            f"({best.values[0]:.0%})."
        )

    def words(self, ids):
        return target_words(self.translator, ids)
