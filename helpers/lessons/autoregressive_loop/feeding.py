"""Feed everything, or only the last word? Three ways to write, in step."""

from helpers import stage
from helpers.language import BOS
from helpers.lessons.autoregressive_loop.loop import WritingStepper, wrong_words
from helpers.lessons.autoregressive_loop.marks import SPACE, Boxed, Heading, WordRows
from helpers.stage.style import KEY, MUTED, PROBLEM, SMALL, VALUE
from helpers.training.experiments.sentence_length import OnlyLastWord

# Each lane: its name, what becomes of the words before the last, what goes in.
LANES = (
    ("everything 整个输出", "fed", "{turn} fed in"),
    ("the last word, and nothing kept 只输入最后一个词", "forgotten", "1 fed in"),
    ("the last word, with a cache 键值缓存", "kept", "1 fed in, {step} kept"),
)
SIGNS = [("■ kept key 键      ", KEY, False), ("■ kept value 值", VALUE, False)]


class FeedingStepper(WritingStepper):
    """Write one sentence in three ways: re-fed, forgetful, and with a cache.

    Source: claim C16.
    """

    height, begins_at = 478, 3  # a word before lane 2 goes wrong
    asked = "the old teacher likes the old hat"

    @stage.derived
    def outputs(self):
        """What each lane writes."""
        forgetful = OnlyLastWord(self.translator.model)
        lanes = self.write(cache=False), self.write(forgetful, cache=False), self.turns
        return [self.target_words(turn.chosen for turn in turns) for turns in lanes]

    @property
    def num_steps(self):
        return max(map(len, self.outputs))

    @property
    def ends_at(self):
        """The step at which the lane that is fed everything ends."""
        return len(self.outputs[0]) - 1

    def picture(self):
        (right, *_), step, marks = self.outputs, self.step.value, []
        lanes = enumerate(zip(LANES, self.outputs, strict=True), start=1)
        for lane, ((name, earlier, goes_in), output) in lanes:
            ink = PROBLEM if any(wrong_words(output[: step + 1], right)) else MUTED
            note = f"word {step + 1}: {goes_in.format(turn=step + 1, step=step)}"
            if len(output) <= step:
                note = f"ended after {len(output)} words"
            row, kept = boxes(output, right, step, earlier), earlier == "kept"
            look = {"row_height": 62, "marks": kept, "name": f"lane {lane}"}
            marks += [
                Heading(f"{lane}  {name}", note, ink, name=f"note {lane}"),
                WordRows([row], self.step, **look),
                SPACE,
            ]
        return stage.Column(*marks[:-1], stage.Label(SIGNS, SMALL), gap=4)

    def say(self):
        (right, forgetful, cached), step = self.outputs, self.step.value
        wrong = wrong_words(forgetful[: step + 1], right)
        if not any(wrong):
            count = min(step + 1, len(cached))
            return f"Up to word {count} lane 2, which keeps nothing, is right."
        same = "the same as" if cached == right else "not the same as"
        return (
            f"Lane 3 writes {same} lane 1; lane 2, which keeps nothing, goes wrong at "
            f"word {wrong.index(True) + 1}."
        )


def boxes(output, right, step, earlier):
    """Put <bos> and a lane's words at a step into boxes; earlier: the look of old ones.

    A click goes to the step that writes the word.

    Shape: output, right: strings -> a list of `Boxed`
    """
    looks = [earlier] * step + ["fed", "new"]
    if len(output) <= step:  # the lane has ended
        looks = ["said"] * (len(output) + 1)
    row = [Boxed(BOS, looks[0])]
    words = zip(output, looks[1:], wrong_words(output, right), strict=False)
    for place, (word, look, wrong) in enumerate(words):
        gone = look in ("forgotten", "kept")
        row.append(Boxed(word, look + " wrong" * (wrong and not gone), value=place))
    return row
