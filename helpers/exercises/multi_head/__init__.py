"""Lesson 3: exercises on several heads, and the mistakes that are made in them."""

from helpers.exercises.multi_head.attention import MULTI_HEAD_ATTENTION
from helpers.exercises.multi_head.splitting import JOIN_HEADS, SPLIT_HEADS
from helpers.exercises.multi_head.values import HEAD_KIND, PARAMETERS

EXERCISES = (PARAMETERS, HEAD_KIND, SPLIT_HEADS, JOIN_HEADS, MULTI_HEAD_ATTENTION)
