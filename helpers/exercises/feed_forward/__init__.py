"""Lesson 5: exercises on the FFN, and the mistakes that are made in it."""

from helpers.exercises.feed_forward.fold import FOLD
from helpers.exercises.feed_forward.network import FEED_FORWARD
from helpers.exercises.feed_forward.pictures import (
    CROSSING,
    FFN_PARAMETERS,
    ROWS_ADDED,
)

EXERCISES = FFN_PARAMETERS, ROWS_ADDED, FEED_FORWARD, CROSSING, FOLD

__all__ = ["EXERCISES"]
