"""What is done with the mask: five mistakes of `scaled_dot_product_attention`."""

import math

import torch


def attend(scores, value):
    """Finish an attention whose scores are given, as all the mistakes do."""
    weights = scores.softmax(dim=-1)
    return weights @ value, weights


def scaled_scores(query, key):
    return query @ key.mT / math.sqrt(query.size(-1))


def hide(scores, mask):
    return scores if mask is None else scores.masked_fill(~mask, -torch.inf)


def without_mask(query, key, value, mask=None):
    return attend(scaled_scores(query, key), value)


def mask_always_there(query, key, value, mask=None):
    return attend(scaled_scores(query, key).masked_fill(~mask, -torch.inf), value)


def mask_upside_down(query, key, value, mask=None):
    return attend(
        hide(scaled_scores(query, key), None if mask is None else ~mask), value
    )


def mask_after_softmax(query, key, value, mask=None):
    weights = scaled_scores(query, key).softmax(dim=-1)
    weights = weights if mask is None else weights.masked_fill(~mask, 0.0)
    return weights @ value, weights


def mask_as_zero_score(query, key, value, mask=None):
    scores = scaled_scores(query, key)
    return attend(scores if mask is None else scores.masked_fill(~mask, 0.0), value)
