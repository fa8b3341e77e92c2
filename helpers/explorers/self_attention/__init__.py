"""Controls of lesson 2: step by step, scale, sharpness, order, and learning."""

from helpers.explorers.self_attention.learning import LearningExplorer
from helpers.explorers.self_attention.order import OrderLab
from helpers.explorers.self_attention.scale import ScaleLab
from helpers.explorers.self_attention.stepper import AttentionStepper
from helpers.explorers.self_attention.temperature import TemperatureLab

__all__ = [
    "AttentionStepper",
    "LearningExplorer",
    "OrderLab",
    "ScaleLab",
    "TemperatureLab",
]
