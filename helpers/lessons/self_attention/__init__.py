"""Explorers of lesson 2: step by step, scale, sharpness, order, and learning."""

from helpers.lessons.self_attention.attention import AttentionStepper
from helpers.lessons.self_attention.learning import LearningLab
from helpers.lessons.self_attention.order import OrderLab
from helpers.lessons.self_attention.scale import ScaleLab
from helpers.lessons.self_attention.temperature import TemperatureLab
