"""The one-way rule of imports: who may know whom, and who knows which library."""

import ast
from pathlib import Path

import pytest

HELPERS = Path(__file__).parents[1] / "helpers"

# Each part of helpers may import itself and these parts.
MAY_IMPORT = {
    "model": set(),
    "language": set(),
    "training": {"model", "language"},
    "pretrained": {"model", "language", "training"},
    "stage": set(),
    "lessons": {"model", "language", "training", "pretrained", "stage"},
    "book": {"model", "language", "training", "pretrained", "stage", "lessons"},
}

# Libraries that not everyone may know, and the parts that may.
KNOWN_BY = {
    "torch": {"model", "language", "training", "pretrained", "lessons", "book"},
    "matplotlib": {"stage", "lessons"},
    "matplotlib.pyplot": set(),
    "anywidget": {"stage"},
    "ipywidgets": {"stage"},
    "IPython": {"stage", "book"},
    "sphinx": {"book"},
}

MODULES = sorted(HELPERS.rglob("*.py"))


def imported_names(source, package):
    """List the absolute dotted names that a module of `package` imports."""
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")
            base = parents[: len(parents) + 1 - node.level] if node.level else []
            base = ".".join([*base, *filter(None, [node.module])])
            names += [f"{base}.{alias.name}" for alias in node.names]
    return names


def forbidden(part, names):
    """Return those of the imported names that this part of helpers may not import."""
    wrong = []
    for name in names:
        if name.startswith("helpers."):
            wrong += [name] * (name.split(".")[1] not in MAY_IMPORT[part] | {part})
        for library, parts in KNOWN_BY.items():
            within = f"{name}.".startswith(f"{library}.")
            wrong += [name] * (within and part not in parts)
    return wrong


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(HELPERS)))
def test_imports_run_one_way(module):
    package = ".".join(module.relative_to(HELPERS.parent).parent.parts)
    names = imported_names(module.read_text("utf-8"), package)
    if package == "helpers":
        assert not names, "helpers/__init__.py is a docstring"
    else:
        assert not forbidden(package.split(".")[1], names)


@pytest.mark.parametrize(
    ("part", "line"),
    [
        ("model", "import matplotlib"),
        ("model", "from helpers.language import Vocabulary"),
        ("model", "from ..training import loop"),
        ("language", "from helpers.model import Transformer"),
        ("stage", "import torch.nn.functional as F"),
        ("stage", "from helpers.lessons import overview"),
        ("lessons", "from helpers.book.recording import Recorder"),
        ("pretrained", "import ipywidgets as widgets"),
        ("lessons", "import ipywidgets as widgets"),
        ("lessons", "from matplotlib import pyplot as plt"),
        ("stage", "import matplotlib.pyplot"),
        ("training", "from helpers.lessons.patients import PATIENTS"),
    ],
)
def test_the_rule_notices(part, line):
    assert forbidden(part, imported_names(line, f"helpers.{part}"))
