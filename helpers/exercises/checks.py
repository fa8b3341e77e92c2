"""`check`: one function for each exercise, and what a student has done so far."""

import difflib

from helpers.exercises.examine import examine

DONE, OPEN = "●", "○"


class Checks:
    """Check answers: `check.softmax(my_softmax)` says passed, or the likely mistake.

    What is done is kept in memory, for this kernel alone: nothing is written, and
    nothing leaves the machine.
    """

    def __init__(self, exercises):
        self._exercises = {exercise.name: exercise for exercise in exercises}
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
        return "\n    ".join([*lines, self._progress(exercise.lesson)])

    def _progress(self, lesson):
        """Say how much of a lesson is done."""
        names = [name for name, e in self._exercises.items() if e.lesson == lesson]
        marks = "".join(DONE if name in self._done else OPEN for name in names)
        return f"{marks} {marks.count(DONE)} of {len(names)} done in this lesson"
