"""Exercises: tasks, and checks that name the mistake."""

from helpers.exercises import encoder, self_attention
from helpers.exercises.checks import Checks

LESSONS = (self_attention, encoder)
EXERCISES = tuple(exercise for lesson in LESSONS for exercise in lesson.EXERCISES)
check = Checks(EXERCISES)

__all__ = ["EXERCISES", "check"]
