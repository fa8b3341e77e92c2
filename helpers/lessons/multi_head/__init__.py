"""Explorers of lesson 3: heads side by side, kinds, cut, switched off, counted."""

from helpers.lessons.multi_head.head_count import HeadCountLab
from helpers.lessons.multi_head.heads import HeadsExplorer
from helpers.lessons.multi_head.kinds import HeadKinds
from helpers.lessons.multi_head.split import SplitStepper
from helpers.lessons.multi_head.switches import HeadSwitches

__all__ = [
    "HeadCountLab",
    "HeadKinds",
    "HeadSwitches",
    "HeadsExplorer",
    "SplitStepper",
]
