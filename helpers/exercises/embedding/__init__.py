"""Lesson 1: exercises on the embedding, and the mistakes that are made in it."""

from helpers.exercises.embedding.adding import WORD_PLUS_POSITION
from helpers.exercises.embedding.values import (
    NEAREST_WORD,
    ONE_HOT_SHAPE,
    SAME_LIKENESS,
)
from helpers.exercises.embedding.waves import SINUSOIDAL_POSITIONS

EXERCISES = (
    ONE_HOT_SHAPE,
    SAME_LIKENESS,
    NEAREST_WORD,
    WORD_PLUS_POSITION,
    SINUSOIDAL_POSITIONS,
)
