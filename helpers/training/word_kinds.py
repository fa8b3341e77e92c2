"""Do words of a kind stand together? Nearest words, and the plane that spreads them."""

import torch
from torch.nn import functional as F

from helpers.language.grammar.vocabularies import sorts


def sorted_words(vocabulary):
    """List the words of a vocabulary that have a kind. Returns {word: Sort}."""
    known = sorts()
    return {word: known[word] for word in vocabulary.words if word in known}


def cosine_table(rows):
    """Return the cosine of every two rows. Shape: (V, d_model) -> (V, V)"""
    unit = F.normalize(torch.as_tensor(rows), dim=-1)
    return unit @ unit.T


def plane(rows):
    """Look at rows of length 1 from where they spread the most (PCA).

    Only directions count here, as they do for the cosine. Mirror images are equally
    good: the largest number of each direction is made positive, so that all machines
    agree.

    Shape: (V, d_model) -> (V, 2)
    Source: Pearson 1901, principal components.
    """
    # In float64, or the number of threads could be seen in the picture.
    unit = F.normalize(torch.as_tensor(rows).double(), dim=-1)
    centred = unit - unit.mean(dim=0)
    widest = torch.linalg.svd(centred, full_matrices=False).Vh[:2]  # (2, d_model)
    largest = widest.gather(1, widest.abs().argmax(dim=1, keepdim=True))
    return (centred @ (widest * largest.sign()).T).float()


def share_of_a_kind(table, vocabulary):
    """Return how often a word's nearest word is of its kind, forms of itself left out.

    Shape: table (V, d_model) -> float from 0 to 1
    """
    known = sorted_words(vocabulary)
    words = list(known)
    alike = cosine_table(table[vocabulary.encode(words)])
    right = 0
    for number, word in enumerate(words):
        others = [
            i for i, w in enumerate(words) if known[w].family != known[word].family
        ]
        nearest = words[others[int(alike[number, others].argmax())]]
        right += known[nearest].kind == known[word].kind
    return right / len(words)
