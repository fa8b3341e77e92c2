"""Pictures of lesson 6: flows, block, mask, cross-attention, tape, leak, probe."""
