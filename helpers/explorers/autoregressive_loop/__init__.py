"""Controls of lesson 7, each with its picture."""

from helpers.explorers.autoregressive_loop.beam import BeamExplorer
from helpers.explorers.autoregressive_loop.bill import BillExplorer
from helpers.explorers.autoregressive_loop.choosing import ChoosingLab
from helpers.explorers.autoregressive_loop.lanes import LanesExplorer
from helpers.explorers.autoregressive_loop.loop import LoopExplorer
from helpers.explorers.autoregressive_loop.mistakes import MistakesExplorer
from helpers.explorers.autoregressive_loop.real import RealExplorer
from helpers.explorers.autoregressive_loop.recurrent import RecurrentExplorer
from helpers.explorers.autoregressive_loop.rooms import RoomsExplorer

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
]
