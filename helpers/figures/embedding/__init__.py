"""Pictures of lesson 1: looking words up, giving them a place, and how large to be."""
