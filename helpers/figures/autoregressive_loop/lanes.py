"""Three ways to feed the decoder, in step: what goes in, what is kept, what comes."""

from helpers.figures.autoregressive_loop.tape import Tape
from helpers.figures.style import KEY, MUTED, PROBLEM, SMALL_TEXT, TEXT, VALUE

WIDTH, HEIGHT = 900, 510  # pixels
MOST_BOXES = 15
LEFT, TAPE_WIDTH, TAPE_HEIGHT = 24, 852, 62
FEET = (388, 228, 68)  # of the lanes' tapes
NAMES = (
    "everything 整个输出",
    "the last word, and nothing kept 只输入最后一个词",
    "the last word, with a cache 键值缓存",
)


class LanesPicture:
    """Draw three lanes of words; `show` sets one of them.

    `artists` are those that change.
    """

    def __init__(self, figure):
        self.tapes, self.notes = [], []
        for number, (foot, name) in enumerate(zip(FEET, NAMES, strict=True), 1):
            box = LEFT / WIDTH, foot / HEIGHT, TAPE_WIDTH / WIDTH, TAPE_HEIGHT / HEIGHT
            self.tapes.append(Tape(figure.add_axes(box), MOST_BOXES, marks=True))
            y = (foot + TAPE_HEIGHT + 14) / HEIGHT
            heading = {"weight": "bold", "size": TEXT}
            figure.text(LEFT / WIDTH, y, f"{number}  {name}", **heading)
            self.notes.append(
                figure.text(
                    1 - LEFT / WIDTH, y, "", ha="right", color=MUTED, size=SMALL_TEXT
                )
            )
        y = (FEET[2] - 22) / HEIGHT
        for x, name, colour in (
            (24, "kept key 键", KEY),
            (150, "kept value 值", VALUE),
        ):
            text = f"■ {name}"
            figure.text(x / WIDTH, y, text, color=colour, size=SMALL_TEXT)
        self.artists = [artist for tape in self.tapes for artist in tape.artists]
        self.artists += self.notes

    def show(self, lane, words, looks, note, wrong):
        """Set one lane: its boxes, and a note, red if its words are not lane 1's."""
        self.tapes[lane].show(words, looks)
        if self.notes[lane].get_text() != note:
            self.notes[lane].set_text(note)
        self.notes[lane].set_color(PROBLEM if wrong else MUTED)
