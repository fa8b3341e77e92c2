"""Pictures of lesson 3: heads side by side, split and joined, switched off, counted."""
