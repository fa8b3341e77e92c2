"""The map of the seven rooms: where each stands, and the way through them."""

from typing import NamedTuple

from helpers.figures.diagram import round_box
from helpers.figures.overview import GROUND, ROOMS
from helpers.figures.style import ACCENT, INK, TEXT

WIDTH, HEIGHT = 900, 684  # pixels
FEET, ROOM_HEIGHT, PANEL_HEIGHT = (480, 267, 54), 194, 104
PANEL_FOOT, NAME_Y = 14, 175  # above the room's foot


class Place(NamedTuple):
    """Say where a room stands: its left edge, its width, its line from the top."""

    left: float
    width: float
    line: int


PLACES = {
    "embedding": Place(10, 476, 0),
    "self_attention": Place(504, 386, 0),
    "multi_head": Place(10, 362, 1),
    "encoder": Place(390, 172, 1),
    "feed_forward": Place(580, 310, 1),
    "decoder": Place(10, 634, 2),
    "autoregressive_loop": Place(662, 228, 2),
}


def draw_map(pen):
    """Draw the grounds of the rooms with their names, and the way through them."""
    for number, (name, place) in enumerate(PLACES.items(), start=1):
        foot, middle = FEET[place.line], place.left + place.width / 2
        pen.box(name, middle, foot, place.width, ROOM_HEIGHT, layer=1)
        pen.parts[name].set_facecolor(GROUND)
        room = ROOMS[name]
        text = f"{number}  {room.name}  {room.chinese}"
        look = {"ha": "left", "color": INK, "size": TEXT, "weight": "bold"}
        pen.text(name, place.left + 14, foot + NAME_Y, text, **look)
    for before, after in zip(PLACES.values(), list(PLACES.values())[1:], strict=False):
        draw_way(pen, before, after)


def draw_way(pen, before, after):
    """Draw the arrow from a room to the next: beside it, or on the next line."""
    right, name = before.left + before.width, f"way to {after.left} {after.line}"
    if before.line == after.line:
        y = FEET[before.line] + ROOM_HEIGHT / 2
        pen.wire(name, (right, y), (after.left, y))
        return
    start, end = right - 40, after.left + 40
    foot, head = FEET[before.line], FEET[after.line] + ROOM_HEIGHT
    turn = (foot + head) / 2
    pen.wire(name, (start, foot), (start, turn), (end, turn), (end, head))


def draw_loop(pen):
    """Draw the way of the chosen word back into the decoder's input."""
    last, decoder = PLACES["autoregressive_loop"], PLACES["decoder"]
    foot = FEET[last.line]
    start, end = last.left + 40, decoder.left + 128
    turn = foot - 11
    pen.wire("loop", (start, foot), (start, turn), (end, turn), (end, foot))


def draw_frame(ax, place):
    """Draw the frame of a room that is lit."""
    frame = round_box(
        place.left + place.width / 2, FEET[place.line], place.width, ROOM_HEIGHT
    )
    frame.set(facecolor="none", edgecolor=ACCENT, linewidth=2.5, zorder=3)
    return ax.add_patch(frame)
