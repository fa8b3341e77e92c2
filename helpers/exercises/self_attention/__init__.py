"""Lesson 2: exercises on self-attention, and the mistakes that are made in it."""

from helpers.exercises.self_attention.attention import ATTENTION
from helpers.exercises.self_attention.softmax import SOFTMAX
from helpers.exercises.self_attention.values import MAP_SHAPE, SHIFTED_ROW

EXERCISES = (MAP_SHAPE, SHIFTED_ROW, SOFTMAX, ATTENTION)
