"""Explorers of lesson 6: block, mask, cross-attention, tape, leak, probe."""

from helpers.lessons.decoder.block import DecoderStepper
from helpers.lessons.decoder.cross import CrossExplorer
from helpers.lessons.decoder.leak import LeakLab
from helpers.lessons.decoder.mask import MaskExplorer
from helpers.lessons.decoder.probe import ProbeExplorer
from helpers.lessons.decoder.tape import TapeExplorer

__all__ = [
    "CrossExplorer",
    "DecoderStepper",
    "LeakLab",
    "MaskExplorer",
    "ProbeExplorer",
    "TapeExplorer",
]
