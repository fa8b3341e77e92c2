"""Lesson 7: exercises on the loop, and the mistakes that are made in it."""

from helpers.exercises.autoregressive_loop.choosing import TOP_P
from helpers.exercises.autoregressive_loop.greedy import GREEDY
from helpers.exercises.autoregressive_loop.next_word import NEXT_WORD
from helpers.exercises.autoregressive_loop.values import BILL, CACHED_POSITION

EXERCISES = CACHED_POSITION, BILL, NEXT_WORD, GREEDY, TOP_P

__all__ = ["EXERCISES"]
