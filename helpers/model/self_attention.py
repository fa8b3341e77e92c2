"""Lesson 2: attention, the one equation that everything else stands on.

Letters in shape comments, here and in every module: B batch, T query (or target)
length, S key (or source) length, H heads.
"""

import math

import torch


def attention_scores(query, key, scale=None):
    """Ask every key how well it answers each query: QKᵀ / √d_k.

    Shape: query (..., T, d_k), key (..., S, d_k) -> (..., T, S)
    Raises: ValueError if d_k differs.
    Source: Vaswani et al. 2017, section 3.2.1, equation 1; claims C6 and C7.
    """
    d_k = query.size(-1)
    if key.size(-1) != d_k:
        raise ValueError(
            f"query has d_k={d_k} but key has d_k={key.size(-1)}: their dot product "
            "needs equal sizes; project both to the same d_k"
        )
    scale = 1 / math.sqrt(d_k) if scale is None else scale
    return query @ key.transpose(-2, -1) * scale


def masked_softmax(scores, mask=None):
    """Share each query out among the keys that it may attend to.

    A mask is boolean and True means "may attend", as in torch's
    `scaled_dot_product_attention`; `nn.MultiheadAttention` means the opposite.
    A query that may attend to nothing gets a row of zeros.

    Shape: scores (..., T, S), mask broadcastable to that -> (..., T, S); every row
        sums to 1, or to 0 where nothing may be attended to
    Raises: ValueError if the mask is not boolean or does not fit.
    Source: Vaswani et al. 2017, sections 3.2.1 and 3.2.3; claims C8 and C15.
    """
    if mask is None:
        return scores.softmax(dim=-1)
    check_mask(mask, scores)
    # The lowest finite number and not -inf: a row of -inf would turn into NaN, and
    # NaN would spread backwards through the gradients.
    hidden = ~mask
    scores = scores.masked_fill(hidden, torch.finfo(scores.dtype).min)
    weights = scores.softmax(dim=-1)
    if mask.any(dim=-1).all():
        return weights
    return weights.masked_fill(hidden, 0.0)


def attention_weights(query, key, mask=None, scale=None):
    """Say how much each query attends to each key: softmax(QKᵀ / √d_k).

    Shape: query (..., T, d_k), key (..., S, d_k) -> (..., T, S)
    Raises: ValueError as `attention_scores` and `masked_softmax`.
    Source: Vaswani et al. 2017, section 3.2.1, equation 1; claims C6, C7, C8.
    """
    return masked_softmax(attention_scores(query, key, scale), mask)


def scaled_dot_product_attention(query, key, value, mask=None, scale=None):
    """Average the values, each weighted by how well its key answers the query.

    Shape: query (..., T, d_k), key (..., S, d_k), value (..., S, d_v),
        mask broadcastable to (..., T, S), boolean, True = may attend
        -> output (..., T, d_v), weights (..., T, S)
    Raises: ValueError as `attention_weights`, and if key and value differ in length.
    Source: Vaswani et al. 2017, section 3.2.1, equation 1; claims C6 to C9.
    """
    if key.size(-2) != value.size(-2):
        raise ValueError(
            f"there are {key.size(-2)} keys but {value.size(-2)} values: "
            "every key needs exactly one value"
        )
    weights = attention_weights(query, key, mask, scale)
    return weights @ value, weights


def check_mask(mask, scores):
    """Refuse a mask that is not boolean or cannot be laid over the scores.

    Shape: scores (..., T, S), mask broadcastable to that.
    Raises: ValueError that shows the type, or both shapes.
    """
    if mask.dtype != torch.bool:
        raise ValueError(
            f"the mask has type {mask.dtype}: use a boolean mask, True = may attend"
        )
    wanted = scores.shape[scores.dim() - mask.dim() :]
    fits = mask.dim() <= scores.dim() and all(
        size in (1, full) for size, full in zip(mask.shape, wanted, strict=True)
    )
    if not fits:
        raise ValueError(
            f"a mask of shape {tuple(mask.shape)} does not fit scores of shape "
            f"{tuple(scores.shape)}: the last two sizes are (queries, keys), and each "
            "size must be equal or 1"
        )
