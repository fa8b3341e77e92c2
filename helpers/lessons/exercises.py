"""`check`: one function for each exercise of all lessons, and what is done so far.

    from helpers.lessons.exercises import check
    check.softmax(my_softmax)

Which mistake each check names, for every mistake of every exercise, is printed by

    python -m helpers.lessons.exercises
"""

import difflib
from importlib import import_module

from helpers.lessons import LESSONS
from helpers.lessons.exercise import examine

EXERCISES = {
    lesson: import_module(f"helpers.lessons.{lesson}.exercises").EXERCISES
    for lesson in LESSONS
}
DONE, OPEN = "●", "○"


class Checks:
    """Check answers: `check.softmax(my_softmax)` says passed, or the likely mistake.

    `exercises` is {lesson: its exercises}. What is done is kept in memory, for this
    kernel alone: nothing is written, and nothing leaves the machine.
    """

    def __init__(self, exercises):
        self._lessons = exercises
        self._exercises = {
            each.name: each for lesson in exercises.values() for each in lesson
        }
        self._done = set()

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._exercises:
            near = difflib.get_close_matches(name, self._exercises)
            advice = f": did you mean {' or '.join(near)}?" if near else ""
            raise AttributeError(f"there is no exercise {name!r}{advice}")
        return lambda answer=...: print(self._report(self._exercises[name], answer))

    def __dir__(self):
        return [*super().__dir__(), *self._exercises]

    def _report(self, exercise, answer):
        """Look an answer through, note if it passed, and say so in a few lines."""
        verdict = examine(exercise, answer)
        if verdict.passed:
            self._done.add(exercise.name)
        mark = "✓" if verdict.passed else "✗" if verdict.started else OPEN
        lines = [f"{mark} {exercise.name}: {verdict.message}", *verdict.evidence]
        return "\n    ".join([*lines, self._progress(exercise)])

    def _progress(self, exercise):
        """Say how much of an exercise's lesson is done."""
        lesson = next(each for each in self._lessons.values() if exercise in each)
        marks = "".join(DONE if each.name in self._done else OPEN for each in lesson)
        return f"{marks} {marks.count(DONE)} of {len(lesson)} done in this lesson"


check = Checks(EXERCISES)


def matrix():
    """Hand every wrong answer to its check; yield (exercise, mistake, named)."""
    for exercises in EXERCISES.values():
        for exercise in exercises:
            for name, _, answer in exercise.wrong_answers():
                yield exercise.name, name, examine(exercise, answer).mistake


def main():
    """Print the matrix, and say how much of it is right."""
    rows = list(matrix())
    for exercise, made, named in rows:
        mark = "✓" if made == named else "✗"
        print(f"{mark} {exercise:30} {made!s:24} {named or 'not recognized'}")
    right = sum(made == named for _, made, named in rows)
    print(f"{right} of {len(rows)} mistakes are named")


if __name__ == "__main__":
    main()
