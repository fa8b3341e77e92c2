"""Lesson 7: one early mistake, teacher-forced and free-running."""

import ipywidgets as widgets

from helpers.explorers.autoregressive_loop.sentences import (
    MOST_SOURCE,
    MOST_WRITTEN,
    target_words,
)
from helpers.explorers.controls import SentenceBox, read_words
from helpers.explorers.live import Explorer, row
from helpers.figures.autoregressive_loop.mistakes import HEIGHT, MistakesPicture
from helpers.model.writing import write_words
from helpers.training.experiments.mistakes import edits, likely_words

MOST_RANK, MOST_FREE = 10, 24  # a free lane may be long
EXAMPLES = (
    "Tom ate two apples in the park yesterday",
    "I like apples",
    "the old teacher likes the old hat",
    "Mary is reading a book because she is tired",
)


class MistakesExplorer(Explorer):
    """Put another word at one place, and see who notices.

    Controls: `sentence_box.text`, `place` (of the forced word, from 1), `rank` (1 is
    the model's own choice, 2 the next likely word).

    Source: teacher forcing: Williams and Zipser 1989; what it hides: Bengio et al.
    2015, section 1.
    """

    height = HEIGHT

    def __init__(self, translator):
        self.translator = translator
        super().__init__()

    def build(self):
        self.sentence_box = SentenceBox(self, self.read, EXAMPLES, self.on_sentence)
        self.place = self.control(
            widgets.IntSlider(
                3, 1, 9, description="word", tooltip="Where the word is put"
            )
        )
        self.rank = self.control(
            widgets.IntSlider(
                2,
                1,
                MOST_RANK,
                description="rank",
                tooltip="Which likely word is put there: 1 is the model's own",
            )
        )
        self.picture = MistakesPicture(self.figure)
        self.live(*self.picture.artists)
        self.on_sentence()

    def read(self, text):
        """Translate a text; the translation is what the teacher feeds in.

        Raises: ValueError with a message for the student.
        """
        _, ids, note = read_words(self.translator, text, MOST_SOURCE)
        turns = write_words(self.translator.model, ids, max_len=MOST_WRITTEN)
        return ids, turns, note

    def on_sentence(self):
        """Offer the places of a new sentence, all but <eos>."""
        with self.quiet():
            self.place.max = max(len(self.sentence_box.accepted[1]) - 1, 1)

    def panel(self):
        return widgets.VBox(
            [
                row(self.sentence_box.text, self.sentence_box.examples),
                row(self.place, self.rank, self.reset_button),
            ]
        )

    def update(self):
        ids, turns, self.note = self.sentence_box.accepted
        place, rank = self.place.value - 1, self.rank.value
        right = [turn.chosen for turn in turns]
        forced = likely_words(turns[place].probabilities[None])[0, rank - 1].item()
        start = [*right[:place], forced]
        rest = write_words(self.translator.model, ids, max_len=MOST_FREE, start=start)
        taught = right[:place] + [forced] + right[place + 1 :]
        free = start + [turn.chosen for turn in rest]
        for lane, (fed, writes) in enumerate(((right, taught), (free, free))):
            self.show_lane(lane, fed, writes, right)
        self.picture.mark(place)
        word, own = target_words(self.translator, [forced, right[place]])
        probability = turns[place].probabilities[forced].item()
        if rank == 1:
            return f"Word {place + 1} is the model's own, “{own}”: both lanes agree."
        lost = edits(free[place + 1 :], right[place + 1 :])
        changes = f"{lost or 'no'} change{'s' * (lost > 1)}"
        return (
            f"“{word}” ({probability:.2%}) instead of “{own}”: what follows needs no "
            f"change above, and {changes} below."
        )

    def show_lane(self, lane, fed, writes, right):
        """Show what one lane is fed and writes, and which words are out of place."""
        wrong = {
            place
            for place, word in enumerate(writes)
            if place >= len(right) or word != right[place]
        }
        words = target_words(self.translator, writes)[:MOST_WRITTEN]
        inside = ["<bos>", *target_words(self.translator, fed[: len(words) - 1])]
        count = len(wrong)
        note = f"not the teacher's, place by place: {count} of {len(writes)} words"
        if len(words) < len(writes):
            note += f" (shown are {len(words)})"
        self.picture.show(lane, inside, words, wrong, note)
