"""Controls of lesson 4: block, gradient, LayerNorm, learning, layers, padding."""

from helpers.explorers.encoder.block import BlockStepper
from helpers.explorers.encoder.depth import DepthLab
from helpers.explorers.encoder.layer_norm import LayerNormLab
from helpers.explorers.encoder.layers import LayersExplorer
from helpers.explorers.encoder.learning import NormLab
from helpers.explorers.encoder.padding import PaddingLab

__all__ = [
    "BlockStepper",
    "DepthLab",
    "LayerNormLab",
    "LayersExplorer",
    "NormLab",
    "PaddingLab",
]
