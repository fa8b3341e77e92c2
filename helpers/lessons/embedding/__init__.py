"""What lesson 1 shows: looking words up, giving them a place, and how large to be."""

from helpers.lessons.embedding.input_sum import InputSumExplorer
from helpers.lessons.embedding.lookup import LookupExplorer
from helpers.lessons.embedding.rotary import RotaryLab
from helpers.lessons.embedding.size import SizeLab
from helpers.lessons.embedding.volume import VolumeExplorer
from helpers.lessons.embedding.waves import WavesExplorer
from helpers.lessons.embedding.word_map import WordMapExplorer
