"""Build the site: the lessons recorded and run through Sphinx, all of it offline."""

import hashlib
import shutil
from concurrent.futures import ProcessPoolExecutor, as_completed
from importlib.resources import files
from multiprocessing import get_context
from pathlib import Path

from tqdm import tqdm

from helpers.book.lessons import build_lesson
from helpers.stage.style import FONTS

ROOT = Path(__file__).parents[2]
WORKERS = 2
UNRECORDED = {".pyc", ".md", ".js", ".css"}  # the page has them itself
HERE = files("helpers.book")
STAGE = files("helpers.stage")
# What a lesson links to, by the name of its page.
PAGES = {
    "claims.md": "notebooks/claims.md",
    "guide.md": "notebooks/README.md",
    "minilm-heads.md": "helpers/pretrained/weights/minilm/minilm-heads.md",
}


def build(site, source):
    """Build everything that has changed since the last time.

    site: the folder of the finished pages; source: what Sphinx reads, kept for the
    next build.
    """
    recordings = source / "_static" / "recordings"
    recordings.mkdir(parents=True, exist_ok=True)
    write_static(source)
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    stale = [n for n in notebooks if is_stale(n, source)]
    record_lessons(stale[::-1], source, recordings)  # the last one takes longest
    write_pages(source, notebooks)
    run_sphinx(source, site)


def record_lessons(notebooks, source, recordings):
    """Record lessons in processes of their own, with a progress bar."""
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        jobs = {pool.submit(build_lesson, n, source, recordings): n for n in notebooks}
        for job in tqdm(as_completed(jobs), total=len(jobs), unit="lesson"):
            job.result()
            stamp_of(jobs[job], source).write_text(fingerprint(jobs[job]))


def fingerprint(notebook):
    """Return what a lesson is recorded from: the notebook, code, weights, tables."""
    digest = hashlib.sha256(notebook.read_bytes())
    for path in sorted((ROOT / "helpers").rglob("*")):
        if path.is_file() and path.suffix not in UNRECORDED:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def stamp_of(notebook, source):
    return source / f".{notebook.stem}"


def is_stale(notebook, source):
    """Say whether a lesson must be recorded again."""
    stamp = stamp_of(notebook, source)
    return not stamp.is_file() or stamp.read_text() != fingerprint(notebook)


def write_static(source):
    """Write scripts, looks and fonts."""
    static = source / "_static"
    script = STAGE.joinpath("stage.js").read_text("utf-8")
    # The same front end, as a classic script.
    script = script.replace(
        "export default { render };", "globalThis.stage = { View };"
    )
    static.joinpath("stage.js").write_text(f"(() => {{\n{script}\n}})();\n", "utf-8")
    static.joinpath("stage.css").write_text(
        STAGE.joinpath("stage.css").read_text("utf-8"), "utf-8"
    )
    for name in ("page.js", "page.css"):
        static.joinpath(name).write_text(
            HERE.joinpath(name).read_text("utf-8"), "utf-8"
        )
    for font in FONTS.glob("*.otf"):
        shutil.copy(font, static / font.name)


def write_pages(source, notebooks):
    """Write the index, the other pages, and Sphinx's settings."""
    source.joinpath("conf.py").write_text(HERE.joinpath("sphinx.py").read_text("utf-8"))
    names = "\n".join(n.stem for n in notebooks)
    index = HERE.joinpath("index.md").read_text("utf-8")
    source.joinpath("index.md").write_text(index.replace("{lessons}", names), "utf-8")
    for name, path in PAGES.items():
        source.joinpath(name).write_text((ROOT / path).read_text("utf-8"), "utf-8")


def run_sphinx(source, site, strict=True):
    """Turn the pages into a site.

    Raises: RuntimeError if Sphinx fails, or when strict warns, as of a dead link.
    """
    from sphinx.cmd.build import build_main

    built = source / ".built"  # Sphinx leaves more beside its pages than the pages
    options = ["-q", "-b", "html", "-d", str(built / "doctrees")]
    options += ["-W", "--keep-going"] * strict
    if code := build_main([*options, str(source), str(built / "html")]):
        raise RuntimeError(f"Sphinx failed with {code}: see what it says above")
    # Maps are for who debugs the theme.
    left = shutil.ignore_patterns("*.map", ".buildinfo")
    shutil.copytree(built / "html", site, ignore=left, dirs_exist_ok=True)
