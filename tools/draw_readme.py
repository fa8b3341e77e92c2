"""Draw the README's picture: `python tools/draw_readme.py`."""

from pathlib import Path

from helpers.figures.overview import overview
from helpers.figures.style import shipped_png

PICTURE = Path(__file__).resolve().parents[1] / ".github" / "overview.png"

if __name__ == "__main__":
    canvas = overview("self_attention").figure.canvas
    canvas.draw()
    PICTURE.write_bytes(shipped_png(canvas))
