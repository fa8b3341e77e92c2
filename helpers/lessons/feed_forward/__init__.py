"""Explorers of lesson 5: stepper, curve fits, neurons, costs, and the width d_ff."""

from helpers.lessons.feed_forward.costs import CostLab
from helpers.lessons.feed_forward.curves import CurveLab
from helpers.lessons.feed_forward.network import FeedForwardStepper
from helpers.lessons.feed_forward.neurons import NeuronExplorer
from helpers.lessons.feed_forward.width import WidthLab
