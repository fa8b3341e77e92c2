"""One sentence through all seven rooms, with every tensor on the way."""

from dataclasses import dataclass, replace
from typing import Any

import torch

from helpers import stage
from helpers.language import BOS, EOS
from helpers.lessons.autoregressive_loop.marks import exact
from helpers.lessons.overview import GROUND, ROOMS
from helpers.lessons.sentences import DecodingExplorer, drawable
from helpers.stage import style
from helpers.stage.layout import Mark
from helpers.stage.pen import Box
from helpers.stage.style import ACCENT, INK, KEY, MUTED, QUERY, SMALL, TEXT, VALUE

NUM_LIKELIEST = 5
SHOWN_SHARE = 0.995  # of the numbers, that the scale of colour tells apart
# For each room what is said there.
SENTENCES = {
    "embedding": "Ids become {count} × {width} numbers: for each word a vector that "
    "says what it is, and a wave that says where it stands.",
    "self_attention": "Every word asks, every word answers: in head 1 “{last}” looks "
    "most at “{best}” (weight {weight:.2f}).",
    "multi_head": "{heads} heads of {d_k} features each stand side by side: {heads} × "
    "{d_k} = {width}, so M is {count} × {width} again.",
    "encoder": "Add and Norm: A = LayerNorm(X + M). The shape stays {count} × {width}, "
    "so layers can be stacked.",
    "feed_forward": "Each word alone: {width} numbers become {d_ff}, ReLU turns "
    "{zeros:.0%} of them to 0, and {width} come back.",
    "decoder": "After “{said}” the decoder looks back, then across, most at “{across}” "
    "(weight {most:.2f}).",
    "autoregressive_loop": "Of {vocabulary:,} words “{next}” has {share:.2f}. It is "
    "written, and the whole output is read again.",
}
# Where a room stands: its left edge, its width, its line from the top.
PLACES = {
    "embedding": (0, 478, 0),
    "self_attention": (496, 388, 0),
    "multi_head": (0, 362, 1),
    "encoder": (382, 170, 1),
    "feed_forward": (572, 312, 1),
    "decoder": (0, 636, 2),
    "autoregressive_loop": (656, 228, 2),
}
# For each tensor: its room, its title, what `record` calls it, its colour, and its
# share of the width. Room 2 shows those of head 1.
TENSORS = {
    "words": ("embedding", "words", "source_embedding.words", INK, 1),
    "positions": ("embedding", "+ positions", "positions", INK, 1),
    "x": ("embedding", "= X", "encoder.0.input", INK, 1),
    "query": ("self_attention", "Q", "encoder.0.self.query", QUERY, 1),
    "key": ("self_attention", "K", "encoder.0.self.key", KEY, 1),
    "value": ("self_attention", "V", "encoder.0.self.value", VALUE, 1),
    "head": ("self_attention", "weights", "encoder.0.self.weights", INK, 1.2),
    "heads": ("multi_head", "weights of all heads", "encoder.0.self.weights", INK, 2),
    "attended": ("multi_head", "M", "encoder.0.self.output", INK, 1),
    "middle": ("encoder", "A", "encoder.0.norm_1", INK, 1),
    "hidden": ("feed_forward", "hidden", "encoder.0.feed_forward.hidden", INK, 1.7),
    "thought": ("feed_forward", "F", "encoder.0.feed_forward.output", INK, 1),
    "read": ("decoder", "read so far", "decoder.0.input", INK, 1),
    "back": ("decoder", "look back", "{last}.self.weights", INK, 1),
    "memory": ("decoder", "memory", "encoder.output", INK, 1),
    "across": ("decoder", "look across", "{last}.cross.weights", INK, 1),
    "written": ("decoder", "output", "decoder.output", INK, 1),
}
TARGETS = ("read", "back", "across", "written")  # a row for each word of the output
# Pixels: a line of rooms, the gap below it; in a room its name, its tensors, the edge.
LINE_HEIGHT, LINE_GAP, NAME_HEIGHT, PANEL_HEIGHT, INSIDE = 189, 27, 34, 141, 14
BEYOND = "Add & Norm, and the layers above"  # what leads from F to the memory


class RoomsStepper(DecodingExplorer):
    """Walk a typed sentence through the seven lessons' rooms.

    Source: Vaswani et al. 2017, figure 1; claims C1 to C16.
    """

    height, most_words = 656, 6
    examples = "I like apples", "Tom bought a red hat", "the old teacher reads books"
    room = stage.Steps(
        "room",
        [f"{number} {room.name}" for number, room in enumerate(ROOMS.values(), 1)],
        "How far the sentence has come",
    )

    @stage.derived
    def target(self):
        """The output so far: what is translated, up to the last word."""
        words = super().target or (EOS,)
        return words[: min(len(words), self.most_words) - 1]

    @property
    def reads(self):
        """What the decoder reads, as it can be drawn."""
        return drawable([BOS, *self.target])

    @stage.derived
    def tensors(self):
        """Every tensor for the sentence and the output so far, by its name."""
        recorded, found = self.recorded, {}
        words, x = recorded["source_embedding.words"], recorded["encoder.0.input"]
        recorded = recorded | {"positions": x - words}
        for name, (room, _, where, *_) in TENSORS.items():
            tensor = recorded[where.format(last=self.last_layer)]
            found[name] = tensor[0] if room == "self_attention" else tensor
        return found

    @stage.derived
    def likeliest(self):
        """The next word's probabilities: the likeliest words, theirs, and how many."""
        probabilities = torch.tensor(self.recorded["logits"][-1]).softmax(dim=-1)
        shares, words = probabilities.topk(NUM_LIKELIEST)
        return self.target_words(words.tolist()), shares.tolist(), len(probabilities)

    def picture(self):
        panels = {room: [] for room in ROOMS}
        for name, (room, title, _, *look) in TENSORS.items():
            panels[room].append(self.shown(list(ROOMS).index(room), name, title, *look))
        panels["autoregressive_loop"].append(self.next_word())
        return Rooms(panels, self.room, self.room.value)

    def shown(self, number, name, title, colour, share):
        """Return a tensor's title and shape, its matrix, and its share of the width."""
        tensor, now = self.tensors[name], self.room.value
        ink = ACCENT if number == now else colour if number < now else MUTED
        shape = " × ".join(map(str, tensor.shape)) if number <= now else ""
        heading = Heading(title, shape, ink, number == now, f"title of {name}")
        if name == "heads":
            maps = [
                self.matrix(number, f"head {n}", weights, colour)
                for n, weights in enumerate(tensor, start=1)
            ]
            return heading, stage.Grid([maps], gap=(4, 0), narrow=len(maps)), share
        if tensor.ndim == 3:  # of all heads the mean
            tensor = tensor.mean(axis=0)
        return heading, self.matrix(number, name, tensor, colour), share

    def matrix(self, number, name, tensor, colour):
        """Return a matrix, empty before its room; a click goes to the room."""
        words = self.reads if name in TARGETS else self.tokens
        look = {"row_names": words, "colour": colour, "name": name}
        if name.startswith("head ") or TENSORS[name][2].endswith("weights"):
            look["column_names"] = words if name == "back" else self.tokens
            look["says"] = "{row} → {column}: {number}"
        else:  # what is added stands on one scale with its sum
            whole = "x" if name in ("words", "positions") else name
            numbers = torch.tensor(self.tensors[whole]).abs()
            look["limit"] = numbers.quantile(SHOWN_SHARE).item()
        if name == "words":
            ids = self.sentence.reading.ids[0].tolist()
            look["rows"] = [f"{w}  {i}" for w, i in zip(words, ids, strict=True)]
        elif name == "read":
            look["rows"] = words
        shown, sets = number <= self.room.value, (self.room, number)
        return stage.Matrix(tensor, shown=shown, sets=sets, **look)

    def next_word(self):
        """Return the likeliest next words, as soon as the last room is reached."""
        reached = self.room.value == len(ROOMS) - 1
        words, shares, count = self.likeliest if reached else ((), (), 0)
        shape = f"{count:,} probabilities" * reached
        heading = Heading("the next word", shape, ACCENT if reached else MUTED, reached)
        look = {"colours": QUERY, "lit": 0, "slots": NUM_LIKELIEST}
        look["texts"] = [exact(share) for share in shares]
        return heading, stage.Bars(words, shares, **look, name="next word"), 1

    def say(self):
        tensors, words = self.tensors, self.tokens
        weights, across = tensors["head"][-1], tensors["across"].mean(axis=0)[-1]
        hidden, ((word, *_), (share, *_), count) = tensors["hidden"], self.likeliest
        return SENTENCES[list(ROOMS)[self.room.value]].format(
            **{"count": len(words), "width": tensors["x"].shape[1]},
            **{"heads": len(tensors["heads"]), "d_k": tensors["value"].shape[1]},
            **{"last": words[-1], "best": words[weights.argmax()]},
            **{"weight": weights.max(), "said": self.reads[-1]},
            **{"d_ff": hidden.shape[1], "zeros": (hidden == 0).mean()},
            **{"across": words[across.argmax()], "most": across.max()},
            **{"vocabulary": count, "next": word, "share": share},
        )


@dataclass
class Heading(Mark):
    """Write two lines over the middle of what stands below: a title, and a shape."""

    title: str
    shape: str
    ink: str
    bold: bool
    name: str = ""

    height = 42

    def draw(self, pen, box):
        x = box.middle[0]
        pen.text(x, box.y + 14, self.title, SMALL, self.ink, self.bold, "center")
        pen.text(x, box.y + 33, self.shape, SMALL, MUTED, align="center")


@dataclass
class Rooms(Mark):
    """Draw the seven rooms as a map, and the way through them; a click goes to one.

    panels: for each room, by name, what stands in it: (heading, mark, share of the
    width); sets: the control whose value is a room's number; now: the room that is
    framed. On a narrow picture the rooms stand below each other, with three marks in a
    line.
    """

    panels: dict
    sets: Any
    now: int
    narrow: bool = False
    name: str = "rooms"

    def all(self):
        panels = [panel for room in self.panels.values() for panel in room]
        marks = [one for head, mark, _ in panels for one in (head, *mark.all())]
        return [self, *marks]

    def stacked(self, height):
        rooms = replace(self, narrow=True)
        return rooms, rooms.places(Box(0, 0, 1, 1))["autoregressive_loop"].foot + 16

    def lines(self, room):
        """Cut what stands in a room into lines."""
        panels = self.panels[room]
        size = 3 if self.narrow else len(panels)
        return [panels[n : n + size] for n in range(0, len(panels), size)]

    def places(self, box):
        """Return the box of each room, by its name."""
        places, y, step = {}, box.y, LINE_HEIGHT + LINE_GAP
        for room, (left, width, line) in PLACES.items():
            if self.narrow:
                height = NAME_HEIGHT + PANEL_HEIGHT * len(self.lines(room)) + INSIDE
                places[room] = Box(box.x, y, box.width, height)
                y += height + LINE_GAP
            else:
                places[room] = Box(box.x + left, y + line * step, width, LINE_HEIGHT)
        return places

    def draw(self, pen, box):
        places, names = self.places(box), list(ROOMS)
        flow = stage.Flow(pen, [names[self.now], "loop"])
        for number, (name, room) in enumerate(ROOMS.items()):
            pen.cut()
            place, title = places[name], f"{number + 1}  {room.name}  {room.chinese}"
            flow.box(name, place.middle[0], *place[1:], fill=GROUND)
            pen.text(place.x + INSIDE, place.y + 25, title, TEXT, bold=True)
            pen.spot(place, f"{title}: {room.idea}", self.sets, number)
            for line, panels in enumerate(self.lines(name)):
                heads, marks, shares = zip(*panels, strict=True)
                y = place.y + NAME_HEIGHT + line * PANEL_HEIGHT
                inner = Box(place.x, y, place.width, PANEL_HEIGHT)
                grid = stage.Grid([heads, marks], shares, gap=(18, 0))
                grid.draw(pen, inner.inside(INSIDE, 0, INSIDE, 8 * self.narrow))
        pen.cut()
        for before, after in zip(names, names[1:], strict=False):
            self.draw_way(flow, places, before, after)
        if self.now == len(names) - 1:
            self.draw_loop(flow, places)
        words = self.matrix("words").cell
        head = words.x - 6, words.y - 8, "word  id", SMALL, MUTED
        pen.text(*head, align="right")

    def matrix(self, name):
        return next(mark for mark in self.all() if mark.name == name)

    def middle(self, name):
        """Return the x of a matrix's middle."""
        matrix = self.matrix(name)
        return matrix.cell.x + matrix.cell.width * matrix.numbers.shape[1] / 2

    def draw_way(self, flow, places, before, after):
        """Draw the arrow from a room to the next: beside it, or on the next line."""
        start, end, name = places[before], places[after], f"way to {after}"
        if start.y == end.y:
            flow.wire(name, (start.right, start.middle[1]), (end.x, end.middle[1]))
            return
        # What the decoder reads is its own output: the encoder's goes to the memory.
        memory = after == "decoder"
        left, right = end.x + 40, start.right - 40
        left, turn = self.middle("memory") if memory else left, (start.foot + end.y) / 2
        flow.wire(name, (right, start.foot), (right, turn), (left, turn), (left, end.y))
        if memory and not self.narrow:
            x, width = (left + right) / 2, style.text_width(BEYOND, SMALL) + 16
            flow.pen.rect(Box(x - width / 2, turn - 9, width, 18), fill=style.PAPER)
            flow.text(name, x, turn, BEYOND)

    def draw_loop(self, flow, places):
        """Draw the way of the chosen word back into the decoder's input."""
        last, decoder = places["autoregressive_loop"], places["decoder"]
        if self.narrow:  # beside the rooms
            edge, y, up = last.right + 6, last.middle[1], decoder.y + 12
            way = (last.right, y), (edge, y), (edge, up), (decoder.right, up)
        else:
            start, end, turn = last.x + 40, self.middle("read"), last.foot + 12
            way = (start, last.foot), (start, turn), (end, turn), (end, decoder.foot)
        flow.wire("loop", *way)
