"""top_p(logits, temperature, top_p): what the next word is drawn from."""

import torch

from helpers.exercises.exercise import Exercise, Mistake, wide
from helpers.model import next_word_probabilities


def top_p(logits, temperature, top_p):
    return next_word_probabilities(logits[None], temperature, top_p=top_p)[0]


def kept_of(p, keeps, descending=True):
    """Set to 0 what `keeps` does not want of the ordered probabilities."""
    ordered, order = p.sort(descending=descending)
    kept = torch.zeros_like(p)
    kept[order] = torch.where(keeps(ordered), ordered, 0)
    return kept


def shares(kept):
    return kept / kept.sum()


def before(ordered):
    """Sum up what the words before each one hold. Shape: (V,) -> (V,)"""
    return ordered.cumsum(dim=0) - ordered


def cut(p, top_p):
    return shares(kept_of(p, lambda ordered: before(ordered) < top_p))


def temperature_multiplied(logits, temperature, top_p):
    return cut((logits * temperature).softmax(dim=-1), top_p)


def temperature_ignored(logits, temperature, top_p):
    return cut(logits.softmax(dim=-1), top_p)


def probabilities_divided(logits, temperature, top_p):
    return cut(logits.softmax(dim=-1) / temperature, top_p)


def probabilities_divided_at_the_end(logits, temperature, top_p):
    return cut(logits.softmax(dim=-1), top_p) / temperature


def cut_before_temperature(logits, temperature, top_p):
    kept = cut(logits.softmax(dim=-1), top_p) > 0
    return (logits / temperature).masked_fill(~kept, -torch.inf).softmax(dim=-1)


def top_p_ignored(logits, temperature, top_p):
    return (logits / temperature).softmax(dim=-1)


def one_too_few(logits, temperature, top_p):
    p = (logits / temperature).softmax(dim=-1)
    return shares(kept_of(p, lambda ordered: ordered.cumsum(dim=0) < top_p))


def not_scaled(logits, temperature, top_p):
    p = (logits / temperature).softmax(dim=-1)
    return kept_of(p, lambda ordered: before(ordered) < top_p)


def tail_kept(logits, temperature, top_p):
    p = (logits / temperature).softmax(dim=-1)
    return shares(kept_of(p, lambda ordered: before(ordered) >= top_p))


def smallest_first(logits, temperature, top_p):
    p = (logits / temperature).softmax(dim=-1)
    return shares(kept_of(p, lambda rising: before(rising) < top_p, descending=False))


def each_alone(logits, temperature, top_p):
    p = (logits / temperature).softmax(dim=-1)
    return shares(kept_of(p, lambda ordered: ordered >= top_p))


def left_in_order(logits, temperature, top_p):
    p = (logits / temperature).softmax(dim=-1)
    return cut(p, top_p).sort(descending=True).values


TOP_P = Exercise(
    name="top_p",
    lesson="autoregressive_loop",
    minutes=12,
    level="hard",
    solution=top_p,
    cases=(
        (torch.tensor([0.5, 0.3, 0.15, 0.05]).log(), 1.0, 0.7),
        (torch.tensor([0.64, 0.36]).log(), 2.0, 0.9),
        (torch.tensor([0.15, 0.5, 0.05, 0.3]).log(), 1.0, 0.9),
        (wide(1, 8, 1)[0], 0.7, 0.5),
        (wide(1, 8, 2)[0], 2.0, 0.6),
    ),
    mistakes=(
        Mistake(
            "temperature multiplied",
            temperature_multiplied,
            "you multiply by the temperature: divide by it, so that a high one makes "
            "the scores alike",
        ),
        Mistake(
            "temperature ignored",
            temperature_ignored,
            "right at temperature 1, but you do not use the temperature: divide the "
            "logits by it before the softmax",
        ),
        Mistake(
            "probabilities divided",
            probabilities_divided,
            "you divide the probabilities by the temperature, and scaling to 1 undoes "
            "it: divide the logits, before the softmax",
        ),
        Mistake(
            "divided at the end",
            probabilities_divided_at_the_end,
            "you divide by the temperature at the end, and the sum is no longer 1: "
            "divide the logits, before the softmax",
        ),
        Mistake(
            "cut before temperature",
            cut_before_temperature,
            "you cut first and use the temperature afterwards: top-p looks at the "
            "probabilities, so bend them first",
        ),
        Mistake(
            "top-p ignored",
            top_p_ignored,
            "nothing is cut: keep the likeliest words until they hold the share top_p",
        ),
        Mistake(
            "one too few",
            one_too_few,
            "you keep one word too few: the one that crosses top_p stays, for only "
            "with it do they hold that share",
        ),
        Mistake(
            "not scaled",
            not_scaled,
            "you keep the right words, but they no longer sum to 1: divide by the sum "
            "of what is kept",
        ),
        Mistake(
            "tail kept",
            tail_kept,
            "you keep what should go: the likeliest words stay, the tail becomes 0",
        ),
        Mistake(
            "smallest first",
            smallest_first,
            "you begin with the least likely word: sort with descending=True",
        ),
        Mistake(
            "each alone",
            each_alone,
            "you compare each probability alone with top_p: add them up, from the "
            "likeliest down (cumsum)",
        ),
        Mistake(
            "left in order",
            left_in_order,
            "your numbers are right but stand in sorted order: put each back in the "
            "place of its word",
        ),
    ),
)
