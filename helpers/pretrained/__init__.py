"""Models that this project trained and ships, ready to translate."""

from helpers.pretrained.snapshots import load_snapshots
from helpers.pretrained.translator import Translation, Translator, load_translator

__all__ = ["Translation", "Translator", "load_snapshots", "load_translator"]
