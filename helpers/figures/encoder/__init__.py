"""Pictures of lesson 4: block, gradient, LayerNorm, learning, layers, padding."""
