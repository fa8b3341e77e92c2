"""The words that fire a hidden unit most: are they related? (Claim C14.)"""

from collections import Counter
from itertools import product

import torch

from helpers.language.grammar.kinds import sorts

LEAST_SEEN = 3  # times a word must be in the corpus to have a mean


def word_means(words, activations):
    """Average what every unit answers to each word that is not rare.

    Shape: words (N strings), activations (layers, N, d_ff) -> M words, means
        (layers, M, d_ff)
    """
    names = [name for name, count in Counter(words).items() if count >= LEAST_SEEN]
    belongs = torch.tensor([[word == name for word in words] for name in names])
    shares = belongs / belongs.sum(dim=1, keepdim=True)  # (M, N)
    return names, shares @ activations


def share_of_related(words, activations):
    """Return how often the two words that fire a unit most are of a kind.

    Kinds are those of the grammar (animals, verbs, places, …); words without one are
    left out. The second word is another one, and no form of the first.

    Shape: words (N strings), activations (layers, N, d_ff) -> a float for each layer
    """
    sort_of = sorts()
    names, means = word_means(words, activations)
    places = [place for place, name in enumerate(names) if name in sort_of]
    known = [sort_of[names[place]] for place in places]
    return [
        share_alike(
            first_two(known, unit) for unit in layer[places].T if unit.max() > 0
        )
        for layer in means
    ]


def share_by_chance(words):
    """Return how often any two words of a corpus are of a kind, as a yardstick."""
    sort_of = sorts()
    seen = [name for name, count in Counter(words).items() if count >= LEAST_SEEN]
    known = [sort_of[name] for name in seen if name in sort_of]
    return share_alike(
        pair for pair in product(known, repeat=2) if pair[0].family != pair[1].family
    )


def first_two(known, unit):
    """Return the sorts of the two words that fire a unit most, of two families.

    Shape: known (M sorts), unit (M,)
    """
    ranked = [known[place] for place in unit.argsort(descending=True).tolist()]
    return ranked[0], next(sort for sort in ranked if sort.family != ranked[0].family)


def share_alike(pairs):
    """Return the share of pairs whose two sorts are of a kind."""
    alike = [first.kind == second.kind for first, second in pairs]
    return sum(alike) / len(alike)
