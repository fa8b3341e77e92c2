"""Look into a model while it works, or change what it computes, from outside.

A module names what it computes where it computes it: `tap(self, "scores", scores)`.
Where nobody listens a tap hands the tensor on and does nothing else.

    with record(model) as tensors:
        model(source_ids, target_ids)
    tensors["encoder.0.self.scores"], tensors["decoder.1.cross.weights"]

A tensor is called by its module's place, with `layers` and `_attention` left out, and
its own name:

    source_embedding   .words, .output (B, S, d_model); target_embedding, (B, T, …)
    encoder.0          .input, .sum_1, .norm_1, .sum_2, .norm_2, .output
    encoder.0.self     .input, .output (B, T, d_model); .query, .heads (B, H, T, d_k);
                       .key, .value (B, H, S, d_k); .scores, .weights (B, H, T, S)
    encoder.0.feed_forward  .input, .output; .wide and .hidden (B, S, d_ff)
    encoder, decoder   .output; the encoder's is the memory
    decoder.0          as an encoder layer, with .sum_3 and .norm_3; its attentions are
                       decoder.0.self and decoder.0.cross
    logits             (B, T, target_vocab_size)

`sum_1` is x + part(x) of the first residual connection, and `norm_1` what its LayerNorm
gives: after the sum, or before the part with norm_first. The residual stream is `input`
and `output` of the layers, in both.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

import torch

# Whoever listens: functions of (module, name, tensor) that return the tensor, or
# another in its place. Each thread has its own.
_listeners = ContextVar("listeners", default=())


def tap(module, name, tensor):
    """Name a tensor of a module; return it, or what an `edit` makes of it."""
    for listen in _listeners.get():
        tensor = listen(module, name, tensor)
    return tensor


@contextmanager
def record(model):
    """Collect every named tensor of the forward passes inside the `with` block.

    A later pass replaces the tensors of an earlier one. The modules keep nothing.

    Shape: {name: tensor}, detached; the names and shapes stand above
    """
    tensors = {}

    def keep(name, tensor):
        tensors[name] = tensor.detach()
        return tensor

    with listening(model, keep):
        yield tensors


@contextmanager
def record_attention(model):
    """Collect the attention weights of the forward passes inside the `with` block.

        with record_attention(model) as maps:
            model(source_ids, target_ids)
        maps["encoder.0.self"], maps["decoder.1.cross"]

    The map of an attention that is recorded alone is called "attention". A later pass
    replaces an earlier one: around a decoding with a cache the last word's row is left.

    Shape: each map (B, H, T, S), detached
    Source: the weights of Vaswani et al. 2017, equation 1.
    """
    maps = {}

    def keep(name, tensor):
        place, _, last = name.rpartition(".")
        if last == "weights":
            maps[place or "attention"] = tensor.detach()
        return tensor

    with listening(model, keep):
        yield maps


@contextmanager
def edit(model, changes):
    """Change named tensors on their way through a model, inside the `with` block.

    `changes` is {name: function of the tensor}. All that comes after is computed from
    what the function returns, and a `record` gives what it returns. Of two edits of one
    tensor the inner one comes first.

    Raises: ValueError if the model has no such module, or if the model has worked and
        nothing of that name was computed.
    """
    places, seen = set(places_of(model).values()), set()
    for name in changes:
        if place_of(name) not in places:
            raise ValueError(f"no module computes {name!r}: choose of {sorted(places)}")

    def change(name, tensor):
        seen.add(name)
        return changes[name](tensor) if name in changes else tensor

    with listening(model, change, first=True):
        yield
    missed = sorted(changes.keys() - seen)
    if seen and missed:
        raise ValueError(f"nothing is called {missed} here: there are {sorted(seen)}")


@contextmanager
def heads_off(model, off):
    """Silence some heads of a model inside the `with` block.

        with heads_off(model, [("decoder.1.cross", 0), ("decoder.1.cross", 2)]):
            model(source_ids, target_ids)

    A silenced head hands zeros to W_o; its weights are computed, and recorded, as ever.
    off: pairs of an attention's name, as `record_attention` has it, and a head's number
    from 0.

    Raises: ValueError if the model has no such head.
    """
    attentions, silent = named_attentions(model), {}
    for name, head in off:
        num_heads = attentions[name].num_heads if name in attentions else 0
        if not 0 <= head < num_heads:
            raise ValueError(
                f"there is no head {head} in {name!r}: choose an attention of "
                f"{sorted(attentions)} and a head from 0 up to below its num_heads"
            )
        silent.setdefault(name, []).append(head)
    places = places_of(model)
    changes = {
        f"{places[attentions[name]]}.heads".removeprefix("."): partial(silence, heads)
        for name, heads in silent.items()
    }
    with edit(model, changes):
        yield


def silence(heads, tensor):
    """Put zeros in place of some heads. Shape: (B, H, T, d_k) -> (B, H, T, d_k)"""
    return tensor.index_fill(1, torch.tensor(heads, device=tensor.device), 0.0)


def named_attentions(model):
    """Return the attentions of a model by the names that `record_attention` gives."""
    return {
        place or "attention": module
        for module, place in places_of(model).items()
        if hasattr(module, "num_heads")
    }


@contextmanager
def listening(model, listen, first=False):
    """Call listen(name, tensor), which returns one, for each named tensor of a model.

    first: before those who listen already, as an edit must.
    """
    places, others = places_of(model), _listeners.get()

    def listen_here(module, name, tensor):
        if module not in places:
            return tensor
        return listen(f"{places[module]}.{name}".removeprefix("."), tensor)

    token = _listeners.set((listen_here, *others) if first else (*others, listen_here))
    try:
        yield
    finally:
        _listeners.reset(token)


def places_of(model):
    """Shorten where modules are: encoder.layers.0.self_attention -> encoder.0.self."""
    places = {}
    for path, module in model.named_modules():
        parts = [part.removesuffix("_attention") for part in path.split(".")]
        places[module] = ".".join(part for part in parts if part != "layers")
    return places


def place_of(name):
    """Return where a tensor is computed: encoder.0.self of encoder.0.self.scores."""
    return name.rpartition(".")[0]
