"""Controls of lesson 7, each with its picture."""

from helpers.explorers.autoregressive_loop.beam import BeamExplorer

__all__ = [
    "BeamExplorer",
]
