"""Controls with one live figure each; the only part that knows ipywidgets."""

# Whoever shows an explorer out of turn is told which cells come first.
from helpers.explorers import missing_names  # noqa: F401
