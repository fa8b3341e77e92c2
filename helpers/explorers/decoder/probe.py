"""Lesson 6: find a leak without reading code: change a word, watch the outputs."""

import ipywidgets as widgets
import torch

from helpers.explorers.live import Explorer
from helpers.figures.decoder.probe import LEAST, ProbePicture
from helpers.language import BOS
from helpers.model.language_model import moved_outputs
from helpers.training.experiments import leak as experiment


class ProbeExplorer(Explorer):
    """Show which outputs of three fresh models move when one word is changed.

    Controls: `sentence` (its number), `changed` (the place of the changed word, from
    0).

    Source: Vaswani et al. 2017, section 3.1; claim C15.
    """

    height = 430

    def build(self):
        self.model = experiment.new_model(seed=0).eval()
        long = [
            (" ".join(words), number)
            for number, words in enumerate(experiment.language().sentences)
            if len(words) == experiment.MOST_WORDS
        ]
        self.sentence_choice = self.control(
            widgets.Dropdown(
                options=long[:8], description="sentence", tooltip="The words that go in"
            )
        )
        places = range(1, experiment.MOST_WORDS + 1)
        self.changed = self.control(
            widgets.SelectionSlider(
                options=[(f"word {place}", place) for place in places],
                value=4,
                description="change",
                tooltip="Which word is replaced by another",
            )
        )
        self.picture = ProbePicture(self.figure, experiment.MASKS)
        self.live(*self.picture.artists)
        self.shown = None

    def probe(self, number):
        """Change every word of a sentence in turn, under every mask."""
        ids = experiment.language().rows[
            number : number + 1, :-1
        ]  # (1, T), <bos> first
        self.tokens = [BOS, *experiment.language().sentences[number]]
        self.moves = {
            mask: all_moves(self.model, mask, ids) for mask in experiment.MASKS
        }
        self.leaks = {mask: leaks(moves) for mask, moves in self.moves.items()}
        self.picture.label(self.tokens, self.leaks)
        self.redraw_all()

    def update(self):
        number, place = self.sentence_choice.value, self.changed.value
        if self.shown != number:
            self.shown = number
            self.probe(number)
        self.picture.show(self.moves, place)
        earlier = {
            mask: int((moves[:place, place] > LEAST).sum())
            for mask, moves in self.moves.items()
        }
        counts = ", ".join(f"{mask} {count}" for mask, count in earlier.items())
        return (
            f"Changing “{self.tokens[place]}” moves this many of the {place} earlier "
            f"outputs: {counts}."
        )


def all_moves(model, mask, ids):
    """Change each word in turn. Shape: ids (1, T) -> (T, T): output, changed word"""
    columns = []
    for place in range(ids.size(1)):
        other = ids.clone()
        other[0, place] = experiment.another_word(ids[0, place])
        columns.append(
            moved_outputs(lambda x: model(x, experiment.mask_for(mask, x)), ids, other)
        )
    return torch.stack(columns, dim=1).numpy()


def leaks(moves):
    """Tell whether any output moves with a later word. Shape: moves (T, T)"""
    return any((moves[:place, place] > LEAST).any() for place in range(len(moves)))
