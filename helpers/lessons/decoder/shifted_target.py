"""Teacher forcing, place by place, at several moments of a training."""

import math

import torch
from torch.nn import functional as F

from helpers import stage
from helpers.language import EOS_ID
from helpers.lessons.decoder.translation import TranslationExplorer
from helpers.stage.style import ACCENT, INK, LIT, PALE, PAPER
from helpers.training.checkpoints import build_model

MOST_SAID, MOST_LOSS = 4, 8  # words that the sentence repeats; nats


class ShiftedTargetExplorer(TranslationExplorer):
    """Show what goes into the decoder, what must come out, and what each guess costs.

    The right answer is what `teacher` translates; the guesses are those of a small
    model with the same vocabularies, at several moments of its training.

    Source: Vaswani et al. 2017, section 3.1 (outputs shifted right); claim C15.
    """

    height, most_words, most_rows, rows_are = 470, 20, 12, "places on the tape"
    examples = (
        "I like apples",
        "Tom bought three red books yesterday",
        "the old teacher likes the old hat",
    )
    place = stage.Word(
        "guess",
        "next_words",
        "The word that must come out, and what may be read for it",
        first=1,
    )
    snapshot = stage.Choice(
        "trained",
        lambda self: {f"{s.step:,}": n for n, s in enumerate(self.snapshots)},
        "After how many training steps",
        at=lambda self: len(self.snapshots) // 3,  # some words are known, some are not
    )

    def __init__(self, teacher, small, snapshots):
        self.vocabulary, self.snapshots = small.target_vocabulary, list(snapshots)
        config = small.model.config
        self.models = [build_model(config, shot.weights) for shot in self.snapshots]
        super().__init__(teacher)

    @stage.derived
    @torch.no_grad()
    def guesses(self):
        """What each guess costs, and the likeliest word's id: T numbers each."""
        given, model = self.fed, self.models[self.snapshot.value]
        wanted = torch.tensor([*given[1:], EOS_ID])  # (T,)
        logits = model(self.sentence.reading.ids, torch.tensor([given]))[0]  # (T, V)
        losses = F.cross_entropy(logits, wanted, reduction="none")
        return losses.tolist(), logits.argmax(dim=-1).tolist()

    def picture(self):
        (losses, _), place = self.guesses, self.place.value
        places, words = range(len(losses)), self.next_words
        blind = math.log(len(self.vocabulary))
        ticks = {n: str(n) for n in range(0, MOST_LOSS + 1, 2)} | {blind: "blind guess"}
        inks = [ACCENT if n == place else INK for n in places]
        faded = [1 if n <= place else 0.3 for n in places]
        bars = stage.Pillars(places, losses, inks, opacities=faded, name="losses")
        costs = stage.Plot(
            [stage.Rule(y=blind, colour=PALE), bars],
            stage.Axis(-0.5, len(words) - 0.5, ticks=dict(enumerate(words))),
            stage.Axis(0, MOST_LOSS, "loss −ln p (nats)", ticks),
            sets=self.place,
            says="loss of {x}: {y}",
            name="costs",
        )
        wanted = self.line("must come out", words, [place])
        arrow = stage.Drawing(self.draw_arrow, height=10)
        given = self.line("goes in", self.words, range(place + 1))
        return stage.Column(wanted, arrow, given, costs, gap=10)

    def line(self, name, words, lit):
        """Return a row of the tape, some of its words lit."""
        fills = [LIT if n in lit else PAPER for n in range(len(words))]
        edges = [ACCENT if n in lit else PALE for n in range(len(words))]
        return stage.Words(words, fills, edges, label=name, sets=self.place, name=name)

    def draw_arrow(self, pen, box):
        """Draw the way from what is read last to what must come out."""
        x = box.x + (self.place.value + 0.5) * box.width / len(self.words)
        pen.arrow([(x, box.foot + 15), (x, box.y - 15)], ACCENT, 2.5, head=10)

    def say(self):
        (losses, best), place = self.guesses, self.place.value
        given, wanted = self.words[: place + 1], self.next_words[place]
        if len(given) > MOST_SAID:
            given = ["…", *given[-MOST_SAID:]]
        guessed = self.vocabulary.decode([best[place]])[0]
        right = "right" if guessed == wanted else f"its best guess is {guessed}"
        return (
            f"After {' '.join(given)} must come {wanted}: p = "
            f"{math.exp(-losses[place]):.2f}, loss {losses[place]:.2f} ({right}). "
            f"Mean of the sentence: {sum(losses) / len(losses):.2f}."
        )
