"""Controls of lesson 1: lookup, waves, rotary, sum, volume, word map, size."""

from helpers.explorers.embedding.lookup import LookupExplorer
from helpers.explorers.embedding.rotary import RotaryLab
from helpers.explorers.embedding.size import SizeLab
from helpers.explorers.embedding.total import SumExplorer
from helpers.explorers.embedding.volume import VolumeMeter
from helpers.explorers.embedding.waves import WavesExplorer
from helpers.explorers.embedding.words import WordMap

__all__ = [
    "LookupExplorer",
    "RotaryLab",
    "SizeLab",
    "SumExplorer",
    "VolumeMeter",
    "WavesExplorer",
    "WordMap",
]
