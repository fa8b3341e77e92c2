"""Pictures of lesson 7, one module for each."""
