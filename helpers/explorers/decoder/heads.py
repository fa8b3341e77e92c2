"""Controls that choose a decoder layer and one head of it, or the mean of all."""

import ipywidgets as widgets


def add_layer_and_head(explorer, config):
    """Add sliders for layer (from 1) and head (from 1; 0 is the mean of all).

    Returns (layer, head).
    """
    num_layers = config.num_decoder_layers
    layer = widgets.IntSlider(num_layers, 1, num_layers, description="layer")
    layer.tooltip = "Which decoder block"
    numbers = range(1, config.num_heads + 1)
    head = widgets.SelectionSlider(
        options=[("mean", 0), *((str(number), number) for number in numbers)],
        description="head",
        tooltip="One head, or the mean of all",
    )
    return explorer.control(layer), explorer.control(head)


def of_head(maps, head):
    """Return one head's map, or the mean of all. Shape: maps (H, T, S) -> (T, S)"""
    return (maps[head - 1] if head else maps.mean(dim=0)).numpy()


def head_name(head):
    """Say which head is meant."""
    return f"head {head}" if head else "mean of the heads"
