"""Pictures of lesson 5: stages, curve fits, neurons, costs and widths."""
