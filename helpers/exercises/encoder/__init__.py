"""Lesson 4: exercises on the encoder, and the mistakes that are made in it."""

from helpers.exercises.encoder.block import ADD_AND_NORM
from helpers.exercises.encoder.norm import LAYER_NORM
from helpers.exercises.encoder.padding import PADDING_MASK
from helpers.exercises.encoder.pictures import NORM_PARAMETERS, VANISHING_DEPTH

EXERCISES = NORM_PARAMETERS, VANISHING_DEPTH, PADDING_MASK, LAYER_NORM, ADD_AND_NORM

__all__ = ["EXERCISES"]
