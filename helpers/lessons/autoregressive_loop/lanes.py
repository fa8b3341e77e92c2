"""Feed everything, or only the last word? Three ways to write, in step."""

from helpers import stage
from helpers.language import BOS
from helpers.lessons.autoregressive_loop.tape import Boxed, Heading, Tape, space
from helpers.lessons.autoregressive_loop.writing_walk import (
    MOST_WRITTEN,
    WritingWalk,
    target_words,
)
from helpers.model.writing import OnlyLastWord, write_words
from helpers.stage.style import KEY, MUTED, PROBLEM, SMALL, VALUE

# Each lane: its name, and what becomes of the words before the last.
LANES = (
    ("everything 整个输出", "fed"),
    ("the last word, and nothing kept 只输入最后一个词", "forgotten"),
    ("the last word, with a cache 键值缓存", "kept"),
)
SIGNS = [("■ kept key 键      ", KEY, False), ("■ kept value 值", VALUE, False)]


class LanesExplorer(WritingWalk):
    """Write one sentence in three ways: re-fed, forgetful, and with a cache.

    Source: claim C16.
    """

    height = 478
    begins_at = 3  # a word before lane 2 goes wrong
    examples = (
        "the old teacher likes the old hat",
        "I like apples",
        "Tom ate two apples in the park yesterday",
        "Mary is reading a book because she is tired",
    )

    @stage.derived
    def outputs(self):
        """What each lane writes."""
        model, ids = self.translator.model, self.sentence.reading.ids
        ways = (model, False), (OnlyLastWord(model), False), (model, True)
        lanes = (
            write_words(way, ids, max_len=MOST_WRITTEN, cache=cache)
            for way, cache in ways
        )
        return [
            target_words(self.translator, (turn.chosen for turn in turns))
            for turns in lanes
        ]

    @property
    def num_steps(self):
        return max(map(len, self.outputs))

    @property
    def last_step(self):
        """The step at which the lane that is fed everything ends."""
        return len(self.outputs[0]) - 1

    def picture(self):
        (right, *_), step, marks = self.outputs, self.step.value, []
        for lane, (name, earlier) in enumerate(LANES):
            output, number = self.outputs[lane], lane + 1
            wrong = output[: step + 1] != right[: step + 1]
            note, ink = self.describe(lane), PROBLEM if wrong else MUTED
            row = boxes(output, right, step, earlier)
            look = {"row_height": 62, "marks": lane == 2, "name": f"lane {number}"}
            marks += [
                Heading(f"{number}  {name}", note, ink, name=f"note {number}"),
                Tape([row], self.step, MOST_WRITTEN + 1, **look),
                space(),
            ]
        return stage.Column(*marks[:-1], stage.Label(SIGNS, SMALL), gap=4)

    def describe(self, lane):
        """Say what a lane is fed at this step, and what it keeps."""
        step, count = self.step.value, len(self.outputs[lane])
        if count <= step:
            return f"ended after {count} words"
        fed = step + 1 if lane == 0 else 1
        kept = f", {step} kept" if lane == 2 else ""
        return f"word {step + 1}: {fed} fed in{kept}"

    def say(self):
        (right, forgetful, cached), step = self.outputs, self.step.value
        wrong = first_difference(right, forgetful[: step + 1])
        if wrong is None:
            count = min(step + 1, len(cached))
            return f"Up to word {count} lane 2, which keeps nothing, is right."
        same = "the same as" if cached == right else "not the same as"
        return (
            f"Lane 3 writes {same} lane 1; lane 2, which keeps nothing, goes wrong at "
            f"word {wrong + 1}."
        )


def boxes(output, right, step, earlier):
    """Put into boxes what a lane has at a step; earlier: the look of earlier words.

    <bos>, the words written before, and the one that is written now. A click goes to
    the step that writes the word.

    Shape: output, right: strings -> `Boxed` words
    """
    written = output[: step + 1]
    looks = [earlier] * step + ["fed", "new"]
    if len(written) <= step:  # the lane has ended
        looks = ["said"] * (len(written) + 1)
    row = [Boxed(BOS, looks[0])]
    for place, (word, look) in enumerate(zip(written, looks[1:], strict=True)):
        wrong = place >= len(right) or word != right[place]
        if wrong and look in ("fed", "new", "said"):
            look += " wrong"
        row.append(Boxed(word, look, value=place))
    return row


def first_difference(right, output):
    """Return the first place where an output is not the right one, or None.

    Shape: right and output: strings, the output as long or cut
    """
    for place, word in enumerate(output):
        if place >= len(right) or word != right[place]:
            return place
    return None
