"""Find a leak without reading code: change a word, and watch the outputs."""

import numpy as np
import torch

from helpers import stage
from helpers.language import BOS
from helpers.stage.style import INK, PROBLEM, WEIGHTS
from helpers.training.experiments import leak as experiment

LEAST, MOST = 1e-4, 10  # a smaller move is rounding, and stays white
WORDS = {f"word {place}": place for place in range(1, experiment.MOST_WORDS + 1)}


class ChangedWordLab(stage.Explorer):
    """Show which outputs of three fresh models move when one word is changed.

    Source: Vaswani et al. 2017, section 3.1; claim C15.
    """

    height = 398
    sentence_choice = stage.Pick(
        "sentence", lambda self: self.sentences[:8], "The words that go in"
    )
    changed = stage.Choice("change", WORDS, "Which word is replaced by another", 4)

    def __init__(self):
        self.model = experiment.new_model(seed=0).eval()
        self.sentences = [
            (" ".join(words), number)
            for number, words in enumerate(experiment.language().sentences)
            if len(words) == len(WORDS)
        ]
        super().__init__()

    @property
    def tokens(self):
        """The words that go in."""
        return [BOS, *experiment.language().sentences[self.sentence_choice.value]]

    @stage.derived
    def moves(self):
        """How far each output moves with each word. Shape: {mask: (T, T)}"""
        row = experiment.language().rows[self.sentence_choice.value]
        return {m: all_moves(self.model, m, row[None, :-1]) for m in experiment.MASKS}

    def picture(self):
        tokens, place = self.tokens, self.changed.value
        look = {"columns": tokens, "row_names": tokens, "x": "changed word"}
        look |= {"outlines": [(0, place, len(tokens), 1)]}
        look |= {"column_sets": (self.changed, [None, *WORDS.values()])}
        look |= {"says": "“{column}” changed: the output at “{row}” moves by {number}"}
        look |= {"colours": by_powers, "limits": (0, MOST)}
        left, maps = {"rows": tokens, "y": "output at"}, []
        for mask, moves in self.moves.items():
            leaks = (np.triu(moves, 1) > LEAST).any()
            title = f"mask {mask}: {'leaks' if leaks else 'no leak'}"
            look |= {"colour": PROBLEM if leaks else INK, "name": mask}
            maps.append(stage.Matrix(moves, title, **look, **left))
            left = {}
        return stage.Row(*maps, gap=30)

    def say(self):
        place, moves = self.changed.value, self.moves.items()
        earlier = [f"{mask} {(m[:place, place] > LEAST).sum()}" for mask, m in moves]
        return (
            f"Changing “{self.tokens[place]}” moves this many of the {place} earlier "
            f"outputs: {', '.join(earlier)}."
        )


def by_powers(shares, bytes):
    """Colour shares of `MOST` by their powers of ten, white up to `LEAST`."""
    powers = np.log10((MOST * shares).clip(LEAST) / LEAST)
    return WEIGHTS(powers / np.log10(MOST / LEAST), bytes=bytes)


def all_moves(model, mask, ids):
    """Change each word in turn. Shape: ids (1, T) -> (T, T): output, changed word"""
    others = ids.repeat(ids.size(1), 1)  # (T, T), a row for each change
    others.diagonal().copy_(experiment.another_word(ids[0]))
    columns = [
        moved_outputs(lambda x: model(x, experiment.mask_for(mask, x)), ids, row[None])
        for row in others
    ]
    return torch.stack(columns, dim=1).numpy()


@torch.no_grad()
def moved_outputs(score, ids, changed_ids):
    """Tell how far every output moves when some of the words that go in are changed.

    `score` turns ids (1, T) into outputs (1, T, …). A decoder whose mask is right has
    0 at every place before the first change: the past cannot know the future.

    Shape: ids and changed_ids (1, T) -> (T,), the largest move of any number there
    Raises: ValueError if the two have different shapes.
    Source: Vaswani et al. 2017, section 3.1: position i can depend only on the known
        outputs at positions less than i.
    """
    if ids.shape != changed_ids.shape:
        raise ValueError(
            f"ids have shape {tuple(ids.shape)} but changed_ids have "
            f"{tuple(changed_ids.shape)}: change words, and not their number"
        )
    moves = (score(ids) - score(changed_ids)).abs()  # (1, T, …)
    return moves[0].flatten(start_dim=1).max(dim=-1).values  # (T,)
