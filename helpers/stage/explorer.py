"""The engine of every explorer: controls, and a picture that is a function of them."""

import threading
from contextlib import contextmanager

import ipywidgets as widgets

from helpers.stage.actions import Action
from helpers.stage.cells import adopt
from helpers.stage.controls import Control, Held, row, with_all_inside
from helpers.stage.front import WIDGET_VIEW, Front
from helpers.stage.layout import NARROW, Mark, Row
from helpers.stage.pen import Box, Pen
from helpers.stage.still import bundle, still
from helpers.stage.style import SMALL, text_width, wrapped
from helpers.stage.tape import Ahead, Frame, Tape, keyed

EDGE = 8  # pixels around a picture
FOOT = 30  # pixels at the foot of a still, for its sentence


class Explorer:
    """Show one live picture under its controls; subclasses say which.

    A subclass declares its controls as class attributes, and has `picture`, which
    returns marks, and `say`, which returns the one sentence about them; what both need
    is `derived`. All three read `self.head.value` and the like. They keep nothing: the
    same values of the controls give the same picture, whatever came before.

    From outside, set `explorer.head.value = 2`, and the picture follows;
    `explorer["weights"]` is the mark of that name, with its numbers.

    Raises: from a callback, whatever `picture` raises, after showing it in words.
    """

    # CSS pixels: fits a notebook on a 1280 px screen, almost with the side bar open.
    width, height = 900, 480
    rows = None  # how the controls are laid out, if not by their kind

    def __init__(self):
        self._results, self.values, self.syncing = {}, {}, False
        self.lock = threading.RLock()  # a cell and a page may ask at the same time
        self.controls, self.actions, self.buttons = {}, {}, []
        self.tape, self.sent, self.ahead = Tape(), set(), Ahead(self)
        declared = self.declared()
        self.controls = bound(declared, Control, self)
        for name, control in self.controls.items():
            self.values[name] = control.first()
        self.first_values = dict(self.values)
        with self.quiet():
            for control in self.controls.values():
                control.start()
        self.actions = bound(declared, Action, self)
        self.reset_button = self.button("Reset", self.reset, "Put every control back")
        traits = {
            name: {"id": control.widget.model_id, "trait": control.trait}
            for name, control in self.visible().items()
        }
        self.front = Front(self.on_message, controls=traits, title=type(self).__name__)
        self.widget = widgets.VBox([*self.panel(), self.front])
        self.widget.add_class("stage")
        self.draw()
        adopt(self)

    def declared(self):
        """Return what this explorer declares, by name: controls, actions and others.

        It is what its class has; a subclass may add what is known only now.
        """
        owners = reversed(type(self).__mro__)
        return {name: one for owner in owners for name, one in vars(owner).items()}

    def picture(self):
        """Return the marks of the picture, for the values of the controls."""
        raise NotImplementedError(f"{type(self).__name__} needs a method picture")

    def say(self):
        """Return one sentence about the picture, for the values of the controls."""
        raise NotImplementedError(f"{type(self).__name__} needs a method say")

    def note(self):
        """Return what else a student must know, or nothing."""
        return ""

    def __getitem__(self, name):
        found = [mark for mark in self.marks().all() if mark.name == name]
        if len(found) != 1:
            names = sorted({mark.name for mark in self.marks().all()} - {""})
            raise KeyError(f"{len(found)} marks are named {name!r}; there are {names}")
        return found[0]

    # Values

    @contextmanager
    def supposing(self, values):
        """Let the controls have these values inside, without moving a widget."""
        with self.lock:
            kept, self.values = self.values, values
            try:
                yield
            finally:
                self.values = kept

    def after(self, **changes):
        """Return the values of all controls after some of them have been set.

        What can no longer be chosen goes to its first value, or to the nearest.

        Raises: ValueError if a value cannot be chosen.
        """
        before = {name: control.domain() for name, control in self.controls.items()}
        values = self.values | changes
        with self.supposing(values):
            for name, control in self.controls.items():
                if name in changes:
                    values[name] = control.checked(values[name])
                elif control.domain() != before[name]:
                    values[name] = control.fitted(values[name])
        return values

    def set(self, **changes):
        """Set several controls, and draw once. Raises: as `after` and `picture`."""
        with self.lock:
            values = self.after(**changes)
            if any(isinstance(self.controls[name], Held) for name in changes):
                self.forget()
            self.values = values
            self.show_values()
            self.draw()
        for name in changes:
            self.ahead.touch(name)

    def show_values(self):
        """Let every widget show its control's value."""
        with self.quiet():
            for control in self.controls.values():
                control.show()

    def reset(self):
        """Put every control back to its first value, and stop what runs or plays."""
        self.stop()
        self.values = dict(self.first_values)
        self.forget()
        self.show_values()
        self.draw()

    def forget(self):
        """Forget every frame: they were drawn from what is no longer there."""
        self.ahead.cancel()
        self.tape.clear()
        self.sent.clear()

    def stop(self):
        """Stop what runs, what plays, and what is recorded ahead."""
        self.ahead.cancel()
        for action in self.actions.values():
            action.stop()
        for control in self.controls.values():
            control.stop()

    @contextmanager
    def quiet(self):
        """Let widgets change inside without being followed."""
        syncing, self.syncing = self.syncing, True
        try:
            yield
        finally:
            self.syncing = syncing

    # Pictures

    def visible(self):
        """Return the controls that have a widget, in their order."""
        return {n: c for n, c in self.controls.items() if not isinstance(c, Held)}

    def key(self, values):
        """Name a state as a page does, by what its widgets hold."""
        with self.supposing(values):
            raws = [c.raw(values[name]) for name, c in self.visible().items()]
        return keyed(raws)

    def marks(self):
        """Return the marks of the present picture."""
        marks = self.picture()
        if not isinstance(marks, Mark):
            raise TypeError(
                f"{type(self).__name__}.picture must return a mark, or several in a"
                f" Row or Column, not {type(marks).__name__}"
            )
        return marks if hasattr(marks, "cells") else Row(marks)

    def parts(self, width=None):
        """Draw the present picture. Returns its parts and its height."""
        marks, height, width = self.marks(), self.height, width or self.width
        if width < NARROW:
            marks, height = marks.stacked(height)
        pen = Pen(lambda control, value: control.raw(value))
        marks.draw(pen, Box(0, 0, width, height).inside(EDGE, EDGE, EDGE, EDGE))
        return [part for part in pen.parts if part.shapes or part.hits], height

    def frame_for(self, values):
        """Return the frame of a state, from the tape or drawn now."""
        key = self.key(values)
        if frame := self.tape.get(key):
            return frame
        with self.supposing(values):
            parts, _ = self.parts()
            return Frame(key, parts, self.say(), self.note())

    def draw(self):
        """Bring the picture up to date with the controls."""
        frame = self.frame_for(self.values)
        self.said = frame.sentence
        self.send([], now=frame)

    def send(self, frames, now=None):
        """Send frames to the page, with the parts that it does not have yet."""
        gone, known, news = [], bool(self.sent), [now] if now else []
        for frame in [*frames, *news]:
            gone += self.tape.add(frame)
        self.sent -= set(gone)
        kept = [frame for frame in frames if frame.key in self.tape.frames]
        needed = {part.id: part for frame in [*kept, *news] for part in frame.parts}
        fresh = {id: p.content for id, p in needed.items() if id not in self.sent}
        self.sent |= set(fresh)
        parts = {"fresh": fresh, "gone": [id for id in gone if id not in self.sent]}
        if now:
            size = {"width": self.width, "height": self.height}
            self.front.frame = {**now.message(), **size, **parts, "forget": not known}
        elif kept:
            self.front.send({"frames": [frame.message() for frame in kept], **parts})

    def on_message(self, message):
        """Answer a page that lacks parts: it was loaded again, or forgot them."""
        parts = self.tape.parts
        found = {id: parts[id].content for id in message.get("need", ()) if id in parts}
        self.front.send({"fresh": found})

    # Words for the student

    def attempt(self, action):
        """Run a callback; what goes wrong is shown in words, and raised for tests."""
        try:
            action()
        except Exception as error:
            self.refuse(f"{type(error).__name__}: {error}")
            raise

    def refuse(self, text):
        """Say what went wrong, beside the last good picture."""
        self.front.problem = ""
        self.front.problem = text

    # Widgets

    def button(self, label, action, tooltip):
        """Add a button that calls `action()`."""
        button = widgets.Button(description=label, tooltip=tooltip)
        button.layout.width = "auto"
        button.on_click(lambda _: self.attempt(action))
        self.buttons.append(button)
        return button

    def panel(self):
        """Lay out the controls: a row for each text, walk and run, one for all others.

        `rows` lays them out otherwise: names of controls and actions, a string a row.
        """
        shown = {**self.visible(), **self.actions}
        if self.rows is not None:
            lines = [line.split() for line in self.rows]
        else:
            together = [name for name, one in shown.items() if not one.alone]
            lines = [[n] for n in self.controls if n in shown and shown[n].alone]
            lines += [together, *([n] for n in self.actions if shown[n].alone)]
        rows = [[shown[name].shown() for name in line] for line in lines]
        last = len([line for line in lines if not line or line[-1] in self.controls])
        rows[last - 1].append(self.reset_button)
        return [row(*line) for line in rows]

    def _repr_mimebundle_(self, include=None, exclude=None):
        """Offer the widget to a live page, and the still where no kernel runs."""
        # Not the widget's own bundle: ipywidgets 7, which Colab has, makes none.
        view = {"version_major": 2, "version_minor": 0}
        view["model_id"] = self.widget.model_id
        data, about = bundle(self.still(), self.said)
        return data | {WIDGET_VIEW: view}, about

    def still(self, ratio=2):
        """Draw the picture with its sentence at the foot. Returns a PIL image."""
        parts, height = self.parts()
        parts += foot(self.said, self.width, height)
        return still(parts, self.width, height + FOOT, ratio)

    def close(self):
        """Stop what runs, stop following the controls, and forget every widget."""
        self.stop()
        for control in self.controls.values():
            control.close()
        for part in (self.widget, *self.buttons):
            for widget in with_all_inside(part):
                widget.unobserve_all()
                widget.close()


def bound(declared, kind, explorer):
    """Return an explorer's own of what is declared of a kind, by name."""
    found = {name: one for name, one in declared.items() if isinstance(one, kind)}
    return {name: one.bound(explorer) for name, one in found.items()}


def foot(sentence, width, y):
    """Draw a sentence under a picture. Returns parts"""
    pen, size = Pen(), SMALL
    while text_width(sentence, size) > width - 2 * EDGE and size > 13:
        size -= 0.5
    line = wrapped(sentence, width - 2 * EDGE, size)[0]
    pen.text(width / 2, y + FOOT / 2, line, size, align="center", middle=True)
    return pen.parts
