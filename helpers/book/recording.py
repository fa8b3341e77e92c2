"""Record an explorer whole, so that a page can show every state without a kernel.

A picture is a list of pieces (its parts, its sentence, its note), and most pieces
depend on a few of the controls. Which ones is learned by moving controls, and then
tried on random states. So a page keeps a small table for each piece, and not a frame
for each state: the 14,500 states of a clinic need some hundred drawings.

Some controls decide what the others offer: another sentence has other words. Each of
their settings is a context, with domains and tables of its own.
"""

import base64
import contextlib
import json
import random
import re
from array import array
from itertools import chain, product

from helpers.stage.actions import Run
from helpers.stage.controls import Number, Pick, Sentence, Steps, Switch, Typed

TRIED = 24  # states from which each control is moved, to learn what depends on it
MOVES = 2  # other values that are tried of each control
CHECKED = 120  # random states whose composed picture must be the drawn one
WORDS = 2  # pieces that are no drawing: the sentence and the note come first
MOST_SENTENCES = 10
# Sentences that explorers of the book offer, where they have room for them.
SENTENCES = (
    "I like apples",
    "the old teacher likes the old hat",
    "Tom bought a big red hat",
    "she did not buy the book",
    "the cat is very big",
    "we saw two birds in the park",
    "Tom ate two apples in the park yesterday",
    "the new student buys a new book",
    "he is reading a book",
    "my friend drinks tea",
    "they bought three books",
    "the small dog likes the cat",
)
KINDS = {Steps: "steps", Sentence: "sentence", Typed: "list", Pick: "list"}
KINDS |= {Switch: "switch", Number: "number"}


class Recorder:
    """Draw the states of one explorer at one width, and find out what depends on what.

    `thin` says which values of a control are recorded, or how many, evenly spread:
    {name: count}; 0 leaves the control out of the page.
    """

    def __init__(self, explorer, width, thin=None, seed=0):
        self.explorer, self.width, self.thin = explorer, width, thin or {}
        self.random, self.drawn = random.Random(seed), {}
        self.pieces, self.domains = {}, {}  # content -> number
        shown = explorer.visible()
        self.names = [name for name in shown if self.thin.get(name) != 0]
        self.start = dict(explorer.values)
        self.context_names = []
        while found := self.shifting():
            self.context_names.append(found)

    @property
    def others(self):
        """The controls that change nothing but the picture."""
        return [name for name in self.names if name not in self.context_names]

    # Values

    def values(self, name, state):
        """List the values of a control that are recorded, in a state."""
        with self.explorer.supposing(state):
            control = self.explorer.controls[name]
            values = list(control.values())
            if isinstance(control, Sentence):
                most = self.thin.get(name, MOST_SENTENCES)
                return self.sentences(control, values)[:most]
            if isinstance(control, Typed):
                return ["", *values]
        kept = self.thin.get(name, values)
        if isinstance(kept, int):
            last, count = len(values) - 1, min(kept, len(values))
            places = {round(i * last / max(count - 1, 1)) for i in range(count)}
            kept = {values[place] for place in places}
        return [v for v in values if v in kept or v == self.start[name]]

    def sentences(self, control, examples):
        """List the examples of an explorer, and those of the book that it can read."""
        kept = []
        for text in dict.fromkeys((*examples, *SENTENCES)):
            try:
                self.explorer.after(**{control.name: text})
            except ValueError:
                continue
            if text in examples or not getattr(control.read(text), "unknown", None):
                kept.append(text)
        return kept

    def after(self, state, **changes):
        """Return a state after a change, as the kernel has it."""
        with self.explorer.supposing(state):
            return self.explorer.after(**changes)

    def shifting(self):
        """Find a control that changes what another offers, or where it stands."""
        states = self.contexts()
        for name in self.others:
            for state in (*states, *map(self.last, states)):
                offered = self.offered(state, name)
                for value in self.values(name, state):
                    after = self.after(state, **{name: value})
                    if self.offered(after, name) != offered:
                        return name
        return None

    def offered(self, state, name):
        """Return what all controls but one can be, and what they are."""
        with self.explorer.supposing(state):
            controls = self.explorer.controls.items()
            return [(c.domain(), state[n]) for n, c in controls if n != name]

    def last(self, state):
        """Put all but the context's controls to their last values."""
        return state | {name: self.values(name, state)[-1] for name in self.others}

    def contexts(self):
        """Return a state for each setting of the context, the others at first."""
        states = [self.start]
        for name in self.context_names:
            states = [
                self.after(state, **{name: value})
                for state in states
                for value in self.values(name, state)
            ]
        return list(map(self.first, states))

    def first(self, state):
        """Put all but the context's controls to their first values."""
        with self.explorer.supposing(state):
            return state | {n: self.explorer.controls[n].first() for n in self.others}

    # Pieces

    def draw(self, state):
        """Return the numbers of all pieces of a state."""
        return self.words(state) + self.parts(state)

    def words(self, state):
        """Return the numbers of a state's sentence and note alone."""
        explorer = self.explorer
        return self.kept("words", state, lambda: [explorer.say(), explorer.note()])

    def parts(self, state):
        """Return the numbers of a state's height and of its parts."""

        def drawn():
            parts, height = self.explorer.parts(self.width)
            return [height, *((part.id, part.content) for part in parts)]

        return self.kept("parts", state, drawn)

    def kept(self, what, state, make):
        """Return the numbers of what a state shows; it is made once."""
        key = what, *(state[name] for name in self.explorer.visible())
        if key not in self.drawn:
            with self.explorer.supposing(state):
                found = [self.numbered(self.pieces, piece) for piece in make()]
            self.drawn[key] = found
        return self.drawn[key]

    @staticmethod
    def numbered(table, content):
        """Return the number of a thing in a table, which grows."""
        key = content[0] if isinstance(content, tuple) else repr(content)
        return table.setdefault(key, (len(table), content))[0]

    def any_states(self, contexts, count):
        """Yield (number of its context, random state), every context at least once."""
        for turn in range(max(count, len(contexts))):
            state = contexts[turn % len(contexts)]
            values = {n: self.random.choice(self.values(n, state)) for n in self.others}
            yield turn % len(contexts), state | values

    def learn(self, contexts):
        """Find which controls each piece depends on, by moving them one by one."""
        needs = []
        for _, state in self.any_states(contexts, TRIED):
            for name in self.others:
                values = self.values(name, state)
                for value in self.random.sample(values, min(MOVES, len(values))):
                    moved = state | {name: value}
                    self.compare(self.draw(state), self.draw(moved), needs, {name})
        return needs

    @staticmethod
    def compare(one, other, needs, names):
        """Note for every piece that differs that it depends on these controls.

        Returns whether any did.
        """
        count = max(len(one), len(other))
        needs += [set() for _ in range(count - len(needs))]
        one, other = (each + [None] * (len(needs) - len(each)) for each in (one, other))
        differing = [n for n in range(len(needs)) if one[n] != other[n]]
        for number in differing:
            needs[number] |= names
        return bool(differing)

    def tables(self, context, needs):
        """Draw all that a context needs: for each piece, a table over its controls."""
        tables, made = [], {}
        for number, need in enumerate(needs):
            names = [name for name in self.others if name in need]
            draw = self.words if number < WORDS else self.draw
            key = draw, *names
            if key not in made:
                values = [self.values(name, context) for name in names]
                made[key] = [
                    draw(context | dict(zip(names, each, strict=True)))
                    for each in product(*values)
                ]
            tables.append(
                [row[number] if number < len(row) else -1 for row in made[key]]
            )
        return tables

    def composed(self, state, context, needs, tables):
        """Put a state together as a page does."""
        pieces = []
        for need, table in zip(needs, tables, strict=True):
            place = 0
            for name in self.others:
                if name in need:
                    values = self.values(name, context)
                    place = place * len(values) + values.index(state[name])
            pieces.append(table[place])
        while pieces and pieces[-1] == -1:
            pieces.pop()
        return pieces

    def record(self, blobs):
        """Record everything. Returns what a page needs, ready for JSON.

        blobs: a `Blobs`, which keeps what recordings at several widths share.
        """
        contexts = self.contexts()
        needs = self.learn(contexts)
        while True:
            tables = [self.tables(context, needs) for context in contexts]
            if not self.corrected(contexts, needs, tables):
                return self.page_data(contexts, needs, tables, blobs)

    def corrected(self, contexts, needs, tables):
        """Try random states; a piece that is composed wrongly needs more controls."""
        for number, state in self.any_states(contexts, CHECKED):
            made = self.composed(state, contexts[number], needs, tables[number])
            if self.compare(made, self.draw(state), needs, set(self.others)):
                return True
        return False

    # For the page

    def page_data(self, contexts, needs, tables, blobs):
        """Return the recording in two: what the controls need, and the pictures."""
        keys = list(map(self.key, contexts))
        controls = {
            "controls": [self.control_data(name) for name in self.names],
            "context": self.context_names,
            "contexts": dict(zip(keys, map(self.context_data, contexts), strict=True)),
            "first": [self.raw(self.start, name) for name in self.names],
            "resets": {
                name: self.resets(name, contexts) for name in self.context_names
            },
        }
        controls["domains"] = [content for _, content in self.domains.values()]
        controls |= {"live": self.live(), "actions": self.actions(contexts)}
        pieces = self.in_order(tables)
        pictures = {
            "width": self.width,
            "needs": [[n for n in self.others if n in need] for need in needs],
            "tables": dict(zip(keys, tables, strict=True)),
            "pieces": [blobs.slim(p[1]) if isinstance(p, tuple) else p for p in pieces],
        }
        return controls, pictures

    def in_order(self, tables):
        """Number the pieces anew: those of one place stand together, and pack better.

        Returns them in their order, and changes the tables.
        """
        contents, order = [content for _, content in self.pieces.values()], {-1: -1}
        for column in zip(*tables, strict=True):
            for number in chain.from_iterable(column):
                order.setdefault(number, len(order) - 1)
        for rows in tables:
            rows[:] = [[order[number] for number in row] for row in rows]
        return [contents[number] for number in order if number >= 0]

    def live(self):
        """List the labels of what only a kernel can run."""
        actions = self.explorer.actions.values()
        left_out = len(self.explorer.visible()) - len(self.names)
        runs = [action.label for action in actions if isinstance(action, Run)]
        return runs + [f"{left_out} more switches"] * bool(left_out)

    def actions(self, contexts):
        """Return what each button sets: {name: label, tip, {context: {name: raw}}}"""
        actions = self.explorer.actions.items()
        return {
            name: {
                "label": action.label,
                "tip": action.tooltip,
                "sets": {
                    self.key(each): self.set_by(action, each) for each in contexts
                },
            }
            for name, action in actions
            if not isinstance(action, Run)
        }

    def set_by(self, action, state):
        """Press a button in a state; return what it has changed, and go back."""
        explorer = self.explorer
        explorer.values = dict(state)
        with contextlib.suppress(ValueError):  # it can do no more
            action.start()
        changed = {n: explorer.values[n] for n in self.names}
        changed = {n: v for n, v in changed.items() if v != state[n]}
        raws = {n: explorer.controls[n].raw(v) for n, v in changed.items()}
        explorer.reset()
        return raws

    def resets(self, name, contexts):
        """List what goes to its first value, whatever it was, when a control is set."""
        found = set(self.others)
        for state in map(self.last, contexts):
            for value in self.values(name, state):
                after = self.after(state, **{name: value})
                if value != state[name]:
                    found &= {n for n in self.others if after[n] != state[n]}
        return sorted(found)

    def raw(self, state, name):
        """Return what a page's control holds in a state."""
        with self.explorer.supposing(state):
            return self.explorer.controls[name].raw(state[name])

    def key(self, state):
        """Name a context by what its controls hold, written as JavaScript does."""
        raws = [self.raw(state, name) for name in self.context_names]
        return "|".join(r if isinstance(r, str) else json.dumps(r) for r in raws)

    def context_data(self, context):
        """Return a context's domains and first values."""
        domains = [self.domain(name, context) for name in self.names]
        numbers = [self.numbered(self.domains, domain) for domain in domains]
        first = [self.raw(context, name) for name in self.names]
        return {"domains": numbers, "first": first}

    def domain(self, name, state):
        """Return what a control offers: [[raw, label], …]"""
        control = self.explorer.controls[name]
        with self.explorer.supposing(state):
            labels = {value: label for label, value in labelled(control)}
            values = self.values(name, state)
            return [[control.raw(v), str(labels.get(v, v))] for v in values]

    def control_data(self, name):
        """Return how a control looks."""
        control = self.explorer.controls[name]
        kinds = [k for kind, k in KINDS.items() if isinstance(control, kind)]
        look = {"name": name, "label": control.label, "tip": control.tooltip}
        return look | {"kind": next(iter(kinds), "slider")}


class Blobs:
    """Keep long contents once: many pieces hold the same image at another place.

    So do the recordings of an explorer at several widths.
    """

    def __init__(self):
        self.contents, self.places = [], {}

    def slim(self, part):
        """Return a part with the numbers of blobs in place of images and of numbers."""
        slim = {"svg": re.sub(r'(?<=base64,)[^"]{64,}', self.named, part["svg"])}
        if "hits" in part:
            slim["hits"] = [self.slim_hit(hit) for hit in part["hits"]]
        return slim

    def named(self, match):
        return f"{{{self.place(match.group())}}}"

    def slim_hit(self, hit):
        """Return a grid with its numbers as a blob of integers, which pack better."""
        if "numbers" not in hit:
            return hit
        hundredths = array("h", base64.b64decode(hit["numbers"])).tolist()
        return hit | {"numbers": self.place(hundredths)}

    def place(self, content):
        """Return the number of a blob."""
        key = content if isinstance(content, str) else tuple(content)
        if key not in self.places:
            self.places[key] = len(self.contents)
            self.contents.append(content)
        return self.places[key]


def labelled(control):
    """List the (label, value) pairs of a control that has labels."""
    domain = control.domain()
    return domain if domain and isinstance(domain[0], tuple) else ()
