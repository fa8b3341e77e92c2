"""Switch single heads off while a model works, without changing the model."""

from contextlib import contextmanager

from helpers.model.multi_head import MultiHeadAttention
from helpers.model.recording import map_name


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
    attentions = named_attentions(model)
    silent = {}
    for name, head in off:
        num_heads = attentions[name].num_heads if name in attentions else 0
        if not 0 <= head < num_heads:
            raise ValueError(
                f"there is no head {head} in {name!r}: choose an attention of "
                f"{sorted(attentions)} and a head from 0 up to below its num_heads"
            )
        silent.setdefault(name, set()).add(head)
    hooks = [
        attentions[name].W_o.register_forward_pre_hook(
            silencer(attentions[name].num_heads, heads)
        )
        for name, heads in silent.items()
    ]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


def named_attentions(model):
    """Return the attentions of a model by the names that `record_attention` gives."""
    return {
        map_name(path): module
        for path, module in model.named_modules()
        if isinstance(module, MultiHeadAttention)
    }


def silencer(num_heads, heads):
    """Make a hook that puts zeros into some heads' parts of what W_o gets."""

    def silence(module, inputs):
        (concat,) = inputs  # (B, T, d_model): the heads side by side
        parts = concat.unflatten(-1, (num_heads, -1)).clone()  # (B, T, H, d_k)
        parts[..., sorted(heads), :] = 0
        return (parts.flatten(-2),)

    return silence
