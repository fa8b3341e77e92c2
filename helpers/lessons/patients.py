"""The patients of all lessons, and what every probe says of them.

Every probe of a lesson on every patient of it, and on its healthy twin, is printed by

    python -m helpers.lessons.patients
"""

from importlib import import_module

import torch

from helpers.language import BOS_ID
from helpers.lessons import LESSONS
from helpers.lessons.patient import Sample
from helpers.pretrained import load_translator

BY_LESSON = {
    lesson: import_module(f"helpers.lessons.{lesson}.clinic").PATIENTS
    for lesson in LESSONS
}
PATIENTS = tuple(patient for each in BY_LESSON.values() for patient in each)
TEXT = "Tom ate two apples in the park yesterday"


def patients(lesson):
    """Return the patients of a lesson.

    Raises: ValueError if there is no such lesson.
    """
    if lesson not in BY_LESSON:
        raise ValueError(f"{lesson=} is unknown: choose one of {list(LESSONS)}")
    return BY_LESSON[lesson]


def sample_of(translator, text=TEXT):
    """Read a sentence, and put the model's own translation beside it."""
    source_ids = translator.read(text)[1]
    words = translator.translate(text).target_tokens
    target = [BOS_ID, *translator.target_vocabulary.encode(words)]
    return Sample(source_ids, torch.tensor([target]))


def matrix(model, sample, lesson):
    """Take every probe of a lesson on each patient, and on each one's healthy twin.

    Yields (patient, whose probe it is, what it shows, whether all is as it should be):
    a probe proves its own mistake, no other one, and nothing in health.
    """
    for patient in patients(lesson):
        sick, well = patient.sick(model), patient.healthy(model)
        for other in patients(lesson):
            probe = other.probe
            numbers, healthy = (probe.take(each, *sample) for each in (sick, well))
            right = other.is_proven(numbers) == (other is patient)
            right = right and bool(probe.healthy(*healthy))
            yield patient, other, probe.show(numbers), right


def main():
    """Print the matrix, and say how much of it is right."""
    translator = load_translator("grammar-small")
    sample, marks = sample_of(translator), []
    for lesson in LESSONS:
        print(lesson)
        for patient, other, shown, right in matrix(translator.model, sample, lesson):
            marks.append(right)
            mark = "✓" if right else "✗"
            print(f"{mark} {patient.name:24}{other.name:24}{shown}")
    print(f"{sum(marks)} of {len(marks)} are right")


if __name__ == "__main__":
    main()
