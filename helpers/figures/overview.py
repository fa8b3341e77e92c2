"""The map with which every notebook opens: the Transformer of 2017, you are here.

Coordinates are pixels of the whole map, y upwards. A box stands at the middle of its
foot. Which parts a lesson lights is said once, in `ROOMS`, by the parts' names.
"""

from typing import NamedTuple

import numpy as np

from helpers.figures import style
from helpers.figures.diagram import Pen, round_box

WIDTH, HEIGHT = 1000, 540


class Room(NamedTuple):
    """A lesson: its names, the idea to take home, and the parts that it lights."""

    name: str
    chinese: str
    idea: str
    lit: tuple


ROOMS = {
    "embedding": Room(
        "Embedding",
        "词嵌入",
        "Words become vectors, and get a place.",
        ("source.*", "target.*"),
    ),
    "self_attention": Room(
        "Self-attention",
        "自注意力",
        "Every word asks, every word answers.",
        ("*.self_attention",),
    ),
    "multi_head": Room(
        "Multi-head",
        "多头注意力",
        "Several questions are asked at once.",
        ("*_attention", "*.head_?"),
    ),
    "encoder": Room(
        "Encoder",
        "编码器",
        "Add, normalize, and stack the layers.",
        ("encoder.*",),
    ),
    "feed_forward": Room(
        "Feed-forward",
        "前馈网络",
        "Each word is worked on alone.",
        ("*.feed_forward",),
    ),
    "decoder": Room(
        "Decoder",
        "解码器",
        "Look back, look across, choose a word.",
        ("decoder.*", "memory", "softmax*"),
    ),
    "autoregressive_loop": Room(
        "The loop",
        "自回归循环",
        "What was written is read again.",
        ("softmax*", "output*", "loop", "target.words"),
    ),
}

# A stack is a column of sub-layers, each with the band "Add & Norm" on its head.
ATTENTION = ("self_attention", "Self-attention  自注意力")
MASKED = ("self_attention", "Masked self-attention  自注意力")
CROSS = ("cross_attention", "Cross-attention  交叉注意力")
FEED_FORWARD = ("feed_forward", "Feed-forward  前馈网络")

ENCODER_X, DECODER_X, OUTPUT_X = 200, 608, 858
WORDS_Y, EMBEDDING_Y, SUM_Y, STACK_Y, OUTPUT_Y = 12, 60, 116, 140, 426
STACK_WIDTH, BOX_WIDTH, BOX_HEIGHT, BAND_HEIGHT, GAP = 316, 236, 38, 24, 20
LEVEL_HEIGHT = BOX_HEIGHT + BAND_HEIGHT + GAP
CHIP_STEP, CHIP_HEIGHT = 70, 30
ROOMS_Y, ROOM_STEP, ROOM_HEIGHT = 482, 140, 50

GROUND, LIT_GROUND = "#F5F7F9", "#FFFAEB"  # under the sub-layers of a stack


def overview(lesson):
    """Make the picture of the map with one lesson's parts lit.

    Raises: ValueError if there is no such lesson.
    """
    figure = style.new_figure(WIDTH, HEIGHT, style.PIXEL_RATIO)
    with style.house_style():
        draw_overview(figure.add_axes((0, 0, 1, 1)), lesson)
    room, number = ROOMS[lesson], list(ROOMS).index(lesson) + 1
    return style.Picture(
        figure,
        f"You are here: lesson {number} of {len(ROOMS)}, {room.name} {room.chinese}. "
        f"{room.idea}",
    )


def draw_overview(ax, lesson):
    """Draw the whole Transformer, one lesson's parts lit and the others pale.

    Returns the parts as patches, by name: 'encoder.self_attention', 'loop', …

    Raises: ValueError if there is no such lesson.
    Source: Vaswani et al. 2017, figure 1.
    """
    if lesson not in ROOMS:
        raise ValueError(f"no lesson {lesson!r}: choose one of {', '.join(ROOMS)}")
    ax.set(xlim=(0, WIDTH), ylim=(0, HEIGHT), aspect="equal")
    ax.set_axis_off()
    number = list(ROOMS).index(lesson) + 1
    pen = Pen(ax, (*ROOMS[lesson].lit, f"room {number}"))
    _draw_rooms(pen, ROOMS[lesson])
    _draw_input(pen, "source", ("I", "like", "apples"), ENCODER_X, outer=-1)
    _draw_input(pen, "target", ("<bos>", "我", "喜欢"), DECODER_X, outer=1)
    draw_stack(pen, "encoder", (ATTENTION, FEED_FORWARD), ENCODER_X, outer=-1)
    draw_stack(pen, "decoder", (MASKED, CROSS, FEED_FORWARD), DECODER_X, outer=1)
    draw_memory(pen)
    _draw_output(pen)
    return pen.parts


def _draw_rooms(pen, here):
    """Draw the strip of the seven lessons, and name the one `here` below it."""
    for number, room in enumerate(ROOMS.values(), start=1):
        x = WIDTH / 2 + (number - 4) * ROOM_STEP
        text = f"{number}  {room.name}\n{room.chinese}"
        pen.box(f"room {number}", x, ROOMS_Y, ROOM_STEP - 10, ROOM_HEIGHT, text)
    left, title = ENCODER_X - STACK_WIDTH / 2, f"{here.name}  {here.chinese}"
    ink = {"ha": "left", "color": style.INK}
    pen.text("here", left, 447, "You are here 你在这里", ha="left", color=style.ACCENT)
    pen.text("title", left, 417, title, size=18, weight="bold", **ink)
    pen.text("idea", left, 382, here.idea, size=style.TEXT, **ink)


def _draw_words(pen, name, words, x, y):
    """Draw words side by side in a box; the words themselves are never pale."""
    pen.box(name, x, y - 5, len(words) * CHIP_STEP + 2, CHIP_HEIGHT + 10)
    for number, word in enumerate(words):
        chip_x = x + (number - (len(words) - 1) / 2) * CHIP_STEP
        chip = round_box(chip_x, y, CHIP_STEP - 8, CHIP_HEIGHT)
        chip.set(facecolor=style.PAPER, edgecolor=style.PALE, zorder=4)
        pen.ax.add_patch(chip)
        pen.text(name, chip_x, y + CHIP_HEIGHT / 2 + 1, word, color=style.INK)


def _draw_input(pen, side, words, x, outer):
    """Draw words, embedding and positions; these stand on the side `outer`, -1 or 1."""
    _draw_words(pen, f"{side}.words", words, x, WORDS_Y)
    pen.wire(f"{side}.ids", (x, WORDS_Y + CHIP_HEIGHT + 5), (x, EMBEDDING_Y))
    text = "Embedding  词嵌入"
    pen.box(f"{side}.embedding", x, EMBEDDING_Y, BOX_WIDTH, BOX_HEIGHT - 4, text)
    pen.wire(f"{side}.vectors", (x, EMBEDDING_Y + BOX_HEIGHT - 4), (x, SUM_Y - 10))
    pen.circle(f"{side}.sum", x, SUM_Y, 10, "+")
    pen.wire(f"{side}.x", (x, SUM_Y + 10), (x, STACK_Y), head=False)

    wave_x = x + outer * 72
    pen.circle(f"{side}.positions", wave_x, SUM_Y, 13)
    pen.wire(f"{side}.added", (wave_x - outer * 13, SUM_Y), (x + outer * 10, SUM_Y))
    t = np.linspace(-1, 1, 40)
    colour = style.ACCENT if pen.is_lit(f"{side}.positions") else style.MUTED
    pen.ax.plot(wave_x + 9 * t, SUM_Y + 6 * np.sin(np.pi * t), color=colour, zorder=5)
    align, place = "left" if outer > 0 else "right", (wave_x + outer * 20, SUM_Y + 1)
    pen.text(f"{side}.positions", *place, "Positions 位置", ha=align)


def draw_stack(pen, stack, sub_layers, x, outer):
    """Draw the frame of N layers, and in it the sub-layers from foot to head."""
    height = len(sub_layers) * LEVEL_HEIGHT + 16
    frame = f"{stack}.frame"
    pen.box(frame, x, STACK_Y, STACK_WIDTH, height, layer=1)
    pen.parts[frame].set_facecolor(LIT_GROUND if pen.is_lit(frame) else GROUND)
    n_x = x + outer * (STACK_WIDTH / 2 + 22)
    pen.text(f"{stack}.n", n_x, STACK_Y + height / 2, "N ×")
    foot = STACK_Y
    for number, (name, text) in enumerate(sub_layers):
        y = STACK_Y + GAP + 4 + number * LEVEL_HEIGHT
        pen.wire(f"{stack}.{name}.x", (x, foot), (x, y))
        _draw_sub_layer(pen, f"{stack}.{name}", text, x, y, outer)
        foot = y + BOX_HEIGHT + BAND_HEIGHT
    pen.wire(f"{stack}.out", (x, foot), (x, STACK_Y + height), head=False)


def _draw_sub_layer(pen, name, text, x, y, outer):
    """Draw a box, its heads as sheets behind it, its band and the way around it."""
    if name.endswith("attention"):
        for sheet in (2, 1):
            place = (x - outer * 6 * sheet, y + 3 * sheet)
            size = (BOX_WIDTH, BOX_HEIGHT - 6 * sheet)
            pen.box(f"{name}.head_{sheet}", *place, *size, layer=3 - sheet / 10)
    pen.box(name, x, y, BOX_WIDTH, BOX_HEIGHT, text)
    band = y + BOX_HEIGHT
    text = "Add & Norm  残差、归一化"
    pen.box(f"{name}.add_norm", x, band, BOX_WIDTH, BAND_HEIGHT, text)
    edge, fork, join = x + outer * BOX_WIDTH / 2, y - 11, band + BAND_HEIGHT / 2
    turn = edge + outer * 20
    way = (x, fork), (turn, fork), (turn, join), (edge, join)
    pen.wire(f"{name}.residual", *way)


def draw_memory(pen):
    """Draw the way of the encoder's output into the cross-attention."""
    head = pen.parts["encoder.frame"].get_bbox().y1
    box = pen.parts["decoder.cross_attention.head_2"].get_bbox()
    entry, rise, turn = (box.y0 + box.y1) / 2, head + 22, (ENCODER_X + DECODER_X) / 2
    way = (ENCODER_X, rise), (turn, rise), (turn, entry), (box.x0, entry)
    pen.wire("memory", (ENCODER_X, head), *way)
    pen.text("memory", (ENCODER_X + turn) / 2, rise + 14, "memory 记忆")
    letters = {
        "K": (turn + 22, entry + 12, style.KEY),
        "V": (turn + 36, entry + 12, style.VALUE),
        "Q": (DECODER_X - 15, box.y0 - 13, style.QUERY),
    }
    for letter, (x, y, colour) in letters.items():
        pen.text("memory", x, y, letter, color=colour, weight="bold")


def _draw_output(pen):
    """Draw the words that come out, and the loop back to the decoder's input."""
    middle = OUTPUT_Y + BOX_HEIGHT / 2
    head = pen.parts["decoder.frame"].get_bbox().y1
    pen.wire("softmax.x", (DECODER_X, head), (DECODER_X, OUTPUT_Y))
    text = "Linear 线性 + softmax"
    pen.box("softmax", DECODER_X, OUTPUT_Y, BOX_WIDTH, BOX_HEIGHT, text)
    _draw_words(
        pen, "output", ("我", "喜欢", "苹果"), OUTPUT_X, middle - CHIP_HEIGHT / 2
    )
    said = pen.parts["output"].get_bbox()
    pen.wire("output.x", (DECODER_X + BOX_WIDTH / 2, middle), (said.x0, middle))
    foot, end = WORDS_Y + CHIP_HEIGHT / 2, pen.parts["target.words"].get_bbox().x1
    pen.wire("loop", (OUTPUT_X, said.y0), (OUTPUT_X, foot), (end, foot))
    text = "the words so far\nare read again"
    pen.text("loop", OUTPUT_X + 14, (said.y0 + foot) / 2, text, ha="left")
