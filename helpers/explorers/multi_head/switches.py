"""Lesson 3: switch heads off, and see what the model still can do."""

import ipywidgets as widgets

from helpers.explorers.controls import SentenceBox, read_words
from helpers.explorers.live import Explorer, row
from helpers.explorers.multi_head.heads import readable
from helpers.figures.multi_head.switches import SwitchesPicture
from helpers.model.head_switches import heads_off
from helpers.training.experiments.head_removal import read_results
from helpers.training.head_effects import SAMPLE, effect_without, held_out_pairs

MOST_WORDS = 16
MOST_LETTERS, MOST_CHARACTERS = 48, 18  # of a line in English, in Chinese
EXAMPLES = (
    "Tom bought a big red hat",
    "I like apples",
    "the old teacher likes the old hat",
    "she did not read the book in the library",
)


class HeadSwitches(Explorer):
    """Switch heads off, and measure the model that is left.

    Controls: `sentence_box.text`, `count` (so many heads off, the least missed first),
    `toggles[name, head]` (head from 0; True is off). `effect` is what was measured on
    sentences that training never saw.

    Source: claim C10; Michel et al. 2019, section 3.
    """

    height = 620

    def __init__(self, translator):
        self.translator = translator
        self.removals = read_results()
        self.order = [(r.attention, r.head - 1) for r in self.removals]
        self.pairs = held_out_pairs()
        super().__init__()

    def build(self):
        self.sentence_box = SentenceBox(self, self.read, EXAMPLES)
        self.count = widgets.IntSlider(
            0,
            0,
            len(self.order),
            description="heads off",
            tooltip="So many heads off, the least missed first",
        )
        self.count.observe(self.on_count, names="value")
        self.controls.append(self.count)
        self.names = list(self.sentence_box.accepted[1])
        self.toggles = {head: self.toggle(*head) for head in sorted(self.order)}
        self.picture = SwitchesPicture(
            self.figure,
            self.names,
            self.translator.model.config.num_heads,
            self.order,
            [SAMPLE] + [round(SAMPLE * r.exact_match) for r in self.removals],
            SAMPLE,
        )
        self.live(*self.picture.artists)

    def toggle(self, name, head):
        """Make the switch of one head."""
        return self.control(
            widgets.ToggleButton(
                description=f"{head + 1}",
                tooltip=f"Switch head {head + 1} of {readable(name)} off",
                layout={"width": "34px"},
            )
        )

    def panel(self):
        groups = [
            row(
                widgets.Label(readable(name)),
                *(t for (owner, _), t in self.toggles.items() if owner == name),
            )
            for name in self.names
        ]
        return widgets.VBox(
            [
                row(self.sentence_box.text, self.sentence_box.examples),
                row(self.count, self.reset_button),
                row(*groups),
            ]
        )

    def on_count(self, change):
        """Switch off the least missed heads, as many as the slider says."""
        if not self.holding:
            self.attempt(self.follow_count)

    def follow_count(self):
        with self.hold():
            off = self.order[: self.count.value]
            for head, toggle in self.toggles.items():
                toggle.value = head in off

    def read(self, text):
        """Translate a text with every head on, and record its maps.

        Raises: ValueError with a message for the student.
        """
        _, _, note = read_words(self.translator, text, MOST_WORDS)
        translation = self.translator.translate(text)
        maps = self.translator.attention(text, translation.target_tokens)
        maps = {name: weights.numpy() for name, weights in maps.items()}
        return text, maps, translation.text, note

    def off(self):
        """Return the heads that are off."""
        return [head for head, toggle in self.toggles.items() if toggle.value]

    def update(self):
        text, maps, whole, self.note = self.sentence_box.accepted
        off = self.off()
        model = self.translator.model
        with heads_off(model, off):
            translated = self.translator.translate(text).text
        self.effect = effect_without(model, self.pairs, off)
        right = round(SAMPLE * self.effect.exact_match)
        self.picture.show(maps)
        self.picture.switch(off)
        lines = (
            shortened(text, MOST_LETTERS),
            f"all heads on:  {shortened(whole)}",
            f"{len(off)} off:  {shortened(translated)}",
            f"loss {self.effect.loss:.2f} nats a word",
        )
        self.picture.say(lines, len(off), right)
        return (
            f"With {len(off)} of {len(self.order)} heads off, {right} of {SAMPLE} "
            f"held-out sentences are right and the loss is {self.effect.loss:.2f}; "
            f"this one {'stays the same' if translated == whole else 'changes'}."
        )


def shortened(text, most=MOST_CHARACTERS):
    """Cut a text that has no room: a crippled model may repeat a word to the end."""
    return (text if len(text) <= most else text[:most] + "…") or "(nothing)"
