"""Controls of lesson 5: steps, curve fits, neurons, costs, and the width d_ff."""

from helpers.explorers.feed_forward.costs import CostLab
from helpers.explorers.feed_forward.curves import CurveLab
from helpers.explorers.feed_forward.neurons import NeuronExplorer
from helpers.explorers.feed_forward.stepper import FeedForwardStepper
from helpers.explorers.feed_forward.widths import WidthLab

__all__ = [
    "CostLab",
    "CurveLab",
    "FeedForwardStepper",
    "NeuronExplorer",
    "WidthLab",
]
