"""Pictures of lesson 6: block, mask, cross-attention, tape, leak."""
