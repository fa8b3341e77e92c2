"""Everything that the notebooks of Transformer Notebooks call."""
