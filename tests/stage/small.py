"""A small explorer, for trying the engine on."""

import asyncio

import numpy as np

from helpers import stage


class Small(stage.Explorer):
    """A matrix, a curve and a word, moved by one control of every kind."""

    width, height = 700, 300
    sentence = stage.Sentence(("one two three", "four five"))
    size = stage.Number("size", 1, 9, "How many rows", 3)
    row = stage.Number("row", 0, lambda self: self.size.value - 1, "Which is lit")
    word = stage.Word("word", "words", "Which word is lit")
    scale = stage.Choice("scale", {"half": 0.5, "whole": 1.0}, "Of the numbers", 1.0)
    kind = stage.Pick("kind", ["a", "b"], "Nothing much")
    negative = stage.Switch("negative", "Turn the signs")
    walk = stage.Steps("step", ("first", "second", "third"), "How far")
    found = stage.Held(0)

    def __init__(self):
        self.computed = []
        super().__init__()

    def read(self, text):
        if not text.strip():
            raise ValueError("there is no word")
        return text.split()

    @stage.derived
    def words(self):
        return self.sentence.reading

    @stage.derived
    def numbers(self):
        self.computed.append(self.size.value)
        sign = -1 if self.negative.value else 1
        return sign * self.scale.value * np.eye(self.size.value)

    def picture(self):
        if self.size.value == 9:
            raise ValueError("nine <is> too many")
        table = stage.Matrix(
            self.numbers, "numbers", limit=1, lit=self.row.value, row_sets=self.row,
            name="numbers",
        )  # fmt: skip
        words = stage.Words(self.words, sets=self.word, name="words")
        curve = stage.Plot(
            [stage.Line([0, 1, 2], [0, self.found.value, 2], name="curve")],
            stage.Axis(0, 2, ticks=(0, 1, 2)),
            stage.Axis(0, 5, ticks=(0, 5)),
            name="plot",
        )
        return stage.Column(words, stage.Row(table, curve))

    def say(self):
        return f"{self.size.value} rows, “{self.words[self.word.value]}”"

    def note(self):
        return "look here" if self.kind.value == "b" else ""

    @stage.Run("Train", "Work bit by bit", total=5)
    def training(self):
        for bit in range(1, 6):
            self.found.value = bit
            yield bit, f"bit {bit}"

    @stage.Action("Grow", "One row more")
    def grow(self):
        self.size.value += 1


def press(run, stop_at=None, stop_button=None):
    """Start a `Run` by its button, and wait until it ends.

    With stop_at, its Stop (or another button) is pressed as soon as so much is done.
    """

    async def scenario():
        run.start_button.click()
        assert run.start_button.disabled and not run.stop_button.disabled
        while stop_at is not None and run.bar.value < stop_at:
            await asyncio.sleep(0)
        if stop_at is not None:
            (stop_button or run.stop_button).click()
        try:
            await run.running
        finally:
            assert not run.start_button.disabled and run.stop_button.disabled

    asyncio.run(scenario())
