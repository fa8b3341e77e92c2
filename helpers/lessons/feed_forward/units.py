"""What the hidden units of the FFNs answer to, in a corpus (claim C14)."""

from collections import Counter
from itertools import product

import torch

from helpers.language.grammar.vocabularies import sorts
from helpers.model import record

LEAST_SEEN = 3  # times a word must be in the corpus to have a mean


@torch.no_grad()
def hidden_units(model, source_ids):
    """Run the encoder: what goes into its FFNs, and what their hidden units answer.

    Shape: source_ids (1, S) -> (layers, S, d_model), (layers, S, d_ff)
    Source: Vaswani et al. 2017, section 3.3, equation 2.
    """
    with record(model) as tensors:
        model.encode(source_ids)
    places = [f"encoder.{n}.feed_forward" for n in range(len(model.encoder.layers))]
    return tuple(
        torch.cat([tensors[f"{place}.{name}"] for place in places])
        for name in ("input", "hidden")
    )


def corpus_activations(translator, samples):
    """Collect what goes into the FFNs of the encoder, and what their units answer.

    Shape: N words in all samples -> words (N strings), x (layers, N, d_model),
        activations (layers, N, d_ff)
    """
    words, found = [], []
    for sample in samples:
        tokens, ids, _ = translator.read(" ".join(sample.english))
        words += tokens
        found.append(hidden_units(translator.model, ids))
    x, activations = (torch.cat(each, dim=1) for each in zip(*found, strict=True))
    return words, x, activations


def seen_enough(words):
    """List the words that are not rare."""
    return [word for word, count in Counter(words).items() if count >= LEAST_SEEN]


def word_means(words, activations):
    """Average what every unit answers to each word that is not rare.

    Shape: words (N strings), activations (layers, N, d_ff) -> M words, means
        (layers, M, d_ff)
    """
    names = seen_enough(words)
    belongs = torch.tensor([[word == name for word in words] for name in names])
    return names, belongs / belongs.sum(dim=1, keepdim=True) @ activations


def share_of_related(words, activations):
    """Return how often the two words that fire a unit most are of a kind.

    Kinds are those of the grammar (animals, verbs, places, …); words without one are
    left out. The second word is another one, and no form of the first; a unit that
    fires on one word alone is not counted.

    Shape: words (N strings), activations (layers, N, d_ff) -> a float for each layer
    """
    (names, means), sort_of = word_means(words, activations), sorts()
    places = [place for place, name in enumerate(names) if name in sort_of]
    known = [sort_of[names[place]] for place in places]
    pairs = ([first_two(known, unit) for unit in layer.T] for layer in means[:, places])
    return [share_alike(filter(all, layer)) for layer in pairs]


def share_by_chance(words):
    """Return how often any two words of a corpus are of a kind, as a yardstick."""
    sort_of = sorts()
    known = [sort_of[word] for word in seen_enough(words) if word in sort_of]
    pairs = product(known, repeat=2)
    return share_alike((a, b) for a, b in pairs if a.family != b.family)


def first_two(known, unit):
    """Return the sorts of the two words that fire a unit most, of two families.

    The second is None if the unit fires on no other.

    Shape: known (M sorts), unit (M,)
    """
    order = unit.argsort(descending=True, stable=True)
    ranked = [known[place] for place in order.tolist() if unit[place] > 0]
    others = (sort for sort in ranked if sort.family != ranked[0].family)
    return next(iter(ranked), None), next(others, None)


def share_alike(pairs):
    """Return the share of pairs whose two sorts are of a kind."""
    alike = [first.kind == second.kind for first, second in pairs]
    return sum(alike) / len(alike)
