"""The engine of every explorer: controls, one figure, and pictures that keep up.

The figure is drawn once; after that a control's change draws only the live artists that
it moves, over a saved picture of all the others, and sends one PNG to one image widget.
"""

import html
from contextlib import contextmanager
from itertools import chain

import ipywidgets as widgets

from helpers.explorers.cells import adopt
from helpers.explorers.sharp import SharpPicture, sharp_png
from helpers.figures.style import (
    MUTED,
    PROBLEM,
    canvas_to_png,
    house_style,
    new_figure,
    shipped_png,
)

FOOT = 32  # pixels at the foot of a figure, for the sentence of a shipped picture
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
CAPTION = '<div style="text-align: center; font-size: 16px">{}</div>'


class Explorer:
    """Show one live figure under its controls; subclasses say which.

    A subclass has `build`, which makes the controls and draws into `self.figure`, and
    `update`, which sets the artists' data from the controls' values and returns the
    one sentence that says what the picture shows. Controls are public attributes:
    set `explorer.head.value = 2`, and the picture follows.

    Raises: in a callback, whatever `update` raises, after showing it in words.
    """

    # CSS pixels: fits a notebook on a 1280 px screen, almost with the side bar open.
    width, height = 900, 520

    def __init__(self):
        self.controls, self.extras, self.runs, self.artists = [], [], [], []
        self.background = self.settled = None
        self.moving, self.mover = set(), None
        self.holding = False
        self.sentence = self.note = ""
        self.message = widgets.HTML()
        width = {"width": f"{self.width}px", "max_width": "100%"}
        self.image = widgets.Image(format="png", layout=width)
        self.caption = widgets.HTML(layout=width)
        self.figure = new_figure(self.width, self.height)
        size = self.width, self.height - FOOT
        self.sharp = SharpPicture(self.image, self.sharp_png, *size)
        with house_style():
            middle = FOOT / 2 / self.height
            self.foot = self.figure.text(0.5, middle, "", ha="center", va="center")
            self.foot.set_animated(True)  # drawn in the shipped picture only
            self.build()
        self.reset_button = self.button("Reset", self.reset, "Put every control back")
        self.first_values = [(control, control.value) for control in self.valued()]
        shown = [self.panel(), self.message, self.sharp.widget, self.caption]
        self.widget = widgets.VBox(shown)
        self.draw()
        adopt(self)

    def build(self):
        """Make the controls and draw into `self.figure`."""
        raise NotImplementedError

    def update(self):
        """Set the artists' data from the controls; return one sentence about it."""
        raise NotImplementedError

    def panel(self):
        """Lay out the controls; a subclass may group them in rows."""
        return row(*self.controls)

    # Controls

    def control(self, widget):
        """Add a control: when its value changes, the picture follows."""
        self.controls.append(widget)
        widget.observe(self.follow, names="value")
        return widget

    def button(self, label, action, tooltip):
        """Add a button that calls `action()`."""
        button = widgets.Button(description=label, tooltip=tooltip)
        button.layout.width = "auto"
        button.on_click(lambda _: self.attempt(action))
        self.controls.append(button)
        return button

    def valued(self):
        """Return the controls that hold a value."""
        return [control for control in self.controls if hasattr(control, "value")]

    def follow(self, change=None):
        """Draw again after a control has changed, unless several are being set."""
        if not self.holding:
            self.mover, previous = change and change["owner"], self.mover
            if self.mover is not previous:
                self.moving = set()
            self.attempt(self.draw)

    @contextmanager
    def quiet(self):
        """Set controls inside, and draw nothing: whoever does this draws later."""
        holding, self.holding = self.holding, True
        try:
            yield
        finally:
            self.holding = holding

    @contextmanager
    def hold(self):
        """Set several controls inside, and draw once at the end."""
        with self.quiet():
            yield
        self.draw()

    def reset(self):
        """Put every control back to its first value, and stop what still runs."""
        for run in self.runs:
            run.stop()
        with self.hold():
            for control, value in self.first_values:
                control.value = value

    def attempt(self, action):
        """Run a callback; what goes wrong is shown in words, and raised for tests."""
        try:
            action()
        except Exception as error:
            self.say(f"{type(error).__name__}: {error}", PROBLEM)
            raise

    def say(self, text, colour=MUTED):
        """Show a message between controls and picture; "" takes it away."""
        text = html.escape(text)
        self.message.value = f'<span style="color:{colour}">{text}</span>' * bool(text)

    # Drawing

    def live(self, *artists):
        """Name artists that `update` changes: they are drawn again each time."""
        for artist in artists:
            artist.set_animated(True)
        self.artists += artists

    def redraw_all(self):
        """Say that labels or limits changed: the next picture is drawn whole."""
        self.background = None

    def draw(self):
        """Bring the picture up to date with the controls."""
        self.note = ""
        self.sharp.cancel()  # if the update fails, it leaves the figure half changed
        with house_style():
            self.sentence = self.update()
            self.foot.set_text(self.sentence)
            self.render()
        self.image.value = canvas_to_png(self.figure.canvas, self.height - FOOT)
        self.sharp.wait()
        # Text costs a page nothing, and a picture as much as all the rest together.
        self.caption.value = CAPTION.format(html.escape(self.sentence))
        self.say(self.note)

    def sharp_png(self):
        """Draw the picture at twice its size, for a fine screen."""
        return sharp_png(self.figure, self.in_order(), self.height - FOOT)

    def render(self):
        """Draw the artists that move over a saved picture of those at rest."""
        canvas = self.figure.canvas
        touched = self.touched()
        if self.background is None:
            canvas.draw()
            self.background = canvas.copy_from_bbox(self.figure.bbox)
            self.settled = None
        if self.settled is None or not touched <= self.moving:
            self.moving |= touched
            canvas.restore_region(self.background)
            self.draw_live(set(self.artists) - self.moving)
            self.settled = canvas.copy_from_bbox(self.figure.bbox)
        canvas.restore_region(self.settled)
        self.draw_live(self.moving)

    def draw_live(self, artists):
        """Draw these live artists, the lowest first."""
        for artist in self.in_order():
            if artist in artists:
                self.figure.draw_artist(artist)

    def in_order(self):
        """Return the live artists from the lowest to the highest."""
        return sorted(self.artists, key=lambda artist: artist.get_zorder())

    def touched(self):
        """Return the live artists that changed, and those that lie on them.

        In one axes a higher artist may lie on a lower one. What belongs to the figure
        itself must stand where no other live artist is.
        """
        reached, touched = set(), set()
        for artist in self.in_order():
            if artist.stale and artist.axes is not None:
                reached.add(artist.axes)
            if artist.stale or artist.axes in reached:
                touched.add(artist)
        return touched

    # Showing and leaving

    def _repr_mimebundle_(self, include=None, exclude=None):
        """Offer the widget to a live page, and the picture where no kernel runs."""
        # Not the widget's own bundle: ipywidgets 7, which Colab has, makes none.
        bundle = {
            "text/plain": self.sentence,
            "image/png": self.still(),
            WIDGET_VIEW: {
                "version_major": 2,
                "version_minor": 0,
                "model_id": self.widget.model_id,
            },
        }
        return bundle, {"image/png": {"width": self.width, "height": self.height}}

    def still(self):
        """Return the picture with its sentence at the foot, as PNG bytes."""
        canvas = self.figure.canvas
        without = canvas.copy_from_bbox(self.figure.bbox)
        with house_style():
            self.figure.draw_artist(self.foot)
        png = shipped_png(canvas)
        canvas.restore_region(without)
        return png

    def close(self):
        """Stop what runs, stop following the controls, and forget every widget."""
        self.sharp.cancel()
        for run in self.runs:
            run.stop()
        for part in (self.widget, *self.controls, *self.extras):
            for widget in with_all_inside(part):
                widget.unobserve_all()
                widget.close()


def with_all_inside(widget):
    """List a widget, its layout and style, and all of the widgets that it holds."""
    looks = [
        getattr(widget, name) for name in ("layout", "style") if widget.has_trait(name)
    ]
    inside = [with_all_inside(child) for child in getattr(widget, "children", ())]
    return [widget, *looks, *chain.from_iterable(inside)]


def row(*controls):
    """Put widgets side by side, in as many lines as they need."""
    layout = widgets.Layout(flex_flow="row wrap", align_items="center")
    return widgets.HBox(controls, layout=layout)
