"""Teacher-forced above, free-running below: what one wrong word does to the rest."""

from matplotlib.patches import Rectangle

from helpers.figures.autoregressive_loop.tape import Tape
from helpers.figures.style import ACCENT, INK, MUTED, SMALL_TEXT, TEXT

WIDTH, HEIGHT = 900, 480  # pixels
MOST_BOXES = 15
LEFT, TAPE_WIDTH, TAPE_HEIGHT = 96, 788, 46
FEET = ((368, 312), (168, 112))  # of each lane's two tapes: fed in, writes
NAMES = (
    "Teacher-forced 教师强制: the right words are fed in, whatever it writes",
    "Free-running 自由运行: its own words are fed in",
)
ROWS = ("fed in", "writes")


class MistakesPicture:
    """Draw both ways of running a decoder; `show` sets one of them.

    `artists` are those that change; `mark` frames the forced word's column.
    """

    def __init__(self, figure):
        self.tapes, self.notes, self.frames = [], [], []
        for name, feet in zip(NAMES, FEET, strict=True):
            head = (feet[0] + TAPE_HEIGHT + 22) / HEIGHT
            figure.text(24 / WIDTH, head, name, weight="bold", size=TEXT)
            pair = []
            for foot, label in zip(feet, ROWS, strict=True):
                box = LEFT / WIDTH, foot / HEIGHT
                size = TAPE_WIDTH / WIDTH, TAPE_HEIGHT / HEIGHT
                pair.append(Tape(figure.add_axes((*box, *size)), MOST_BOXES))
                y = (foot + TAPE_HEIGHT / 2) / HEIGHT
                look = {"va": "center_baseline", "color": MUTED, "size": SMALL_TEXT}
                figure.text(24 / WIDTH, y, label, **look)
            self.tapes.append(pair)
            y = (feet[1] - 24) / HEIGHT
            note = figure.text(LEFT / WIDTH, y, "", color=INK, size=SMALL_TEXT)
            self.notes.append(note)
            # Beneath both tapes of a lane, so it stands in an axes of its own.
            lane = LEFT / WIDTH, (feet[1] - 4) / HEIGHT
            height = (feet[0] + TAPE_HEIGHT - feet[1] + 8) / HEIGHT
            ax = figure.add_axes((*lane, TAPE_WIDTH / WIDTH, height), zorder=-1)
            ax.set(xlim=(0, MOST_BOXES), ylim=(0, 1))
            ax.set_axis_off()
            frame = Rectangle((0, 0), 1, 1, fill=False, ec=ACCENT, lw=1.6)
            frame.set(linestyle=(0, (3, 2)), clip_on=False)
            self.frames.append(ax.add_patch(frame))
        self.artists = [*self.frames, *self.notes]
        for pair in self.tapes:
            self.artists += [artist for tape in pair for artist in tape.artists]

    def show(self, lane, fed, writes, wrong, note):
        """Set one lane, 0 or 1.

        Shape: fed and writes: N strings each; wrong: the places of wrong words in
            `writes`
        """
        looks = ["said wrong" if i in wrong else "said" for i in range(len(writes))]
        fed_wrong = {i + 1 for i in wrong} if lane else set()
        inside = ["fed wrong" if i in fed_wrong else "fed" for i in range(len(fed))]
        self.tapes[lane][0].show(fed, inside)
        self.tapes[lane][1].show(writes, looks)
        self.notes[lane].set_text(note)

    def mark(self, place):
        """Frame the column in which a word is forced."""
        for frame in self.frames:
            frame.set_x(place)
