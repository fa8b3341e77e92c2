"""One early mistake, teacher-forced and free-running."""

from itertools import chain, repeat

from helpers import stage
from helpers.language import BOS
from helpers.lessons.autoregressive_loop.loop import (
    MOST_WRITTEN,
    WritingExplorer,
    wrong_words,
)
from helpers.lessons.autoregressive_loop.marks import SPACE, Boxed, Heading, WordRows
from helpers.stage.style import SMALL
from helpers.training.experiments.mistakes import edits, likely_words

MOST_RANK, MOST_FREE = 10, 24  # a free lane may be long
TAUGHT = "Teacher-forced 教师强制: the right words are fed in, whatever it writes"
FREE = "Free-running 自由运行: its own words are fed in"


class TeacherForcingExplorer(WritingExplorer):
    """Put another word at one place, and see who notices.

    `rank` 1 is the model's own choice, 2 the next likely word.

    Source: teacher forcing: Williams and Zipser 1989; what it hides: Bengio et al.
    2015, section 1.
    """

    height = 448
    asked = "Tom ate two apples in the park yesterday"
    # All words have a place but <eos>.
    place = stage.Number(
        "word", 1, lambda self: max(len(self.turns) - 1, 1), "Where the word is put", 3
    )
    rank = stage.Number(
        "rank", 1, MOST_RANK, "Which likely word is put there: 1 is the model's own", 2
    )

    @stage.derived
    def forced(self):
        """The id of the word that is put at the place."""
        probabilities = self.turns[self.place.value - 1].probabilities
        return likely_words(probabilities[None])[0, self.rank.value - 1].item()

    @stage.derived
    def free(self):
        """The ids that the model writes on from the forced word."""
        start = [*self.written[: self.place.value - 1], self.forced]
        rest = self.write(max_len=MOST_FREE, start=start)
        return start + [turn.chosen for turn in rest]

    def picture(self):
        right, place = self.written, self.place.value - 1
        taught = [*right[:place], self.forced, *right[place + 1 :]]
        return stage.Column(
            *self.lane(TAUGHT, right, taught),
            *self.lane(FREE, self.free, self.free),
            gap=8,
        )

    def lane(self, heading, fed, writes):
        """Return what one lane is fed and writes, red where it is not the teacher's."""
        right, name = self.written, heading.split()[0]
        wrong, missed = wrong_words(writes, right), [False, *wrong_words(fed, right)]
        words = zip(
            [BOS, *self.target_words(fed)],
            self.target_words(writes)[:MOST_WRITTEN],
            chain(self.target_words(right), repeat("nothing")),
            strict=False,
        )
        rows = [], []
        for n, (before, word, teachers) in enumerate(words):
            value = n + 1 if n + 1 in self.place.values() else None
            looks = "fed" + " wrong" * missed[n], "said" + " wrong" * wrong[n]
            other = f", and the teacher's is {teachers}" * wrong[n]
            says = f"turn {n + 1}: {before} is fed in", f"word {n + 1}: {word}{other}"
            rows[0].append(Boxed(before, looks[0], says[0], value))
            rows[1].append(Boxed(word, looks[1], says[1], value))
        cut = f" (shown are {MOST_WRITTEN})" * (len(writes) > MOST_WRITTEN)
        note = f"place by place: {sum(wrong)} of {len(writes)} words{cut}"
        look = {"labels": ("fed in", "writes"), "framed": self.place.value - 1}
        return (
            Heading(heading),
            WordRows(rows, self.place, MOST_WRITTEN, row_height=50, name=name, **look),
            stage.Label(f"not the teacher's, {note}", SMALL, name=f"{name} note"),
            SPACE,
        )

    def say(self):
        place, right, rank = self.place.value - 1, self.written, self.rank.value
        word, own = self.target_words([self.forced, right[place]])
        if rank == 1:
            return f"Word {place + 1} is the model's own, “{own}”: both lanes agree."
        share = self.turns[place].probabilities[self.forced].item()
        lost = edits(self.free[place + 1 :], right[place + 1 :])
        changes = f"{lost or 'no'} change{'s' * (lost > 1)}"
        return (
            f"“{word}” ({share:.2%}) instead of “{own}”: what follows needs no change "
            f"above, and {changes} below."
        )
