"""Read a model's folder in Hugging Face's layout into modules of our own.

A folder holds `config.json`, `model.safetensors` and a tokenizer. Nothing is fetched,
and pickles (`.bin`, `.pt`), which can run code, are never read.
"""

import json
import re
from functools import partial
from pathlib import Path

from safetensors import SafetensorError, safe_open
from torch import nn
from torch.nn import functional as F

from helpers.model import FeedForward

WEIGHTS = "model.safetensors"
OTHER_WEIGHTS = {".bin", ".pt", ".h5", ".msgpack"}
# What their configs call a bend, and torch's function for it.
ACTIVATIONS = {
    "relu": F.relu,
    "gelu": F.gelu,
    "gelu_new": partial(F.gelu, approximate="tanh"),
    "swish": F.silu,
    "silu": F.silu,
}


def folder_file(folder, name):
    """Return the path of a file in a model's folder.

    Raises: FileNotFoundError that says what is missing and what to do.
    """
    path, advice = Path(folder) / name, "copy all of the model's files into the folder"
    if path.is_file():
        return path
    if not path.parent.is_dir():
        advice = "there is no such folder: give the one that has config.json"
    elif name == WEIGHTS and list(path.parent.glob("*.safetensors")):
        advice = "weights in several parts are not read: save them as one file"
    elif name == WEIGHTS and OTHER_WEIGHTS & {f.suffix for f in path.parent.iterdir()}:
        advice = (
            "other kinds of weights are not read, since a pickle can run code: save "
            "the model with `save_pretrained(folder)` of transformers"
        )
    raise FileNotFoundError(f"{path} is missing: {advice}")


def read_json(folder, name):
    """Read a file of names and values.

    Raises: FileNotFoundError as `folder_file`; ValueError for a damaged file.
    """
    path = folder_file(folder, name)
    try:
        return dict(json.loads(path.read_text("utf-8")))
    except (TypeError, ValueError) as error:
        raise ValueError(f"{path} is no JSON ({error}): copy it again") from None


def read_config(folder, sizes, **wanted):
    """Read a model's sizes and switches.

    `sizes` are names that must be there; `wanted` are the switches that can be read,
    each with its only value, which one that is left out is taken to have.

    Raises: ValueError for a model of another kind, or with a part that is not read.
    """
    config = read_json(folder, "config.json")
    for switch, value in wanted.items():
        found = config.get(switch, value)
        if found != value:
            raise ValueError(
                f"{folder} has a model of {switch} {found!r}: only {value!r} is read"
            )
    missing = sorted(set(sizes.split()) - set(config))
    if missing:
        raise ValueError(f"{folder}: config.json has no {', '.join(missing)}")
    return config


def read_weights(folder, names):
    """Read all weights, in float32, under our names.

    `names` is a table {pattern in their name: what we write}; its rows apply in turn.

    Raises: FileNotFoundError as `folder_file`; ValueError for a damaged file.
    """
    path, weights = folder_file(folder, WEIGHTS), {}
    try:
        with safe_open(path, "pt") as file:
            for theirs in file.keys():  # noqa: SIM118 (a file is no dict)
                name = theirs
                for pattern, ours in names.items():
                    name = re.sub(pattern, ours, name)
                weights[name] = file.get_tensor(theirs).float()
    except SafetensorError as error:
        raise ValueError(f"{path} is damaged ({error}): copy it again") from None
    return weights


def fill(model, weights, activation, eps=None):
    """Put weights into a model that was made on torch's meta device, ready for use.

    What the model has no place for (a head for another task) is left out.

    Raises: ValueError that names a weight that is missing or of another size, or an
        activation that is unknown.
    """
    if activation not in ACTIVATIONS:
        raise ValueError(f"{activation=} is unknown: one of {[*ACTIVATIONS]} is read")
    own = model.state_dict()
    for name, wanted in own.items():
        if weights.get(name) is None:
            raise ValueError(f"{WEIGHTS} has no weights for {name}: is it complete?")
        if weights[name].shape != wanted.shape:
            raise ValueError(
                f"{WEIGHTS} has {name} of shape {tuple(weights[name].shape)}, and by "
                f"config.json it is {tuple(wanted.shape)}: do the two belong together?"
            )
    # assign: nothing is copied, so that a large model is there at once.
    model.load_state_dict({name: weights[name] for name in own}, assign=True)
    for module in model.modules():
        if isinstance(module, FeedForward):
            module.activation = ACTIVATIONS[activation]
        elif isinstance(module, nn.LayerNorm):
            module.eps = eps or module.eps
    return model.eval()


def check_length(pieces, most):
    """Refuse a text without a word, or with more pieces of words than a model reads.

    Raises: ValueError with a message for the student.
    """
    if len(pieces) == 0:
        raise ValueError("there is no word to read: type a sentence")
    if len(pieces) > most:
        raise ValueError(
            f"that is {len(pieces)} pieces of words, and the model reads at most "
            f"{most}: type a shorter text"
        )
