"""Lesson 7: feed everything, or only the last word? Three lanes in step (claim C16)."""

from helpers.explorers.autoregressive_loop.sentences import (
    MOST_SOURCE,
    MOST_WRITTEN,
    WritingWalk,
    target_words,
)
from helpers.explorers.controls import read_words
from helpers.figures.autoregressive_loop.lanes import HEIGHT, LanesPicture
from helpers.model.writing import OnlyLastWord, write_words

EXAMPLES = (
    "the old teacher likes the old hat",
    "I like apples",
    "Tom ate two apples in the park yesterday",
    "Mary is reading a book because she is tired",
)
KEPT_LOOKS = ("fed", "forgotten", "kept")  # of the words before the last, by lane


class LanesExplorer(WritingWalk):
    """Write one sentence in three ways: re-fed, forgetful, and with a cache.

    Controls: `sentence_box.text`, `step` (how many words are written, from 0 for one).

    Source: claim C16.
    """

    height = HEIGHT
    examples = EXAMPLES
    begins_at = 3  # a word before lane 2 goes wrong

    def make_picture(self):
        return LanesPicture(self.figure)

    def read(self, text):
        """Write a text's translation in all three ways.

        Raises: ValueError with a message for the student.
        """
        _, ids, note = read_words(self.translator, text, MOST_SOURCE)
        model = self.translator.model
        ways = (model, False), (OnlyLastWord(model), False), (model, True)
        lanes = [
            write_words(way, ids, max_len=MOST_WRITTEN, cache=cache)
            for way, cache in ways
        ]
        outputs = [
            target_words(self.translator, (turn.chosen for turn in turns))
            for turns in lanes
        ]
        return outputs, note

    def num_steps(self):
        return max(map(len, self.sentence_box.accepted[0]))

    def first_step(self):
        """Return the step at which the lane that is fed everything ends."""
        return len(self.sentence_box.accepted[0][0]) - 1

    def update(self):
        outputs, self.note = self.sentence_box.accepted
        step, right = self.step.value, outputs[0]
        for lane, output in enumerate(outputs):
            words, looks = boxes(output, right, step, KEPT_LOOKS[lane])
            written = output[: step + 1]
            wrong = written != right[: step + 1]
            self.picture.show(
                lane, words, looks, self.describe(lane, written, step), wrong
            )
        forgetful = first_difference(right, outputs[1][: step + 1])
        same = "the same as" if outputs[2] == right else "not the same as"
        if forgetful is None:
            return f"Up to word {len(written)} lane 2, which keeps nothing, is right."
        return (
            f"Lane 3 writes {same} lane 1; lane 2, which keeps nothing, goes wrong at "
            f"word {forgetful + 1}."
        )

    def describe(self, lane, written, step):
        """Say what a lane is fed at this step, and what it keeps."""
        if len(written) <= step:
            return f"ended after {len(written)} words"
        fed = step + 1 if lane == 0 else 1
        words = f"word {step + 1}: {fed} fed in"
        if lane == 2:
            return f"{words}, {step} kept"
        return words


def boxes(output, right, step, earlier):
    """Return the words of a lane and their looks, down to one step.

    <bos>, the words written before, and the one that is written now.
    """
    written = output[: step + 1]
    words, looks = ["<bos>", *written], [earlier] * step + ["fed", "new"]
    if len(written) <= step:  # the lane has ended
        looks = ["said"] * len(words)
    for place, word in enumerate(written):
        if place >= len(right) or word != right[place]:
            look = looks[place + 1]
            marked = f"{look} wrong"
            looks[place + 1] = marked if look in ("fed", "new", "said") else look
    return words, looks


def first_difference(right, output):
    """Return the first place where an output is not the right one, or None.

    Shape: right and output: strings, the output as long or cut
    """
    for place, word in enumerate(output):
        if place >= len(right) or word != right[place]:
            return place
    return None
