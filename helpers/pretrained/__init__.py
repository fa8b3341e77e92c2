"""Models that this project trained and ships, ready to translate."""

from helpers.pretrained.translator import (
    Translation,
    Translator,
    load_snapshots,
    load_translator,
)
