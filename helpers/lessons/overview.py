"""The map with which every notebook opens: the Transformer of 2017, you are here.

Coordinates are pixels, y downwards. Which parts a lesson lights is said once, in
`ROOMS`, by the parts' names.
"""

from typing import NamedTuple

import numpy as np

from helpers import stage
from helpers.stage import style
from helpers.stage.pen import Box

WIDTH, HEIGHT = 1000, 540


class Room(NamedTuple):
    """A lesson: its names, the idea to take home, and the parts that it lights."""

    name: str
    chinese: str
    idea: str
    lit: tuple


ROOMS = {
    "embedding": Room("Embedding", "词嵌入", "Words become vectors, and get a place.",
                      ("source.*", "target.*")),
    "self_attention": Room("Self-attention", "自注意力",
                           "Every word asks, every word answers.",
                           ("*.self_attention",)),
    "multi_head": Room("Multi-head", "多头注意力",
                       "Several questions are asked at once.",
                       ("*_attention", "*.head_?")),
    "encoder": Room("Encoder", "编码器", "Add, normalize, and stack the layers.",
                    ("encoder.*",)),
    "feed_forward": Room("Feed-forward", "前馈网络", "Each word is worked on alone.",
                         ("*.feed_forward",)),
    "decoder": Room("Decoder", "解码器", "Look back, look across, choose a word.",
                    ("decoder.*", "memory", "softmax*")),
    "autoregressive_loop": Room("The loop", "自回归循环",
                                "What was written is read again.",
                                ("softmax*", "output*", "loop", "target.words")),
}  # fmt: skip

# A stack is a column of sub-layers, each with the band "Add & Norm" on its head.
ATTENTION = ("self_attention", "Self-attention  自注意力")
MASKED = ("self_attention", "Masked self-attention  自注意力")
CROSS = ("cross_attention", "Cross-attention  交叉注意力")
FEED_FORWARD = ("feed_forward", "Feed-forward  前馈网络")

ENCODER_X, DECODER_X, OUTPUT_X = 200, 608, 858
# Upper edges, but for the stack, which grows up from its foot.
ROOMS_Y, OUTPUT_Y, STACK_FOOT, SUM_Y, EMBEDDING_Y, WORDS_Y = 8, 76, 400, 424, 446, 498
STACK_WIDTH, BOX_WIDTH, BOX_HEIGHT, BAND_HEIGHT, GAP = 316, 236, 38, 24, 20
LEVEL_HEIGHT = BOX_HEIGHT + BAND_HEIGHT + GAP
CHIP_STEP, CHIP_HEIGHT = 70, 30
ROOM_STEP, ROOM_HEIGHT = 140, 50

GROUND, LIT_GROUND = "#F5F7F9", "#FFFAEB"  # under the sub-layers of a stack


def overview(lesson):
    """Make the picture of the map with one lesson's parts lit.

    Raises: ValueError if there is no such lesson.
    Source: Vaswani et al. 2017, figure 1.
    """
    if lesson not in ROOMS:
        raise ValueError(f"no lesson {lesson!r}: choose one of {', '.join(ROOMS)}")
    room, number = ROOMS[lesson], list(ROOMS).index(lesson) + 1
    drawing = stage.Drawing(lambda pen, box: draw_overview(pen, lesson))
    says = f"You are here: lesson {number} of {len(ROOMS)}, {room.name} {room.chinese}."
    return stage.Still(drawing, WIDTH, HEIGHT, f"{says} {room.idea}")


def draw_overview(pen, lesson):
    """Draw the whole Transformer, one lesson's parts lit and the others pale.

    Returns the flow, whose `parts` are boxes by name: 'encoder.self_attention', …
    """
    here, place = ROOMS[lesson], list(ROOMS).index(lesson)
    flow = stage.Flow(pen, (*here.lit, f"room {place + 1}"))
    for number, room in enumerate(ROOMS.values(), start=1):
        x, names = WIDTH / 2 + (number - 4) * ROOM_STEP, f"{room.name}\n{room.chinese}"
        box = x, ROOMS_Y, ROOM_STEP - 10, ROOM_HEIGHT
        flow.box(f"room {number}", *box, f"{number}  {names}")
    lines = (
        (93, "You are here 你在这里", style.SMALL, style.ACCENT, False),
        (123, f"{here.name}  {here.chinese}", 1.4 * style.TITLE, style.INK, True),
        (158, here.idea, style.TEXT, style.INK, False),
    )
    for y, *look in lines:
        flow.text("here", ENCODER_X - STACK_WIDTH / 2, y, *look, align="left")
    draw_input(flow, "source", ("I", "like", "apples"), ENCODER_X, outer=-1)
    draw_input(flow, "target", ("<bos>", "我", "喜欢"), DECODER_X, outer=1)
    draw_stack(flow, "encoder", (ATTENTION, FEED_FORWARD), ENCODER_X, outer=-1)
    draw_stack(flow, "decoder", (MASKED, CROSS, FEED_FORWARD), DECODER_X, outer=1)
    draw_memory(flow)
    draw_output(flow)
    return flow


def draw_words(flow, name, words, x, y):
    """Draw words side by side in a box; the words themselves are never pale."""
    flow.box(name, x, y - 5, len(words) * CHIP_STEP + 2, CHIP_HEIGHT + 10)
    for number, word in enumerate(words):
        middle = x + (number - (len(words) - 1) / 2) * CHIP_STEP
        chip = Box(middle - CHIP_STEP / 2 + 4, y, CHIP_STEP - 8, CHIP_HEIGHT)
        flow.pen.rect(chip, style.PALE, 1.2, style.PAPER, radius=6)
        flow.text(name, middle, y + CHIP_HEIGHT / 2, word, colour=style.INK)


def draw_input(flow, side, words, x, outer):
    """Draw words, embedding and positions; these stand on the side `outer`, -1 or 1."""
    draw_words(flow, f"{side}.words", words, x, WORDS_Y)
    name, height, text = f"{side}.positions", BOX_HEIGHT - 4, "Embedding  词嵌入"
    flow.wire(f"{side}.ids", (x, WORDS_Y - 5), (x, EMBEDDING_Y + height))
    flow.box(f"{side}.embedding", x, EMBEDDING_Y, BOX_WIDTH, height, text)
    flow.wire(f"{side}.vectors", (x, EMBEDDING_Y), (x, SUM_Y + 10))
    flow.circle(f"{side}.sum", x, SUM_Y, 10, "+")
    flow.wire(f"{side}.x", (x, SUM_Y - 10), (x, STACK_FOOT), head=False)
    wave_x, t = x + outer * 72, np.linspace(-1, 1, 40)
    flow.circle(name, wave_x, SUM_Y, 13)
    flow.wire(f"{side}.added", (wave_x - outer * 13, SUM_Y), (x + outer * 10, SUM_Y))
    wave = np.stack([wave_x + 9 * t, SUM_Y - 6 * np.sin(np.pi * t)], axis=1)
    flow.pen.line(wave, style.ACCENT if flow.is_lit(name) else style.MUTED, 2)
    align, place = "left" if outer > 0 else "right", wave_x + outer * 20
    flow.text(name, place, SUM_Y, "Positions 位置", align=align)


def draw_stack(flow, stack, sub_layers, x, outer, floor=STACK_FOOT):
    """Draw the frame of N layers, and in it the sub-layers from foot to head."""
    height, frame = len(sub_layers) * LEVEL_HEIGHT + 16, f"{stack}.frame"
    ground = LIT_GROUND if flow.is_lit(frame) else GROUND
    flow.box(frame, x, floor - height, STACK_WIDTH, height, fill=ground)
    beside = x + outer * (STACK_WIDTH / 2 + 22)
    flow.text(f"{stack}.n", beside, floor - height / 2, "N ×")
    foot = floor
    for number, (name, text) in enumerate(sub_layers):
        y = floor - GAP - 4 - number * LEVEL_HEIGHT
        flow.wire(f"{stack}.{name}.x", (x, foot), (x, y))
        draw_sub_layer(flow, f"{stack}.{name}", text, x, y, outer)
        foot = y - BOX_HEIGHT - BAND_HEIGHT
    flow.wire(f"{stack}.out", (x, foot), (x, floor - height), head=False)


def draw_sub_layer(flow, name, text, x, foot, outer):
    """Draw a box, its heads as sheets behind it, its band and the way around it."""
    top = foot - BOX_HEIGHT
    for sheet in (2, 1) if name.endswith("attention") else ():
        left, y, height = x - outer * 6 * sheet, top + 3 * sheet, BOX_HEIGHT - 6 * sheet
        flow.box(f"{name}.head_{sheet}", left, y, BOX_WIDTH, height)
    flow.box(name, x, top, BOX_WIDTH, BOX_HEIGHT, text)
    band, text = top - BAND_HEIGHT, "Add & Norm  残差、归一化"
    flow.box(f"{name}.add_norm", x, band, BOX_WIDTH, BAND_HEIGHT, text)
    edge, fork, join = x + outer * BOX_WIDTH / 2, foot + 11, band + BAND_HEIGHT / 2
    turn = edge + outer * 20
    way = (x, fork), (turn, fork), (turn, join), (edge, join)
    flow.wire(f"{name}.residual", *way)


def draw_memory(flow):
    """Draw the way of the encoder's output into the cross-attention."""
    head, box = flow.parts["encoder.frame"].y, flow.parts["decoder.cross_attention"]
    sheet = flow.parts["decoder.cross_attention.head_2"]
    entry, rise, turn = sheet.middle[1], head - 22, (ENCODER_X + DECODER_X) / 2
    way = (ENCODER_X, rise), (turn, rise), (turn, entry), (sheet.x, entry)
    flow.wire("memory", (ENCODER_X, head), *way)
    flow.text("memory", (ENCODER_X + turn) / 2, rise - 14, "memory 记忆")
    letters = (
        ("K", turn + 22, entry - 12, style.KEY),
        ("V", turn + 36, entry - 12, style.VALUE),
        ("Q", DECODER_X - 15, box.foot + GAP / 2, style.QUERY),
    )
    for letter, x, y, colour in letters:
        flow.text("memory", x, y, letter, colour=colour, bold=True)


def draw_output(flow):
    """Draw the words that come out, and the loop back to the decoder's input."""
    middle, foot = OUTPUT_Y + BOX_HEIGHT / 2, WORDS_Y + CHIP_HEIGHT / 2
    top, words = flow.parts["decoder.frame"].y, ("我", "喜欢", "苹果")
    flow.wire("softmax.x", (DECODER_X, top), (DECODER_X, OUTPUT_Y + BOX_HEIGHT))
    text = "Linear 线性 + softmax"
    flow.box("softmax", DECODER_X, OUTPUT_Y, BOX_WIDTH, BOX_HEIGHT, text)
    draw_words(flow, "output", words, OUTPUT_X, middle - CHIP_HEIGHT / 2)
    said, end = flow.parts["output"], flow.parts["target.words"].right
    flow.wire("output.x", (DECODER_X + BOX_WIDTH / 2, middle), (said.x, middle))
    flow.wire("loop", (OUTPUT_X, said.foot), (OUTPUT_X, foot), (end, foot))
    for line, text in enumerate(("the words so far", "are read again")):
        y = (said.foot + foot) / 2 + 22 * line
        flow.text("loop", OUTPUT_X + 14, y, text, align="left")
