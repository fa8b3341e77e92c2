"""Explorers of lesson 7: the loop, its cost, its mistakes, its choices, all rooms."""

from helpers.lessons.autoregressive_loop.beam import BeamStepper
from helpers.lessons.autoregressive_loop.feeding import FeedingStepper
from helpers.lessons.autoregressive_loop.lengths import lengths_picture
from helpers.lessons.autoregressive_loop.loop import LoopStepper
from helpers.lessons.autoregressive_loop.real_sentences import RealSentenceExplorer
from helpers.lessons.autoregressive_loop.recurrent import RecurrentStepper
from helpers.lessons.autoregressive_loop.rooms import RoomsStepper
from helpers.lessons.autoregressive_loop.sampling import SamplingExplorer
from helpers.lessons.autoregressive_loop.teacher_forcing import TeacherForcingExplorer
from helpers.lessons.autoregressive_loop.word_cost import WordCostLab
