"""Explorers of lesson 6: block, mask, cross-attention, shifted target, leak."""

from helpers.lessons.decoder.attention_maps import (
    CausalMaskExplorer,
    CrossAttentionExplorer,
)
from helpers.lessons.decoder.block import DecoderStepper
from helpers.lessons.decoder.changed_word import ChangedWordLab
from helpers.lessons.decoder.leak import LeakLab
from helpers.lessons.decoder.shifted_target import ShiftedTargetExplorer
