"""One sentence through all seven rooms, with every tensor on the way."""

from dataclasses import dataclass, replace
from typing import Any

import torch

from helpers import stage
from helpers.language import BOS, BOS_ID, EOS
from helpers.lessons.autoregressive_loop.marks import exact
from helpers.lessons.overview import GROUND, ROOMS
from helpers.lessons.sentences import SentenceExplorer, drawable
from helpers.model import record
from helpers.stage.layout import Mark
from helpers.stage.pen import Box
from helpers.stage.style import (
    ACCENT,
    INK,
    KEY,
    MUTED,
    PAPER,
    QUERY,
    SMALL,
    TEXT,
    VALUE,
    text_width,
)

NUM_LIKELIEST = 5
SHOWN_SHARE = 0.995  # of the numbers, that the scale of colour tells apart
EXAMPLES = (
    "I like apples",
    "Tom bought a red hat",
    "the old teacher reads books",
)
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
# The tensors of a room: name, title, share of the width, colour.
PANELS = {
    "embedding": (("words", "words", 1, INK), ("positions", "+ positions", 1, INK),
                  ("x", "= X", 1, INK)),
    "self_attention": (("query", "Q", 1, QUERY), ("key", "K", 1, KEY),
                       ("value", "V", 1, VALUE), ("head", "weights", 1.2, INK)),
    "multi_head": (("heads", "weights of all heads", 2, INK),
                   ("attended", "M", 1, INK)),
    "encoder": (("middle", "A", 1, INK),),
    "feed_forward": (("hidden", "hidden", 1.7, INK), ("thought", "F", 1, INK)),
    "decoder": (("read", "read so far", 1, INK), ("back", "look back", 1, INK),
                ("memory", "memory", 1, INK), ("across", "look across", 1, INK),
                ("written", "output", 1, INK)),
}  # fmt: skip
# What `record` calls them: in the encoder of layer 1, in the decoder of its last layer.
RECORDED = {
    "words": "source_embedding.words",
    "x": "encoder.0.input",
    "query": "encoder.0.self.query",
    "key": "encoder.0.self.key",
    "value": "encoder.0.self.value",
    "heads": "encoder.0.self.weights",
    "attended": "encoder.0.self.output",
    "middle": "encoder.0.norm_1",
    "hidden": "encoder.0.feed_forward.hidden",
    "thought": "encoder.0.feed_forward.output",
    "memory": "encoder.output",
    "read": "decoder.0.input",
    "back": "decoder.{last}.self.weights",
    "across": "decoder.{last}.cross.weights",
    "written": "decoder.output",
}
MAPS = ("head", "back", "across")  # weights, which have a column for each word
TARGETS = ("read", "back", "across", "written")  # a row for each word of the output
# Pixels: a line of rooms, the gap below it; in a room its name, its tensors, the edge.
LINE_HEIGHT, LINE_GAP, NAME_HEIGHT, PANEL_HEIGHT, INSIDE = 189, 27, 34, 141, 14
BEYOND = "Add & Norm, and the layers above"  # what leads from F to the memory


class RoomsStepper(SentenceExplorer):
    """Walk a typed sentence through the seven lessons' rooms.

    Source: Vaswani et al. 2017, figure 1; claims C1 to C16.
    """

    height, most_words = 656, 6
    sentence = stage.Sentence(EXAMPLES)
    room = stage.Steps(
        "room",
        [f"{number} {room.name}" for number, room in enumerate(ROOMS.values(), 1)],
        "How far the sentence has come",
    )

    @stage.derived
    def target(self):
        """The output so far: what is translated, up to the last word."""
        words = self.translator.translate(self.sentence.value).target_tokens or (EOS,)
        return [BOS, *words[: min(len(words), self.most_words) - 1]]

    @stage.derived
    def tensors(self):
        """Every tensor for the sentence and the output so far, by its name."""
        before = self.translator.target_vocabulary.encode(self.target[1:])
        target = torch.tensor([[BOS_ID, *before]])
        model, ids = self.translator.model, self.sentence.reading.ids
        with torch.no_grad(), record(model) as recorded:
            logits = model(ids, target)
        last = model.config.num_decoder_layers - 1
        names = {name: where.format(last=last) for name, where in RECORDED.items()}
        tensors = {name: recorded[where][0] for name, where in names.items()}
        parts = {name: tensors[name][0] for name in ("query", "key", "value")}
        tensors |= parts | {"head": tensors["heads"][0]}
        tensors["positions"] = tensors["x"] - tensors["words"]
        return tensors | {"probabilities": logits[0, -1].softmax(dim=-1)}

    @stage.derived
    def likeliest(self):
        """The likeliest next words, and their probabilities."""
        shares, words = self.tensors["probabilities"].topk(NUM_LIKELIEST)
        return self.target_words(words.tolist()), shares.tolist()

    def limit(self, name):
        """Return the largest number that the colours tell apart."""
        # What is added stands on one scale with its sum.
        tensor = self.tensors["x" if name in ("words", "positions") else name]
        return tensor.abs().quantile(SHOWN_SHARE).item()

    def picture(self):
        rooms = {name: self.inside(number, name) for number, name in enumerate(ROOMS)}
        return Rooms(rooms, self.room, self.room.value)

    def inside(self, number, name):
        """Return what stands in a room: headings, marks, and shares of the width."""
        if name not in PANELS:
            return [self.next_word(number)]
        return [self.panel_of(number, *panel) for panel in PANELS[name]]

    def panel_of(self, number, name, title, share, colour):
        """Return a tensor under its title and its true shape."""
        now, tensor = self.room.value, self.tensors[name]
        ink = ACCENT if number == now else colour if number < now else MUTED
        shape = " × ".join(map(str, tensor.shape)) if number <= now else ""
        heading = Heading(title, shape, ink, number == now, f"title of {name}")
        return heading, self.drawn(number, name, tensor, colour), share

    def drawn(self, number, name, tensor, colour):
        """Return what is drawn of a tensor; of maps of all heads often the mean."""
        if name == "heads":
            maps = [
                self.matrix(number, f"head {place}", weights, colour)
                for place, weights in enumerate(tensor, start=1)
            ]
            return stage.Grid([maps], gap=(4, 0), narrow=len(maps))
        if name in MAPS and tensor.dim() == 3:
            tensor = tensor.mean(dim=0)
        return self.matrix(number, name, tensor, colour)

    def matrix(self, number, name, tensor, colour):
        """Return a matrix, empty before its room; a click goes to the room."""
        is_map = name in MAPS or name.startswith("head ")
        words = drawable(self.target) if name in TARGETS else self.tokens
        look = {"limit": None if is_map else self.limit(name), "row_names": words}
        if is_map:
            look["column_names"] = words if name == "back" else self.tokens
            look["says"] = "{row} → {column}: {number}"
        if name == "words":
            ids = self.sentence.reading.ids[0].tolist()
            look["rows"] = [f"{w}  {i}" for w, i in zip(words, ids, strict=True)]
        elif name == "read":
            look["rows"] = words
        shown, sets = number <= self.room.value, (self.room, number)
        return stage.Matrix(
            tensor.numpy(), shown=shown, sets=sets, colour=colour, name=name, **look
        )

    def next_word(self, number):
        """Return the likeliest next words, as soon as the last room is reached."""
        reached = number <= self.room.value
        words, shares = self.likeliest if reached else ((), ())
        count = f"{len(self.tensors['probabilities']):,} probabilities" * reached
        heading = Heading("the next word", count, ACCENT if reached else MUTED, reached)
        look = {"colours": QUERY, "lit": 0, "slots": NUM_LIKELIEST}
        look["texts"] = [exact(share) for share in shares]
        return heading, stage.Bars(words, shares, **look, name="next word"), 1

    def say(self):
        tensors, words = self.tensors, self.tokens
        weights, across = tensors["head"][-1], tensors["across"].mean(dim=0)[-1]
        heads, count, d_k = tensors["heads"].shape[0], *tensors["value"].shape
        width, (likeliest, shares) = tensors["x"].shape[1], self.likeliest
        hidden = tensors["hidden"]
        return SENTENCES[list(ROOMS)[self.room.value]].format(
            **{"count": count, "width": width, "heads": heads, "d_k": d_k},
            **{"last": words[-1], "best": words[weights.argmax()]},
            **{"weight": weights.max(), "said": drawable(self.target)[-1]},
            **{"d_ff": hidden.shape[1], "zeros": (hidden == 0).float().mean()},
            **{"across": words[across.argmax()], "most": across.max()},
            **{"next": likeliest[0], "share": shares[0]},
            vocabulary=len(tensors["probabilities"]),
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

    inside: for each room, by name, what stands in it: (heading, mark, share of the
    width); sets: the control whose value is a room's number; now: the room that is
    framed. On a narrow picture the rooms stand below each other, with three marks in a
    line.
    """

    inside: dict
    sets: Any
    now: int
    narrow: bool = False
    name: str = "rooms"

    def all(self):
        panels = [panel for room in self.inside.values() for panel in room]
        marks = [one for head, mark, _ in panels for one in (head, *mark.all())]
        return [self, *marks]

    def stacked(self, height):
        rooms = replace(self, narrow=True)
        return rooms, rooms.places(Box(0, 0, 1, 1))["autoregressive_loop"].foot + 16

    def lines(self, name):
        """Cut what stands in a room into lines."""
        panels, size = self.inside[name], 3 if self.narrow else len(self.inside[name])
        return [panels[n : n + size] for n in range(0, len(panels), size)]

    def places(self, box):
        """Return the box of each room, by its name."""
        if not self.narrow:
            step = LINE_HEIGHT + LINE_GAP
            return {
                name: Box(box.x + left, box.y + line * step, width, LINE_HEIGHT)
                for name, (left, width, line) in PLACES.items()
            }
        places, y = {}, box.y
        for name in PLACES:
            height = NAME_HEIGHT + PANEL_HEIGHT * len(self.lines(name)) + INSIDE
            places[name] = Box(box.x, y, box.width, height)
            y += height + LINE_GAP
        return places

    def draw(self, pen, box):
        places, names = self.places(box), list(self.inside)
        last = self.now == len(names) - 1
        flow = stage.Flow(pen, [names[self.now], "loop"])
        for number, (name, place) in enumerate(places.items()):
            pen.cut()
            room = ROOMS[name]
            flow.box(name, place.middle[0], *place[1:], fill=GROUND)
            title = f"{number + 1}  {room.name}  {room.chinese}"
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
        if last:
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
        if not self.narrow and PLACES[before][2] == PLACES[after][2]:
            flow.wire(name, (start.right, start.middle[1]), (end.x, end.middle[1]))
            return
        # What the decoder reads is its own output: the encoder's goes to the memory.
        memory = after == "decoder"
        left, right = end.x + 40, start.right - 40
        left, turn = self.middle("memory") if memory else left, (start.foot + end.y) / 2
        flow.wire(name, (right, start.foot), (right, turn), (left, turn), (left, end.y))
        if memory and not self.narrow:
            x, width = (left + right) / 2, text_width(BEYOND, SMALL) + 16
            flow.pen.rect(Box(x - width / 2, turn - 9, width, 18), fill=PAPER)
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
