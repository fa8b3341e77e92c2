"""Lesson 1: positions that turn queries and keys, beside those that are added (C3)."""

import ipywidgets as widgets
import torch

from helpers.explorers.live import Explorer, row
from helpers.figures.embedding.rotary import RotaryPicture
from helpers.model import apply_rotary, sinusoidal_positions

FEATURES = 8  # four pairs: as many as can be seen at once
LAST_POSITION = 20
QUERY_POSITIONS = (0, 5, 10, 15, 20)  # each has a curve
WORDS = "I like apples teacher old hat Tom likes cat park".split()
# The first is what the lesson has shown before; a class guesses what the other does.
KINDS = {"sinusoidal: add": "sinusoidal", "rotary: turn": "rotary"}


class RotaryLab(Explorer):
    """Put a query and a key at two positions, and watch their dot product.

    The first eight numbers of two words' trained rows stand for query and key.
    Controls: `kind`, `query_word`, `key_word`, `query_position`, `key_position`,
    `base`. `score` is the dot product.

    Source: Su et al. 2021 (RoFormer), section 3.2.2; claim C3.
    """

    height = 560

    def __init__(self, translator):
        ids = torch.tensor([translator.source_vocabulary.encode(WORDS)])
        with torch.no_grad():
            rows = translator.model.source_embedding.words(ids)[0, :, :FEATURES]
        self.rows = dict(zip(WORDS, rows, strict=True))
        super().__init__()

    def build(self):
        self.kind = self.control(
            widgets.Dropdown(
                options=KINDS,
                description="positions",
                tooltip="Turn the arrows, or add a position to them",
            )
        )
        self.query_word = self.choose("query word", "apples")
        self.key_word = self.choose("key word", "like")
        self.query_position = self.place("query at", 2)
        self.key_position = self.place("key at", 7)
        self.base = self.control(
            widgets.FloatLogSlider(
                value=100,
                min=1,  # powers of ten
                max=4,
                step=0.25,
                description="base",
                readout_format=".0f",
                tooltip="Larger: the later pairs turn more slowly; 10000 in the paper",
            )
        )
        pairs = FEATURES // 2
        self.picture = RotaryPicture(self.figure, pairs, QUERY_POSITIONS, LAST_POSITION)
        self.live(*self.picture.artists)
        self.fitted = None

    def choose(self, name, word):
        tooltip = f"Whose numbers stand for the {name.split()[0]}"
        return self.control(
            widgets.Dropdown(
                options=WORDS, value=word, description=name, tooltip=tooltip
            )
        )

    def place(self, name, position):
        tooltip = f"The position of the {name.split()[0]}"
        return self.control(
            widgets.IntSlider(
                position, 0, LAST_POSITION, description=name, tooltip=tooltip
            )
        )

    def panel(self):
        return widgets.VBox(
            [
                row(self.query_position, self.key_position, self.kind),
                row(self.query_word, self.key_word, self.base, self.reset_button),
            ]
        )

    def at_all_positions(self, word, kind):
        """Give a word every position. Shape: -> (LAST_POSITION + 1, FEATURES)"""
        rows = self.rows[word].expand(LAST_POSITION + 1, -1)
        if kind == "rotary":
            return apply_rotary(rows, base=self.base.value)
        return rows + sinusoidal_positions(len(rows), FEATURES, self.base.value)

    def update(self):
        kind, m, n = self.kind.value, self.query_position.value, self.key_position.value
        words = {"query": self.query_word.value, "key": self.key_word.value}
        placed = {role: self.at_all_positions(w, kind) for role, w in words.items()}
        scores = placed["query"] @ placed["key"].T  # (query positions, key positions)
        self.fit(words)
        self.score = scores[m, n].item()
        curves = {
            position: ([k - position for k in range(len(scores))], scores[position])
            for position in QUERY_POSITIONS
        }
        spread = spread_at_distance(scores, n - m)
        same = (
            "all lie on one curve" if spread < 1e-3 else "each has a curve of its own"
        )
        positions = ", ".join(map(str, QUERY_POSITIONS))
        self.picture.show(
            {role: self.rows[word].numpy() for role, word in words.items()},
            {"query": placed["query"][m].numpy(), "key": placed["key"][n].numpy()},
            curves,
            n - m,
            self.score,
            f"query at {positions}: {same}",
        )
        return (
            f"Score {self.score:.2f}; over all places with distance {n - m}, it "
            f"varies by {spread:.2f}."
        ).replace("-", "−")

    def fit(self, words):
        """Fit the scales to the words, for both kinds of positions."""
        wanted = (*words.values(), self.base.value)
        if self.fitted == wanted:
            return
        self.fitted = wanted
        scores, longest = [], 0
        for kind in KINDS.values():
            query, key = (self.at_all_positions(w, kind) for w in words.values())
            scores.append(query @ key.T)
            pairs = torch.cat([query, key]).unflatten(1, (-1, 2))
            longest = max(longest, pairs.norm(dim=-1).max().item())
        self.picture.set_words(words, 1.08 * longest, torch.stack(scores).numpy())
        self.redraw_all()


def spread_at_distance(scores, distance):
    """Return largest minus smallest score at one distance. Shape: scores (M, N)"""
    diagonal = scores.diagonal(distance)
    return (diagonal.max() - diagonal.min()).item()
