"""The heads of a model that the world uses, beside those of our own."""

from typing import NamedTuple

import torch

from helpers import stage
from helpers.pretrained.bert import load_bert
from helpers.pretrained.real_heads import KINDS, SENTENCES, load_real_heads, maps_of

MOST_PIECES = 18  # of words, for which the picture has room


class Reading(NamedTuple):
    """A sentence as a BERT reads it. Shape: T pieces, maps (layers, H, T, T)"""

    pieces: list
    maps: torch.Tensor


class RealHeadsExplorer(stage.Explorer):
    """Show what a head of a BERT looks at, and of what kind all of its heads are.

    The sentences are recorded; with a model's folder at hand any other can be typed.

    Source: Vaswani et al. 2017, section 3.2.2; Clark et al. 2019, "What Does BERT Look
        At?"; claim C10.
    """

    height = 600
    sentence = stage.Sentence(SENTENCES)
    # The lesson asks how many look at the previous word before it is seen.
    kind = stage.Choice("kind", list(KINDS), "What the peaks are counted for", "itself")
    layer = stage.Choice(
        "layer", lambda self: range(1, len(self.shares[0]) + 1), "Which layer", 3
    )
    head = stage.Choice(
        "head", lambda self: range(1, len(self.shares[0][0]) + 1), "Which head", 1
    )
    query = stage.Word("query", "pieces", "The word that looks at the others", first=-2)
    rows = "sentence", "kind layer head query"

    def __init__(self, folder=None):
        self.recorded, self.own = load_real_heads()
        self.bert = load_bert(folder) if folder else None
        super().__init__()

    def read(self, text):
        """Read a text. Raises: ValueError with a message for the student."""
        if self.bert is None:
            if text not in SENTENCES:
                raise ValueError(
                    "These maps are recorded: pick one of the sentences. With the "
                    "model's folder at hand, RealHeadsExplorer(folder) reads any."
                )
            place = SENTENCES.index(text)
            return Reading(self.recorded.pieces[place], self.recorded.maps[place])
        pieces, ids = self.bert.read(text)
        if len(pieces) > MOST_PIECES:
            raise ValueError(
                f"That is {len(pieces)} pieces of words, and the picture has room for "
                f"{MOST_PIECES}: type a shorter sentence."
            )
        return Reading(pieces, maps_of(self.bert, ids))

    @property
    def pieces(self):
        """The pieces of words that the model reads."""
        return self.sentence.reading.pieces

    @property
    def shares(self):
        """Of how many rows the peak is of the kind, there and here."""
        kind = self.kind.value
        return self.recorded.shares[kind], self.own[kind]

    def picture(self):
        pieces, layer, head = self.pieces, self.layer.value, self.head.value
        weights = self.sentence.reading.maps[layer - 1, head - 1]
        look = {"rows": pieces, "columns": pieces, "x": "key", "y": "query"}
        look |= {"lit": self.query.value, "row_sets": self.query, "name": "map"}
        title = f"layer {layer}, head {head} of {self.recorded.name}"
        theirs, ours = self.shares
        sets = {"row_sets": (self.layer, [*range(1, len(theirs) + 1)])}
        sets["column_sets"] = self.head, [*range(1, len(theirs[0]) + 1)]
        sets["outlines"] = [(layer - 1, head - 1, 1, 1)]
        kinds = stage.Column(
            percents(
                theirs, f"{self.recorded.name}: peak at {self.kind.value}", **sets
            ),
            percents(ours, "our encoder"),
            heights=(len(theirs), len(ours) + 1),
        )
        return stage.Row(
            stage.Matrix(weights, title, **look), kinds, widths=(1, 1.1), gap=40
        )

    def say(self):
        place, query = (self.layer.value - 1, self.head.value - 1), self.query.value
        row = self.sentence.reading.maps[place][query]
        best, share = row.argmax(), self.shares[0][place]
        return (
            f"Layer {place[0] + 1}, head {place[1] + 1}: “{self.pieces[query]}” looks "
            f"most at “{self.pieces[best]}” ({row[best]:.2f}). Over 300 sentences "
            f"{share:.0%} of this head’s peaks are at {self.kind.value}."
        )


def percents(shares, title, **look):
    """Return a table of shares: a row for each layer, a column for each head."""
    layers, heads = (range(1, count + 1) for count in shares.shape)
    return stage.Matrix(
        100 * shares,
        title,
        limits=(0, 100),
        rows=[f"layer {n}" for n in layers],
        columns=[str(n) for n in heads],
        x="head",
        texts=[[f"{share:.0%}" for share in row] for row in shares.tolist()],
        digits=0,
        write="all",
        says="{row}, head {column}: {number}",
        name=title,
        **look,
    )
