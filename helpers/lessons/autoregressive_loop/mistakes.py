"""One early mistake, teacher-forced and free-running."""

from helpers import stage
from helpers.language import BOS
from helpers.lessons.autoregressive_loop.tape import Boxed, Heading, Tape, space
from helpers.lessons.autoregressive_loop.writing_walk import (
    MOST_SOURCE,
    MOST_WRITTEN,
    target_words,
)
from helpers.lessons.sentences import SentenceExplorer
from helpers.model.writing import write_words
from helpers.stage.style import INK, SMALL
from helpers.training.experiments.mistakes import edits, likely_words

MOST_RANK, MOST_FREE = 10, 24  # a free lane may be long
EXAMPLES = (
    "Tom ate two apples in the park yesterday",
    "I like apples",
    "the old teacher likes the old hat",
    "Mary is reading a book because she is tired",
)
LANES = (
    "Teacher-forced 教师强制: the right words are fed in, whatever it writes",
    "Free-running 自由运行: its own words are fed in",
)


class MistakesExplorer(SentenceExplorer):
    """Put another word at one place, and see who notices.

    `rank` 1 is the model's own choice, 2 the next likely word.

    Source: teacher forcing: Williams and Zipser 1989; what it hides: Bengio et al.
    2015, section 1.
    """

    height, most_words = 448, MOST_SOURCE
    sentence = stage.Sentence(EXAMPLES)
    place = stage.Number(
        "word",
        1,
        lambda self: max(len(self.turns) - 1, 1),  # all but <eos>
        "Where the word is put",
        3,
    )
    rank = stage.Number(
        "rank", 1, MOST_RANK, "Which likely word is put there: 1 is the model's own", 2
    )

    @stage.derived
    def turns(self):
        """How the model translates; the translation is what the teacher feeds in."""
        model, ids = self.translator.model, self.sentence.reading.ids
        return write_words(model, ids, max_len=MOST_WRITTEN)

    @property
    def right(self):
        """The ids of the translation."""
        return [turn.chosen for turn in self.turns]

    @stage.derived
    def forced(self):
        """The id of the word that is put at the place."""
        probabilities = self.turns[self.place.value - 1].probabilities
        return likely_words(probabilities[None])[0, self.rank.value - 1].item()

    @stage.derived
    def free(self):
        """The ids that the model writes on from the forced word."""
        model, ids = self.translator.model, self.sentence.reading.ids
        start = [*self.right[: self.place.value - 1], self.forced]
        rest = write_words(model, ids, max_len=MOST_FREE, start=start)
        return start + [turn.chosen for turn in rest]

    @property
    def taught(self):
        """The ids that stand in the teacher's lane."""
        right, place = self.right, self.place.value - 1
        return right[:place] + [self.forced] + right[place + 1 :]

    def picture(self):
        lanes = (self.right, self.taught), (self.free, self.free)
        marks = []
        for name, (fed, writes) in zip(LANES, lanes, strict=True):
            marks += [Heading(name), *self.lane(name.split()[0], fed, writes)]
            marks.append(space())
        return stage.Column(*marks, gap=8)

    def lane(self, name, fed, writes):
        """Return what one lane is fed and writes, red where it is not the teacher's."""
        right = self.right
        wrong = [word != own for word, own in zip(writes, right, strict=False)]
        wrong += [True] * (len(writes) - len(right))
        words = target_words(self.translator, writes)[:MOST_WRITTEN]
        given = [BOS, *target_words(self.translator, fed[: len(words) - 1])]
        missed = [False, *wrong] if fed is writes else [False] * len(given)
        teacher = [*target_words(self.translator, right), *["nothing"] * MOST_FREE]
        tape = [[], []]
        for place, word in enumerate(words):
            value = place + 1 if place + 1 in self.place.values() else None
            told = f"turn {place + 1}: {{}} is fed in", f"word {place + 1}: {{}}"
            if wrong[place]:
                told = told[0], f"{told[1]}, and the teacher's is {teacher[place]}"
            columns = (given[place], "fed", missed), (word, "said", wrong)
            for row, says, (text, look, red) in zip(tape, told, columns, strict=True):
                look += " wrong" * red[place]
                row.append(Boxed(text, look, says.format(text), value))
        count = sum(wrong)
        note = f"not the teacher's, place by place: {count} of {len(writes)} words"
        if len(words) < len(writes):
            note += f" (shown are {len(words)})"
        framed, labels = self.place.value - 1, ("fed in", "writes")
        look = {"row_height": 50, "labels": labels, "framed": framed, "name": name}
        return (
            Tape(tape, self.place, MOST_WRITTEN, **look),
            stage.Label(note, SMALL, INK, name=f"{name} note"),
        )

    def say(self):
        place, right, rank = self.place.value - 1, self.right, self.rank.value
        word, own = target_words(self.translator, [self.forced, right[place]])
        if rank == 1:
            return f"Word {place + 1} is the model's own, “{own}”: both lanes agree."
        share = self.turns[place].probabilities[self.forced].item()
        lost = edits(self.free[place + 1 :], right[place + 1 :])
        changes = f"{lost or 'no'} change{'s' * (lost > 1)}"
        return (
            f"“{word}” ({share:.2%}) instead of “{own}”: what follows needs no change "
            f"above, and {changes} below."
        )
