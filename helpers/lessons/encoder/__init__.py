"""Explorers of lesson 4: block, gradient, LayerNorm, learning, layers, padding."""

from helpers.lessons.encoder.block import EncoderStepper
from helpers.lessons.encoder.depth import DepthLab
from helpers.lessons.encoder.layer_norm import LayerNormLab
from helpers.lessons.encoder.layers import LayersExplorer
from helpers.lessons.encoder.norm import NormLab
from helpers.lessons.encoder.padding import PaddingLab
