"""Print what every probe says of every patient of its lesson.

python -m helpers.exercises.clinic
"""

import torch

from helpers.exercises.clinic import LESSONS, Sample, patients
from helpers.exercises.clinic.probe import HEALTHY
from helpers.language import BOS_ID
from helpers.pretrained import load_translator

TEXT = "Tom ate two apples in the park yesterday"


def sample_of(translator, text=TEXT):
    """Read a sentence, and put the model's own translation beside it."""
    source_ids = translator.read(text)[1]
    words = translator.translate(text).target_tokens
    target = [BOS_ID, *translator.target_vocabulary.encode(words)]
    return Sample(source_ids, torch.tensor([target]))


def matrix(model, sample, lesson):
    """Take every probe of a lesson on each patient, and on each one's healthy twin.

    Yields (patient, whose probe it is, numbers, reading, the healthy twin's reading).
    """
    for patient in patients(lesson):
        sick, well = patient.sick(model), patient.healthy(model)
        for other in patients(lesson):
            probe = other.probe
            numbers = probe.take(sick, *sample)
            healthy = probe.reading(probe.take(well, *sample))
            yield patient, other, numbers, probe.reading(numbers), healthy


def main():
    """Print the matrix, and say how much of it is right."""
    translator = load_translator("grammar-small")
    sample, right, count = sample_of(translator), 0, 0
    for lesson in LESSONS:
        print(lesson)
        for patient, other, numbers, reading, healthy in matrix(
            translator.model, sample, lesson
        ):
            wanted = (
                reading == patient.bug
                if patient.probe is other.probe
                else (reading != other.bug)
            )
            wanted &= healthy == HEALTHY
            right, count = right + wanted, count + 1
            mark = "✓" if wanted else "✗"
            print(f"{mark} {patient.bug:24}{other.bug:24}{other.probe.show(numbers)}")
    print(f"{right} of {count} are right")


if __name__ == "__main__":
    main()
