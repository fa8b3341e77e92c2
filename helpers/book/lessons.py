"""Run a lesson, record its explorers, and put the recordings in place of its stills."""

import base64
import contextlib
import gzip
import html
import io
import json
import os
import re
from pathlib import Path

import torch
from IPython.core.interactiveshell import InteractiveShell

from helpers.book.recording import Blobs, Recorder
from helpers.lessons.exercise import examine
from helpers.lessons.exercises import EXERCISES
from helpers.stage import Explorer, derived

NAMED = {each.name: each for lesson in EXERCISES.values() for each in lesson}
# Answers that no exercise expects, to learn what is said of them.
OTHERS = {"number": -12345.678, "text": "?"}
KEPT = 512  # results of each derived value: a recording comes back to most of them
WIDTHS = {"wide": None, "narrow": 390}  # None is the explorer's own width
# Which values of a control are recorded where all would be too many, or how many; 0:
# none, since what it does can be computed by a kernel alone.
THIN = {
    "LayerNormLab": {
        "sentence": 4,
        "times": (0.5, 1.0, 2.0),
        "plus": (-3.0, -1.0, 0.0, 3.0),
        "gamma": (0.0, 1.0, 2.5),
        "beta": (-3.0, 0.0, 3.0),
    },
    "RotaryLab": {
        "query_position": 4,
        "key_position": 4,
        "query_word": ("apples", "cat"),
        "key_word": ("like", "cat"),
        "base": 2,
    },
    "SamplingExplorer": {
        "sentence": 5,
        "temperature": (0.1, 0.5, 1.0, 2.0, 5.0),
        "top_k": (1, 5, 0),
        "top_p": (0.3, 0.9, 1.0),
        "seed": 2,
    },
    "WavesExplorer": {
        "d_model": (8, 64, 128),
        "length": (16, 64, 128),
        "base": 3,
        "position": 6,
        "dimension": 5,
    },
    "NeuronExplorer": {"unit": 40},
}


def build_lesson(notebook, pages, recordings):
    """Write one lesson's page and the recordings of its explorers.

    notebook: the committed .ipynb; pages and recordings: folders to write to.
    """
    torch.set_num_threads(1)  # the lessons are recorded side by side
    derived.kept = KEPT
    lesson = json.loads(notebook.read_text("utf-8"))
    explorers = run_lesson(lesson, notebook.parent)
    for number, (cell, explorer) in enumerate(explorers, start=1):
        name, blobs, found = f"{notebook.stem}-{number}", Blobs(), {}
        for width, pixels in WIDTHS.items():
            controls, found[width] = record(explorer, pixels or explorer.width, blobs)
        for part, data in {**found, "blobs": blobs.contents}.items():
            script = packed(f"{name}-{part}", data)
            (recordings / f"{name}-{part}.js").write_text(script)
        (recordings / f"{name}.png").write_bytes(still_of(cell["outputs"]))
        cell["outputs"] = [output_of(explorer, name, controls)]
    for cell in lesson["cells"]:
        tell_page(cell)
    pages.joinpath(notebook.name).write_text(json.dumps(lesson), "utf-8")


def tell_page(cell):
    """Change what is otherwise on a page: links to other folders, and exercises."""
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        cell["source"] = re.sub(r"\]\(\.\./[^)]*/", "](", source)
    elif found := re.search(r"^check\.(\w+)\(", source, re.MULTILINE):
        cell["outputs"] = [shown(exercise_block(NAMED[found[1]]), found[1])]


def exercise_block(exercise):
    """Return a form that checks an answer, or where to write one that is a function."""
    if exercise.is_function:
        return (
            "<small>Write and check your lines in "
            '<a href="index.html#run-it-yourself">JupyterLab</a>.</small>'
        )
    answers = [(answer, message) for _, message, answer in exercise.wrong_answers()]
    told = {kind: examine(exercise, other).message for kind, other in OTHERS.items()}
    told["answers"] = [(exercise.solution, "passed"), *answers]
    name = exercise.name
    return f'<form class="stage-exercise" data-name="{name}">{embedded(told)}</form>'


def run_lesson(lesson, folder):
    """Run every cell of a notebook; list (cell, explorer) for each that shows one.

    Raises: RuntimeError with the cell, if one fails.
    """
    shell, found, here = InteractiveShell(), [], Path.cwd()
    os.chdir(folder)
    try:
        for cell in lesson["cells"]:
            if cell["cell_type"] != "code":
                continue
            with contextlib.redirect_stdout(io.StringIO()):
                ran = shell.run_cell("".join(cell["source"]))
            if not ran.success:
                error = ran.error_before_exec or ran.error_in_exec
                raise RuntimeError(f"cell {cell['id']} fails: {error!r}")
            if isinstance(ran.result, Explorer):
                found.append((cell, ran.result))
    finally:
        os.chdir(here)
    return found


def record(explorer, width, blobs):
    """Record an explorer at a width, thinned where it has too many states."""
    name = type(explorer).__name__
    return Recorder(explorer, width, thin_of(explorer, name)).record(blobs)


def thin_of(explorer, name):
    """Return of how many values each control is recorded."""
    if name == "HeadSwitchesLab":  # 2 ** 24 choices of heads: those of `count` alone
        return {control: 0 for control in explorer.visible() if "." in control}
    return THIN.get(name, {})


def packed(name, data):
    """Write a recording as a script: a page from disk may load nothing else."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    bytes_64 = base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()
    return f'stageRecording("{name}", "{bytes_64}");\n'


def still_of(outputs):
    """Return the picture that a notebook keeps of an explorer, as a PNG file."""
    still = next(o["data"]["image/png"] for o in outputs if "image/png" in o["data"])
    return base64.b64decode("".join(still))


def output_of(explorer, name, controls):
    """Return a cell's output: the still, until its recording takes its place."""
    # Recordings stand above their page in the site's folder.
    folder = "_static/recordings/"
    block = (
        f'<div class="stage" data-explorer="{type(explorer).__name__}" '
        f'data-recording="{name}" data-folder="{folder}">'
        f'<img alt="{html.escape(explorer.said, quote=True)}" loading="lazy" '
        f'src="{folder}{name}.png" width="{explorer.width}">'
        f"{embedded(controls)}</div>"
    )
    return shown(block, explorer.said)


def shown(block, text):
    """Return the output that shows HTML, or a text where there is none."""
    data = {"text/html": block, "text/plain": text}
    return {"output_type": "display_data", "data": data, "metadata": {}}


def embedded(data):
    """Write data into a page: no text in it may end the script that holds it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("</", "<\\/")
    return f'<script type="application/json">{text}</script>'
