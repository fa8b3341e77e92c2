"""The lessons: a folder each, with what is seen and done in it."""
