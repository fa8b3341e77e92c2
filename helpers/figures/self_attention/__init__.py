"""Pictures of lesson 2: attention step by step, its scale, its sharpness."""

from helpers.figures.self_attention.scale import draw_gradients, draw_spread
from helpers.figures.self_attention.temperature import draw_score_bars, draw_weight_bars

__all__ = ["draw_gradients", "draw_score_bars", "draw_spread", "draw_weight_bars"]
