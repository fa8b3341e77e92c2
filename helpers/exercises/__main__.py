"""Print which mistake each check names, for every exercise and every mistake.

python -m helpers.exercises
"""

from helpers.exercises import EXERCISES
from helpers.exercises.examine import examine


def matrix(exercises=EXERCISES):
    """Hand every famous mistake to its check; yield (exercise, made, named)."""
    for exercise in exercises:
        for mistake in exercise.mistakes:
            named = examine(exercise, mistake.answer).mistake
            yield exercise.name, mistake.name, named


def main():
    """Print the matrix, and say how much of it is right."""
    rows = list(matrix())
    for exercise, made, named in rows:
        mark = "✓" if made == named else "✗"
        print(f"{mark} {exercise:30} {made:24} {named or 'not recognized'}")
    right = sum(made == named for _, made, named in rows)
    print(f"{right} of {len(rows)} mistakes are named")


if __name__ == "__main__":
    main()
