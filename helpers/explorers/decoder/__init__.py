"""Controls of lesson 6: block, mask, cross-attention, tape, leak, probe."""

from helpers.explorers.decoder.block import DecoderStepper
from helpers.explorers.decoder.cross import CrossExplorer
from helpers.explorers.decoder.leak import LeakLab
from helpers.explorers.decoder.mask import MaskExplorer
from helpers.explorers.decoder.probe import ProbeExplorer
from helpers.explorers.decoder.tape import TapeExplorer

__all__ = [
    "CrossExplorer",
    "DecoderStepper",
    "LeakLab",
    "MaskExplorer",
    "ProbeExplorer",
    "TapeExplorer",
]
