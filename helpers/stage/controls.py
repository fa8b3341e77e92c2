"""What a student moves: declared in an explorer's class, one widget each in JupyterLab.

An explorer holds the values of its controls in one dict; a control reads and sets its
own there. So a picture can be computed for values that no widget has.
"""

import copy
from functools import lru_cache
from itertools import chain

import ipywidgets as widgets

from helpers.stage.derived import note_read

PLAY_MS = 1500  # a class needs time to look before the next step
WIDE, LONG = "380px", 12  # a slider's width if values have names of so many letters
LONG_LABEL = 9  # letters
READINGS = 16  # sentences whose reading is kept


class Control:
    """One value that a student moves; `value` is read and set like a widget's.

    Where an argument may be a function, it takes the explorer. `first` is the value at
    the start, and again when what can be chosen has changed; width: the widget's.
    """

    trait = "value"  # of the widget, in which a page sees the value
    alone = False  # in a row of its own
    free = False  # may have a value that is not listed

    def __init__(self, label="", tooltip="", first=None, width=None):
        self.label, self.tooltip, self.width = label, tooltip, width
        self.declared_first = first

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, explorer, owner=None):
        return self if explorer is None else explorer.controls[self.name]

    def __set__(self, explorer, value):
        raise AttributeError(f"set {self.name}.value, and not {self.name} itself")

    def bound(self, explorer):
        """Return a copy of this control that belongs to one explorer."""
        own = copy.copy(self)
        own.explorer = explorer
        return own

    def resolve(self, declared):
        """Return what was declared, or what the declared function says."""
        return declared(self.explorer) if callable(declared) else declared

    @property
    def value(self):
        """What it has; whatever is being computed notes that it was read."""
        note_read(self.name, value := self.explorer.values[self.name])
        return value

    @value.setter
    def value(self, value):
        self.explorer.set(**{self.name: value})

    # What it can be

    def domain(self):
        """Return all that it can be, to be compared with what it could be before."""
        return ()

    def values(self):
        """List the values that it can have, if they can be listed."""
        return ()

    def first(self):
        """Return the value at the start."""
        return self.resolve(self.declared_first)

    def fitted(self, value):
        """Return the value after what can be chosen has changed."""
        return self.first()

    def checked(self, value):
        """Return a value that was set. Raises: ValueError if it cannot be chosen."""
        if not self.free and value not in self.values():
            raise ValueError(f"{self.name} cannot be {value!r}: {self.choices()}")
        return value

    def choices(self):
        """Say in words what it can be."""
        return f"choose one of {', '.join(map(str, self.values()))}"

    def raw(self, value):
        """Return what a page's widget holds for a value: a number or a text."""
        return value

    # Its widget

    def start(self):
        """Make the widget, and follow it."""
        common = {"description": self.label, "tooltip": self.tooltip}
        if len(self.label) > LONG_LABEL:
            common["style"] = {"description_width": "initial"}  # else it is cut
        if self.width:
            common["layout"] = {"width": self.width}
        self.widget = self.build(**common)
        self.show()
        self.widget.observe(self.follow, names=self.trait)

    def follow(self, change):
        """Follow the widget, if a student moved it."""
        if not self.explorer.syncing:
            self.explorer.attempt(self.moved)

    def build(self, **common):
        """Make the widget."""
        return self.widget_class(**common)

    def shown(self):
        """Return what stands in the panel: the widget, or it and its buttons."""
        return self.widget

    def show(self):
        """Let the widget show the value."""
        raw = self.raw(self.value)
        if getattr(self.widget, self.trait) != raw:
            setattr(self.widget, self.trait, raw)

    def moved(self):
        """Take the value of the widget."""
        self.value = self.widget.value

    def stop(self):
        """End what the widget does by itself, and forget what was refused."""

    def close(self):
        """Close what is in no box."""


class Choice(Control):
    """A slider over values that have names.

    options: values, or (name, value) pairs, or {name: value}, or a function. `at` says
    the place of the first value instead of the value: -1 is the last.
    """

    trait, widget_class = "index", widgets.SelectionSlider

    def __init__(self, label, options, tooltip="", first=None, at=0):
        super().__init__(label, tooltip, first)
        self.declared_options, self.at = options, at

    def domain(self):
        options = self.resolve(self.declared_options)
        if isinstance(options, dict):
            return tuple(options.items())
        return tuple(o if isinstance(o, tuple) else (str(o), o) for o in options)

    @property
    def options(self):
        return self.domain()

    def values(self):
        return [value for _, value in self.domain()]

    def first(self):
        if self.declared_first is not None:
            return super().first()
        values, at = self.values(), self.resolve(self.at)
        return values[max(0, min(at % len(values) if at < 0 else at, len(values) - 1))]

    def choices(self):
        pairs = self.domain()
        names = [n if n == str(value) else f"{value!r} ({n})" for n, value in pairs]
        return f"choose one of {', '.join(names)}"

    def raw(self, value):
        return self.values().index(value)

    def build(self, **common):
        options = self.domain()
        if max(len(str(name)) for name, _ in options) > LONG:
            common["layout"] = {"width": WIDE}
        return super().build(options=options, **common)

    def show(self):
        if tuple(self.widget.options) != self.domain():
            self.widget.options = self.domain()
        super().show()

    def moved(self):
        self.value = self.values()[self.widget.index]


class Pick(Choice):
    """A list of values that have names."""

    widget_class = widgets.Dropdown


def Word(label, of, tooltip="", first=-1, numbered=False):
    """Offer the words of a sentence; the value is a word's number, from 0.

    of: the explorer's attribute that lists the words; first: a number, -1 is the last.
    With `numbered`, each word has its number before it: of two equal words, too.

    Raises: TypeError for words in place of the attribute's name.
    """
    if not isinstance(of, str):
        raise TypeError(f'Word takes the name of an attribute, as "words", not {of!r}')

    def words(explorer):
        listed = enumerate(getattr(explorer, of))
        return [(f"{n} {word}" if numbered else word, n) for n, word in listed]

    return Choice(label, words, tooltip, at=first)


def Layer(stack, tooltip="Which layer of the stack", at=0):
    """Offer the layers of a model's stack ("encoder" or "decoder"), from 1."""

    def layers(explorer):
        config = explorer.translator.model.config
        return range(1, getattr(config, f"num_{stack}_layers") + 1)

    return Choice("layer", layers, tooltip, at=at)


def Head(tooltip="Which head", first=None, mean=False):
    """Offer the heads of a model, from 1; with `mean`, 0 is the mean of all."""

    def heads(explorer):
        count = explorer.translator.model.config.num_heads
        return [("mean", 0)] * mean + [(str(n), n) for n in range(1, count + 1)]

    return Choice("head", heads, tooltip, first)


class Steps(Choice):
    """A slider over named steps, with Previous, Next and Play; the value is a number.

    It begins at the last step: where no kernel runs, the whole picture is there.
    """

    alone = True

    def __init__(self, label, names, tooltip="", first=-1):
        super().__init__(label, names, tooltip, at=first)

    def domain(self):
        names = self.resolve(self.declared_options)
        return tuple((str(name), number) for number, name in enumerate(names))

    def start(self):
        self.play = widgets.Play(interval=PLAY_MS, show_repeat=False, tooltip="Play")
        super().start()
        button = self.explorer.button
        self.previous = button("◀ Previous", lambda: self.move(-1), "One step back")
        self.next = button("Next ▶", lambda: self.move(+1), "One step on")
        self.play.value = self.widget.index
        # In the page: a tape answers before the kernel hears of it.
        self.link = widgets.jslink((self.play, "value"), (self.widget, "index"))

    def move(self, by):
        """Go so many steps on, and no further than the ends."""
        self.value = min(max(self.value + by, 0), len(self.domain()) - 1)

    def stop(self):
        for name in {"playing", "_playing"} & set(self.play.trait_names()):
            self.play.set_trait(name, False)  # of ipywidgets 8, and of 7

    def close(self):
        self.link.close()

    def show(self):
        self.play.max = len(self.domain()) - 1
        super().show()

    def shown(self):
        return row(self.previous, self.next, self.play, self.widget)


class Number(Control):
    """A slider over whole numbers from low to high, which may be functions."""

    def __init__(self, label, low, high, tooltip="", first=None, width=None):
        super().__init__(label, tooltip, low if first is None else first, width)
        self.low, self.high = low, high

    def domain(self):
        return self.resolve(self.low), self.resolve(self.high)

    def values(self):
        low, high = self.domain()
        return range(low, high + 1)

    def first(self):
        return self.fitted(super().first())

    def fitted(self, value):
        low, high = self.domain()
        return min(max(value, low), high)

    def choices(self):
        low, high = self.domain()
        return f"{low} to {high}"

    def build(self, **common):
        return widgets.IntSlider(self.value, *self.domain(), **common)

    def show(self):
        low, high = self.domain()
        if (self.widget.min, self.widget.max) != (low, high):
            self.widget.min = min(low, self.widget.max)  # never above the highest
            self.widget.max, self.widget.min = high, low
        super().show()


class Switch(Control):
    """A button that is on or off."""

    widget_class = widgets.ToggleButton

    def first(self):
        return bool(super().first())

    def values(self):
        return [False, True]


class Held(Control):
    """A value without a widget: what a live run found. Reset brings `first` back."""

    free = True

    def __init__(self, first=None):
        super().__init__(first=first)

    @property
    def value(self):
        return super().value.content

    @value.setter
    def value(self, value):
        self.explorer.set(**{self.name: Content(value)})

    def first(self):
        return Content(super().first())

    def start(self):
        """Make no widget."""

    show = start


class Content:
    """What a `Held` holds: equal to itself alone, so that every new one is a change."""

    def __init__(self, content):
        self.content = content


class Typed(Control):
    """A text box that acts on Enter or on a pick, with a list of what to type.

    What is refused stays typed, and why is said: `checked` raises ValueError.
    """

    free, refused = True, None

    def __init__(self, label, examples, tooltip="", first="", width="440px"):
        super().__init__(label, tooltip, first, width)
        self.examples = examples

    def values(self):
        return list(self.resolve(self.examples))

    def build(self, **common):
        common |= {"placeholder": "pick or type", "continuous_update": False}
        return widgets.Combobox(options=self.values(), **common)

    def moved(self):
        """Take what was typed, or say why not."""
        typed, self.refused = self.widget.value, None
        try:
            self.explorer.after(**{self.name: typed})
        except ValueError as refusal:
            self.refused = typed
            self.explorer.refuse(str(refusal))
        else:
            self.explorer.set(**{self.name: typed})

    def show(self):
        if self.widget.value != self.refused:
            super().show()

    def stop(self):
        self.refused = None

    @property
    def value(self):
        return super().value

    @value.setter
    def value(self, value):
        if self.widget.value != value:
            self.widget.value = value  # is followed as if it were typed


class Sentence(Typed):
    """A text box with a list of examples; `reading` is what the explorer reads in it.

    examples: texts, or a function. The explorer's `read` takes a text and returns the
    reading, or raises ValueError with a message for the student.
    """

    alone = True

    def __init__(self, examples, label="sentence"):
        tooltip = "Type English words and press Enter"
        super().__init__(label, examples, tooltip, width=None)

    def bound(self, explorer):
        own = super().bound(explorer)
        own.read = lru_cache(READINGS)(explorer.read)
        return own

    def first(self):
        return self.values()[0]

    @property
    def reading(self):
        return self.read(self.value)

    def checked(self, value):
        self.read(value)
        return value

    def build(self, **common):
        examples = {"or pick an example": "", **{text: text for text in self.values()}}
        self.picks = widgets.Dropdown(
            options=list(examples.items()),
            tooltip="Put an example into the sentence box",
        )
        self.picks.observe(self.pick, names="value")
        return widgets.Text(continuous_update=False, **common)

    def show(self):
        super().show()
        self.picks.value = self.value if self.value in self.values() else ""

    def pick(self, change):
        """Type the example that was picked."""
        if change["new"] and not self.explorer.syncing:
            self.widget.value = change["new"]

    def moved(self):
        if self.picks.value != self.widget.value:
            self.picks.value = ""
        super().moved()

    def shown(self):
        return row(self.widget, self.picks)


def row(*shown):
    """Put widgets and words side by side, in as many lines as they need."""
    shown = [widgets.Label(one) if isinstance(one, str) else one for one in shown]
    layout = widgets.Layout(flex_flow="row wrap", align_items="center")
    return widgets.HBox(shown, layout=layout)


def with_all_inside(widget):
    """List a widget, its layout and style, and all of the widgets that it holds."""
    looks = [getattr(widget, n) for n in ("layout", "style") if widget.has_trait(n)]
    inside = [with_all_inside(child) for child in getattr(widget, "children", ())]
    return [widget, *looks, *chain.from_iterable(inside)]
