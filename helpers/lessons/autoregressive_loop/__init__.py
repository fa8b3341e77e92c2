"""Explorers of lesson 7: the loop, its bill, its mistakes, its choices, all rooms."""

from helpers.lessons.autoregressive_loop.beam import BeamExplorer
from helpers.lessons.autoregressive_loop.bill import BillExplorer
from helpers.lessons.autoregressive_loop.choosing import ChoosingLab
from helpers.lessons.autoregressive_loop.lanes import LanesExplorer
from helpers.lessons.autoregressive_loop.lengths import lengths_picture
from helpers.lessons.autoregressive_loop.loop import LoopExplorer
from helpers.lessons.autoregressive_loop.mistakes import MistakesExplorer
from helpers.lessons.autoregressive_loop.real import RealExplorer
from helpers.lessons.autoregressive_loop.recurrent import RecurrentExplorer
from helpers.lessons.autoregressive_loop.rooms import RoomsExplorer

__all__ = [
    "BeamExplorer",
    "BillExplorer",
    "ChoosingLab",
    "LanesExplorer",
    "LoopExplorer",
    "MistakesExplorer",
    "RealExplorer",
    "RecurrentExplorer",
    "RoomsExplorer",
    "lengths_picture",
]
