"""How long Run All takes, how much memory it holds, and how fast every slider is.

In a real JupyterLab and Chromium. Sliders are timed from the key to the painted
picture, beside two yardsticks in the same run: `interact` with pyplot, and an echo of a
few bytes.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

import nbformat

sys.path.append(str(Path(__file__).parents[1] / "browser"))
from lab_page import LESSONS, NOTEBOOKS, Room, running_chromium, running_lab  # noqa: E402

PRESSES = 12
PATIENCE = 3000  # milliseconds for a new picture
YARDSTICKS = {
    "interact + pyplot": """
import ipywidgets, numpy as np
from matplotlib import pyplot as plt
numbers = np.random.default_rng(0).normal(size=(12, 12))
words = [f"word{i}" for i in range(12)]
def show(t):
    shares = np.exp(numbers / t)
    figure, ax = plt.subplots(figsize=(6, 4.5))
    figure.colorbar(ax.imshow(shares / shares.sum(-1, keepdims=True), vmin=0, vmax=1))
    ax.set_xticks(range(12), words, rotation=45)
    ax.set_yticks(range(12), words)
    plt.show()
ipywidgets.interact(show, t=ipywidgets.FloatSlider(min=.5, max=30, step=.5, value=8))
""",
    "bare echo": """
import io, ipywidgets
from PIL import Image
def png(value):
    file = io.BytesIO()
    Image.new("L", (8, 8), int(value * 8) % 255).save(file, "png")
    return file.getvalue()
slider = ipywidgets.FloatSlider(min=.5, max=30, step=.5, value=8)
image = ipywidgets.Image(value=png(8))
slider.observe(lambda _: setattr(image, "value", png(slider.value)), "value")
ipywidgets.VBox([slider, image])
""",
}

# Times the pictures of the slider's own output: an image counts when it is painted, an
# explorer when it says that it has drawn.
STOPWATCH = """handle => {
  const place = handle.closest('.jp-OutputArea-child');
  window.laps = []; window.began = null;
  const stop = () => requestAnimationFrame(() => requestAnimationFrame(() => {
    if (window.began !== null) window.laps.push(performance.now() - window.began);
    window.began = null;
  }));
  const watch = image => {
    if (image.watched) return;
    image.watched = true;
    image.addEventListener('load', stop);
  };
  place.querySelectorAll('img').forEach(watch);
  new MutationObserver(changes => changes.forEach(change =>
    change.addedNodes.forEach(node => {
      if (!node.querySelectorAll) return;
      const images = [...node.querySelectorAll('img')];
      if (node.tagName === 'IMG') images.push(node);
      for (const image of images) { watch(image); if (image.complete) stop(); }
    }))).observe(place, {childList: true, subtree: true});
  const drawn = event => place.contains(event.target) && stop();
  document.removeEventListener('stage:drawn', window.drawn, true);
  document.addEventListener('stage:drawn', window.drawn = drawn, true);
  if (!window.keyed) document.addEventListener('keydown',
    () => { window.began = performance.now(); }, true);
  window.keyed = true;
}"""
LABEL = """handle => handle.closest('.jupyter-widgets')
  ?.querySelector('.widget-label')?.textContent ?? ''"""
VISIBLE = "handle => handle.checkVisibility({visibilityProperty: true})"


def median_of(room, slider):
    """Return the median milliseconds from a key to a new picture, or None."""
    slider.scroll_into_view_if_needed()
    slider.evaluate(STOPWATCH)
    slider.focus()
    laps, key = [], "ArrowRight"
    for _ in range(PRESSES):
        room.page.evaluate("() => { window.laps = []; window.began = null; }")
        room.page.keyboard.press(key)
        try:
            room.page.wait_for_function("window.laps.length > 0", timeout=PATIENCE)
            laps.append(room.page.evaluate("window.laps[0]"))
        except Exception:  # the end of its range: turn round
            key = "ArrowLeft" if key == "ArrowRight" else "ArrowRight"
        time.sleep(0.12)
    return statistics.median(laps) if laps else None


def yardsticks(folder):
    """Write the two yardsticks as notebooks; return their names."""
    names = {}
    for number, (what, source) in enumerate(YARDSTICKS.items()):
        cell = nbformat.v4.new_code_cell(source)
        notebook = nbformat.v4.new_notebook(cells=[cell])
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook.metadata["kernelspec"] = kernel
        names[what] = f"yardstick_{number}.ipynb"
        nbformat.write(notebook, folder / names[what])
    return names


def open_and_run(chromium, url, name):
    """Open a notebook and run all of it; return the room and the seconds."""
    room = Room(chromium, url, name)
    began = time.perf_counter()
    room.run_all()
    return room, time.perf_counter() - began


def main():
    """Print two tables: notebooks, and sliders."""
    with tempfile.TemporaryDirectory() as home, running_chromium() as chromium:
        home = Path(home)
        folder = home / "all"
        folder.mkdir()
        for name in LESSONS:
            (folder / name).write_bytes((NOTEBOOKS / name).read_bytes())
        measures = yardsticks(folder)
        (home / "lab").mkdir()
        with running_lab(home / "lab", folder) as url:
            print_all(chromium, url, measures)


def print_all(chromium, url, measures):
    """Measure, and print as soon as something is known."""
    medians = {}
    for what, name in measures.items():
        room, _ = open_and_run(chromium, url, name)
        time.sleep(2)
        medians[what] = median_of(room, room.page.locator(".noUi-handle").first)
        print(f"{what}: {medians[what]:.0f} ms from a key to a picture")
        room.close()
    interact = medians["interact + pyplot"]
    for name in LESSONS:
        room, seconds = open_and_run(chromium, url, name)
        megabytes = room.memory() / 1e6
        print(f"{name}: Run All {seconds:.1f} s, kernel {megabytes:.0f} MB", flush=True)
        time.sleep(2)
        for slider in room.page.locator(".jp-OutputArea .noUi-handle").all():
            if slider.evaluate(VISIBLE):
                median = median_of(room, slider)
                found = "no new picture"
                if median is not None:
                    found = f"{median:4.0f} ms, {median / interact:.2f} x interact"
                print(f"    {slider.evaluate(LABEL):14} {found}", flush=True)
        room.close()
