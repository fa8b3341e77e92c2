"""Controls that several explorers share: steps with Play, and a sentence box."""

import ipywidgets as widgets

from helpers.explorers.live import row
from helpers.figures.style import PROBLEM, displayable

PLAY_MS = 1500  # a class needs time to look before the next step
WIDE = "380px"  # of a slider whose values have long names: else they are cut


def add_steps(explorer, label, names, tooltip):
    """Add a slider over named steps, with Previous, Next and Play.

    It begins at the last step: where no kernel runs, the whole picture is there. The
    slider may get other options later; buttons and Play follow.

    Returns (slider, widget that holds all four); the slider's value is the step's
    number, from 0.
    """
    last = len(names) - 1
    slider = explorer.control(
        widgets.SelectionSlider(
            options=[(name, step) for step, name in enumerate(names)],
            value=last,
            description=label,
            tooltip=tooltip,
            continuous_update=True,
            layout={"width": WIDE},
        )
    )

    def move(by):
        slider.value = min(max(slider.value + by, 0), len(slider.options) - 1)

    previous = explorer.button("◀ Previous", lambda: move(-1), "One step back")
    following = explorer.button("Next ▶", lambda: move(+1), "One step on")
    play = widgets.Play(
        value=last,
        max=last,
        interval=PLAY_MS,
        show_repeat=False,
        tooltip="Play all steps",
    )
    slider.observe(lambda _: play.set_trait("max", len(slider.options) - 1), "options")
    widgets.link((play, "value"), (slider, "value"))
    explorer.extras.append(play)
    return slider, row(previous, following, play, slider)


def add_words(explorer, description, tooltip):
    """Add a slider over the words of a sentence; `offer` says which they are.

    Returns the slider; its value is the word's number, from 0.
    """
    return explorer.control(
        widgets.SelectionSlider(
            options=[("", 0)], description=description, tooltip=tooltip
        )
    )


def offer(slider, words, value):
    """Put these words under a slider, and go to one of them, by its number."""
    slider.options = [(word, number) for number, word in enumerate(words)]
    slider.value = value


class SentenceBox:
    """A text box with a list of examples: what is refused stays typed, and why is said.

    `read` takes the text and returns what the explorer needs, or raises ValueError
    with a message for the student. `accepted` is what `read` last returned; then
    `follow_up` is called, and the picture drawn whole.
    """

    def __init__(self, explorer, read, examples, follow_up=lambda: None):
        self.explorer, self.read, self.follow_up = explorer, read, follow_up
        self.accepted = read(examples[0])
        self.text = widgets.Text(
            value=examples[0],
            description="sentence",
            continuous_update=False,  # acts on Enter
            tooltip="Type English words and press Enter",
        )
        self.examples = widgets.Dropdown(
            options=[("or pick an example", "")] + [(e, e) for e in examples],
            tooltip="Put an example into the sentence box",
        )
        explorer.controls += [self.text, self.examples]
        self.text.observe(lambda _: explorer.attempt(self.accept), names="value")
        self.examples.observe(self.pick, names="value")

    def accept(self):
        """Read what was typed; show the new sentence, or why it cannot be read."""
        if self.examples.value != self.text.value:
            self.examples.value = ""
        try:
            self.accepted = self.read(self.text.value)
        except ValueError as error:
            self.explorer.say(str(error), PROBLEM)
            return
        self.follow_up()
        self.explorer.redraw_all()
        self.explorer.follow()

    def pick(self, change):
        """Type the example that was picked."""
        if change["new"]:
            self.text.value = change["new"]


def read_words(translator, text, most):
    """Read a text that a picture has room for.

    Shape: -> (tokens that can be drawn, ids (1, S), a note on unknown words)
    Raises: ValueError with a message for the student.
    """
    tokens, ids, unknown = translator.read(text)
    check_room(len(tokens), most)
    return drawable(tokens), ids, unknown_words_note(unknown)


def drawable(tokens):
    """List tokens as the house font can draw them."""
    return [displayable(token) for token in tokens]


def check_room(count, room, what="words"):
    """Refuse a sentence for which the picture has no room.

    Raises: ValueError with a message for the student.
    """
    if count > room:
        raise ValueError(
            f"That is {count} {what}, and the picture has room for {room}: type a "
            "shorter sentence."
        )


def unknown_words_note(unknown):
    """Say which words the model does not know, and which known ones are near."""
    if not unknown:
        return ""
    parts = []
    for word, near in unknown.items():
        hint = f" (near: {', '.join(near)})" if near else ""
        parts.append(f"“{word}”{hint}")
    return f"Not in the model's vocabulary, read as <unk>: {'; '.join(parts)}."
