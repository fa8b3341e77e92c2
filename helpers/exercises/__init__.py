"""Exercises: tasks, and checks that name the mistake."""

from helpers.exercises import (
    autoregressive_loop,
    decoder,
    embedding,
    encoder,
    feed_forward,
    multi_head,
    self_attention,
)
from helpers.exercises.checks import Checks

LESSONS = (
    embedding,
    self_attention,
    multi_head,
    encoder,
    feed_forward,
    decoder,
    autoregressive_loop,
)
EXERCISES = tuple(exercise for lesson in LESSONS for exercise in lesson.EXERCISES)
check = Checks(EXERCISES)

__all__ = ["EXERCISES", "check"]
