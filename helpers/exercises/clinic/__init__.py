"""The bug clinic: sick models to be examined, and the probes that prove what they have.

from helpers.exercises.clinic import patients
patients("self_attention")
"""

from helpers.exercises.clinic import (
    autoregressive_loop,
    decoder,
    embedding,
    encoder,
    feed_forward,
    multi_head,
    self_attention,
)
from helpers.exercises.clinic.patient import Patient
from helpers.exercises.clinic.probe import HEALTHY, ODD, Probe, Sample

LESSONS = {
    "embedding": embedding,
    "self_attention": self_attention,
    "multi_head": multi_head,
    "encoder": encoder,
    "feed_forward": feed_forward,
    "decoder": decoder,
    "autoregressive_loop": autoregressive_loop,
}
PATIENTS = tuple(patient for lesson in LESSONS.values() for patient in lesson.PATIENTS)

__all__ = ["HEALTHY", "ODD", "PATIENTS", "Patient", "Probe", "Sample", "patients"]


def patients(lesson):
    """Return the patients of a lesson.

    Raises: ValueError if there is no such lesson.
    """
    if lesson not in LESSONS:
        raise ValueError(f"{lesson=} is unknown: choose one of {list(LESSONS)}")
    return LESSONS[lesson].PATIENTS
