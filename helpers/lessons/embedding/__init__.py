"""What lesson 1 shows: looking words up, giving them a place, and how large to be."""

from helpers.lessons.embedding.lookup import LookupExplorer
from helpers.lessons.embedding.rotary import RotaryLab
from helpers.lessons.embedding.size import SizeLab
from helpers.lessons.embedding.total import SumExplorer
from helpers.lessons.embedding.volume import VolumeMeter
from helpers.lessons.embedding.waves import WavesExplorer
from helpers.lessons.embedding.words import WordMap

__all__ = [
    "LookupExplorer",
    "RotaryLab",
    "SizeLab",
    "SumExplorer",
    "VolumeMeter",
    "WavesExplorer",
    "WordMap",
]
