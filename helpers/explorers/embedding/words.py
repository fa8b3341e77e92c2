"""Lesson 1: which words are near to which, before training and after (claim C1)."""

import ipywidgets as widgets
import numpy as np
import torch

from helpers.explorers.live import Explorer, row
from helpers.figures.embedding.words import WordsPicture
from helpers.language.grammar.kinds import KINDS
from helpers.model import TokenEmbedding
from helpers.training.word_kinds import cosine_table, plane, sorted_words

NEAREST = 8
FIRST_WORD = "teacher"


class WordMap(Explorer):
    """Show a word among all words that have a kind, and its nearest by cosine.

    It begins before training, so that a class can guess what training does.
    Controls: `word`, `rows` ("untrained" or "trained"), `kind` (the one that keeps its
    colour, or "all"). `nearest` are the words, `cosines` how near they are.

    Source: claim C1.
    """

    height = 560

    def __init__(self, translator):
        vocabulary = translator.source_vocabulary
        self.sorts = sorted_words(vocabulary)
        self.words = list(self.sorts)
        ids = vocabulary.encode(self.words)
        trained = translator.model.source_embedding.words.table.weight
        # The same for all who look: training seeds and this one have nothing in common.
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            fresh = TokenEmbedding(*trained.shape).table.weight
        tables = {"untrained": fresh, "trained": trained}
        tables = {name: table.detach()[ids] for name, table in tables.items()}
        self.alike = {name: cosine_table(table) for name, table in tables.items()}
        self.places = {name: plane(table).numpy() for name, table in tables.items()}
        super().__init__()

    def build(self):
        self.word = self.control(
            widgets.Dropdown(
                options=sorted(self.words, key=str.lower),
                value=FIRST_WORD,
                description="word",
                tooltip="Whose nearest words are shown",
            )
        )
        self.rows = self.control(
            widgets.Dropdown(
                options=list(self.places),
                description="rows",
                tooltip="The trained matrix, or one that has seen no sentence",
            )
        )
        self.kind = self.control(
            widgets.SelectionSlider(
                options=["all", *KINDS],
                description="kind",
                tooltip="Which kind of word keeps its colour",
            )
        )
        kind_of = [KINDS.index(self.sorts[word].kind) for word in self.words]
        self.picture = WordsPicture(self.figure, self.words, KINDS, kind_of, NEAREST)
        self.picture.fit(np.concatenate(list(self.places.values())))
        self.live(*self.picture.artists)
        self.placed = None

    def panel(self):
        return row(self.word, self.rows, self.kind, self.reset_button)

    def update(self):
        rows, word = self.rows.value, self.word.value
        if self.placed != rows:
            self.placed = rows
            self.picture.place(self.places[rows])
        number = self.words.index(word)
        # The nearest of all is the word itself.
        found = self.alike[rows][number].topk(NEAREST + 1)
        cosines, numbers = found.values[1:].tolist(), found.indices[1:].tolist()
        self.nearest, self.cosines = [self.words[i] for i in numbers], cosines
        lit = None if self.kind.value == "all" else KINDS.index(self.kind.value)
        self.picture.show(number, numbers, cosines, lit)
        kind = self.sorts[word].kind
        alike = sum(self.sorts[other].kind == kind for other in self.nearest)
        return (
            f"{rows.capitalize()}: nearest to “{word}” is “{self.nearest[0]}” (cosine "
            f"{cosines[0]:.2f}); {alike} of {NEAREST} are of its kind, {kind}."
        )
