"""Explorers of lesson 3: heads side by side, kinds, cut, switched off, counted."""

from helpers.lessons.multi_head.head_count import HeadCountLab
from helpers.lessons.multi_head.head_kinds import HeadKindsExplorer
from helpers.lessons.multi_head.head_switches import HeadSwitchesLab
from helpers.lessons.multi_head.heads import HeadsExplorer
from helpers.lessons.multi_head.real_heads import RealHeadsExplorer
from helpers.lessons.multi_head.split import SplitStepper
