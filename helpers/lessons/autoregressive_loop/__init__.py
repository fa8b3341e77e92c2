"""Explorers of lesson 7: writing, choosing, searching, and all rooms at once."""
