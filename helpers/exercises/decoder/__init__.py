"""Lesson 6: exercises on the decoder, and the mistakes that are made in it."""

from helpers.exercises.decoder.across import CROSS_ATTENTION
from helpers.exercises.decoder.training import CAUSAL_MASK, TEACHER_FORCING
from helpers.exercises.decoder.values import CROSS_MAP_SHAPE, LEAK_PROBE

EXERCISES = (
    CROSS_MAP_SHAPE,
    LEAK_PROBE,
    CAUSAL_MASK,
    TEACHER_FORCING,
    CROSS_ATTENTION,
)

__all__ = ["EXERCISES"]
