"""A second picture for fine screens, drawn when nothing has moved for a while.

A live picture has one pixel for each CSS pixel, for speed; on a screen that has four it
looks blurred. So half a second after the last change the figure is drawn once more, at
twice the size, and laid over the live one. The page shows it on fine screens alone.
"""

import asyncio
import base64

import ipywidgets as widgets
from matplotlib.backends.backend_agg import FigureCanvasAgg

from helpers.figures.style import DPI, PIXEL_RATIO, canvas_to_png, house_style

REST = 0.5  # seconds without a change
PLACE = "picture"
# A background and no image: where it is not displayed, a page does not even decode it.
SHEET = """<style>
.sheet-for-fine-screens {{display: none}}
@media (min-resolution: 1.5dppx) {{.sheet-for-fine-screens {{display: block}}}}
</style>
<div class="sheet-for-fine-screens" style="aspect-ratio: {width} / {height};
  background: url(data:image/png;base64,{png}) 0 0 / 100% 100%"></div>"""


class SharpPicture:
    """Lay a sharp picture over a live one while that is at rest.

    `widget` holds both. `wait` hides the sharp picture, and has it drawn anew when no
    other call comes for `REST` seconds; without a running page (in a test or a script)
    it is never drawn. `png` makes it: () -> bytes; width and height are CSS pixels.
    """

    def __init__(self, live, png, width, height):
        self.png, self.width, self.height = png, width, height
        self.timer = None
        layout = {"width": "100%", "grid_area": PLACE, "visibility": "hidden"}
        self.sheet = widgets.HTML(layout=layout)
        live.layout.grid_area = PLACE
        self.widget = widgets.GridBox(
            [live, self.sheet],
            layout={
                "grid_template_areas": f"'{PLACE}'",
                "grid_template_columns": "100%",
                "width": f"{width}px",
                "max_width": "100%",
            },
        )

    def wait(self):
        """Hide what is no longer true, and begin to wait."""
        self.cancel()
        self.sheet.layout.visibility = "hidden"
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        self.timer = loop.call_later(REST, self.draw)

    def draw(self):
        """Draw the sharp picture and show it."""
        png = base64.b64encode(self.png()).decode()
        self.sheet.value = SHEET.format(width=self.width, height=self.height, png=png)
        self.sheet.layout.visibility = "visible"

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
