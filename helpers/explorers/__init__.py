"""Controls with one live figure each; the only part that knows ipywidgets."""
