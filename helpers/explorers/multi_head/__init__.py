"""Controls of lesson 3: heads side by side, their kinds, cut, switched off, counted."""

from helpers.explorers.multi_head.counts import HeadCountExplorer
from helpers.explorers.multi_head.heads import HeadsExplorer
from helpers.explorers.multi_head.kinds import HeadKinds
from helpers.explorers.multi_head.split import SplitStepper
from helpers.explorers.multi_head.switches import HeadSwitches

__all__ = [
    "HeadCountExplorer",
    "HeadKinds",
    "HeadSwitches",
    "HeadsExplorer",
    "SplitStepper",
]
