"""Lesson 7: beam search as a tree that grows word by word."""

import math

import ipywidgets as widgets

from helpers.explorers.autoregressive_loop.sentences import target_words
from helpers.explorers.controls import SentenceBox, add_steps, unknown_words_note
from helpers.explorers.live import Explorer, row
from helpers.figures.autoregressive_loop.beam import (
    ALIVE,
    COLUMNS,
    DROPPED,
    HEIGHT,
    LOST,
    ROWS,
    WAITS,
    WINNER,
    BeamTree,
    Node,
)
from helpers.figures.matrices import signed
from helpers.language import BOS, EOS_ID, PAD_ID
from helpers.model.beam import beam_steps, final_scores

LENGTH_PENALTY = 0.6  # the paper's, and that of `beam_search`
MOST_WIDTH, MOST_STEPS = 5, 16
NUM_DROPPED = ROWS - MOST_WIDTH
EXAMPLES = (
    "she likes the rice that Tom likes",
    "I like apples",
    "the old teacher likes the old hat",
)


class BeamExplorer(Explorer):
    """Grow the tree of a beam search step by step, for a typed sentence.

    Controls: `sentence_box.text`, `beam_width` (1 is greedy), `step` (from 0: the
    first word).

    Source: Vaswani et al. 2017, section 6.1; Wu et al. 2016, equation 14.
    """

    height = HEIGHT

    def __init__(self, translator):
        self.translator = translator
        super().__init__()

    def build(self):
        self.sentence_box = SentenceBox(self, self.read, EXAMPLES, self.search)
        self.beam_width = widgets.IntSlider(
            4, 1, MOST_WIDTH, description="width", tooltip="How many outputs are kept"
        )
        # Before the picture follows: another width may take another number of steps.
        self.beam_width.observe(lambda _: self.search(), names="value")
        self.control(self.beam_width)
        self.step, self.step_row = add_steps(
            self, "step", ["1"], "How many words have been weighed"
        )
        self.tree = BeamTree(self.figure)
        self.live(*self.tree.artists)
        self.search()

    def panel(self):
        return widgets.VBox(
            [
                row(self.sentence_box.text, self.sentence_box.examples),
                row(self.step_row, self.beam_width, self.reset_button),
            ]
        )

    def read(self, text):
        """Cut a text into words. Raises: ValueError with a message for the student."""
        _, ids, unknown = self.translator.read(text)
        return ids, unknown_words_note(unknown)

    def search(self):
        """Search for a translation with the chosen width, and go to the last step."""
        ids, _ = self.sentence_box.accepted
        most = min(MOST_STEPS, self.translator.model.config.max_len)
        options = {"max_len": most, "beam_width": self.beam_width.value}
        self.found = list(beam_steps(self.translator.model, ids, **options))
        with self.quiet():
            self.step.options = [(f"{i + 1}", i) for i in range(len(self.found))]
            self.step.value = len(self.found) - 1

    def update(self):
        _, self.note = self.sentence_box.accepted
        step, last = self.step.value, len(self.found) - 1
        steps = self.found[: step + 1]
        best, state = 0, ALIVE
        if step == last:
            scores = final_scores(steps[-1], LENGTH_PENALTY, PAD_ID)[0]
            best, state = int(scores.argmax()), WINNER
        levels, worth = [[Node(BOS, 0.0, 0.0, None, ALIVE)]], [0.0]
        for found in steps:
            levels.append(self.level(found, worth))
            worth = found.totals[0]
        mark(levels, best, state)
        ids = steps[-1].ids[0, best]
        if state == WINNER:  # what follows its <eos> would push its beginning out
            levels = levels[: 1 + int((ids != PAD_ID).sum())]
        self.tree.show(levels[-COLUMNS - 1 :])
        return self.in_words(state, self.text(ids), steps[-1].totals[0, best].item())

    def in_words(self, state, text, total):
        """Say what the last step kept."""
        width, step = self.beam_width.value, self.step.value + 1
        worth = f"log-probability {signed(total)}"
        if state == WINNER:
            name = "Greedy" if width == 1 else f"A beam of {width}"
            return f"{name} ends after {step} steps with “{text}”, {worth}."
        outputs = "1 output" if width == 1 else f"{width} outputs"
        return f"Step {step} keeps {outputs}; the best is “{text}”, {worth}."

    def level(self, found, worth):
        """List what a step kept and the best of what it dropped, the likeliest first.

        Shape: found, a `BeamStep` for one sentence; worth (width,), the beams before it
            -> up to width + NUM_DROPPED nodes
        """
        candidates = found.candidates[0]  # (width, V)
        width, vocab_size = candidates.shape
        totals, places = candidates.flatten().topk(width + NUM_DROPPED)
        nodes = []
        for rank, (total, place) in enumerate(zip(totals, places, strict=True)):
            parent, word = divmod(place.item(), vocab_size)
            own = (total - worth[parent]).item()
            state = LOST if rank < width else DROPPED
            nodes.append(Node(self.word(word), own, total.item(), parent, state))
        return [node for node in nodes if node.total > -math.inf]

    def word(self, word_id):
        """Return a word as it stands in its box."""
        if word_id == PAD_ID:
            return WAITS
        return target_words(self.translator, [word_id])[0]

    def text(self, ids):
        """Join the words of an output. Shape: ids (T,)"""
        words = [word for word in ids.tolist() if word not in (EOS_ID, PAD_ID)]
        return "".join(target_words(self.translator, words))


def mark(levels, best, state):
    """Mark the ways to all outputs that are still kept, then the way to the best.

    `best` is its row in the last level, `state` what to call it.
    """
    kept = [end for end, node in enumerate(levels[-1]) if node.state == LOST]
    for end, look in [(end, ALIVE) for end in kept] + [(best, state)]:
        for level in reversed(levels):
            level[end] = level[end]._replace(state=look)
            end = level[end].parent
