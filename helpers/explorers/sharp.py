"""A second picture for fine screens, drawn when nothing has moved for a while.

A live picture has one pixel for each CSS pixel, for speed; on a screen that has four it
looks blurred. So half a second after the last change the figure is drawn once more, at
twice the size, and laid over the live one. The page shows it on fine screens alone.
"""

import asyncio

import ipywidgets as widgets
from matplotlib.backends.backend_agg import FigureCanvasAgg

from helpers.figures.style import DPI, PIXEL_RATIO, canvas_to_png, house_style

REST = 0.5  # seconds without a change
CLASS = "picture-for-fine-screens"
STYLE = (
    f"<style>.{CLASS} {{display: none}} "
    f"@media (min-resolution: 1.5dppx) {{.{CLASS} {{display: block}}}}</style>"
)
PLACE = "picture"


class SharpPicture:
    """Lay a sharp picture over a live one while that is at rest.

    `widget` holds both. `wait` hides the sharp picture, and has it drawn anew when no
    other call comes for `REST` seconds; without a running page (in a test or a script)
    it is never drawn. `png` makes it: () -> bytes.
    """

    def __init__(self, live, png, width):
        self.png, self.timer = png, None
        layout = {"width": "100%", "grid_area": PLACE, "visibility": "hidden"}
        self.image = widgets.Image(format="png", layout=layout)
        self.image.add_class(CLASS)
        live.layout.grid_area = PLACE
        self.widget = widgets.GridBox(
            [live, self.image, widgets.HTML(STYLE, layout={"display": "none"})],
            layout={
                "grid_template_areas": f"'{PLACE}'",
                "grid_template_columns": "100%",
                "width": width,
                "max_width": "100%",
            },
        )

    def wait(self):
        """Hide what is no longer true, and begin to wait."""
        self.cancel()
        self.image.layout.visibility = "hidden"
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        self.timer = loop.call_later(REST, self.draw)

    def draw(self):
        """Draw the sharp picture and show it."""
        self.image.value = self.png()
        self.image.layout.visibility = "visible"

    def cancel(self):
        """Wait no longer."""
        if self.timer is not None:
            self.timer.cancel()
        self.timer = None


def sharp_png(figure, live_artists, height):
    """Draw a live figure at twice its size, and leave its own canvas as it is.

    live_artists: those that a plain draw leaves out, the lowest first; height: how many
    rows of CSS pixels are kept, from the top.

    Shape: -> PNG bytes
    """
    canvas = figure.canvas
    try:
        fine = FigureCanvasAgg(figure)
        figure.dpi = DPI * PIXEL_RATIO
        with house_style():
            fine.draw()
            for artist in live_artists:
                figure.draw_artist(artist)
        return canvas_to_png(fine, height * PIXEL_RATIO)
    finally:
        figure.dpi = DPI
        figure.set_canvas(canvas)
