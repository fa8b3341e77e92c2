"""Lesson 6: teacher forcing, place by place, at several moments of a training."""

import math

import ipywidgets as widgets
import torch
from torch.nn import functional as F

from helpers.explorers.controls import (
    SentenceBox,
    add_words,
    check_room,
    drawable,
    offer,
    unknown_words_note,
)
from helpers.explorers.live import Explorer, row
from helpers.figures.decoder.tape import MOST_PLACES, TapePicture
from helpers.language import BOS, BOS_ID, EOS, EOS_ID
from helpers.training.checkpoints import build_model

EXAMPLES = (
    "I like apples",
    "Tom bought three red books yesterday",
    "the old teacher likes the old hat",
)
MOST_SAID = 4  # words that the sentence repeats


class TapeExplorer(Explorer):
    """Show what goes into the decoder, what must come out, and what each guess costs.

    The right answer is what `teacher` translates; the guesses are those of a small
    model at several moments of its training.

    Controls: `sentence_box.text`, `place` (on the tape, from 0), `snapshot` (its
    number).

    Source: Vaswani et al. 2017, section 3.1 (outputs shifted right); claim C15.
    """

    height = 520

    def __init__(self, teacher, small, snapshots):
        self.teacher, self.small, self.snapshots = teacher, small, list(snapshots)
        config = small.model.config
        self.models = [build_model(config, shot.weights) for shot in self.snapshots]
        super().__init__()

    def build(self):
        self.sentence_box = SentenceBox(self, self.read, EXAMPLES, self.on_sentence)
        self.place = add_words(
            self, "guess", "The word that must come out, and what may be read for it"
        )
        options = [(f"{shot.step:,}", n) for n, shot in enumerate(self.snapshots)]
        self.snapshot = self.control(
            widgets.SelectionSlider(
                options=options,
                value=len(options) // 3,  # when some words are known and some are not
                description="trained",
                tooltip="After how many training steps",
            )
        )
        vocabulary = self.small.target_vocabulary
        self.picture = TapePicture(self.figure, math.log(len(vocabulary)))
        self.live(*self.picture.artists)
        self.on_sentence()

    def read(self, text):
        """Let the teacher translate, and every snapshot guess each next word.

        Raises: ValueError with a message for the student.
        """
        found = self.teacher.translate(text)
        answer = found.target_tokens
        check_room(len(answer) + 1, MOST_PLACES, "places on the tape")
        _, source_ids, unknown = self.small.read(text)
        ids = self.small.target_vocabulary.encode(answer)
        given = torch.tensor([[BOS_ID, *ids]])  # (1, T)
        wanted = torch.tensor([*ids, EOS_ID])  # (T,)
        guesses = [guess(model, source_ids, given, wanted) for model in self.models]
        return drawable(answer), guesses, unknown_words_note(unknown)

    def on_sentence(self):
        """Write both rows of the tape; the second guess is lit first."""
        words = self.sentence_box.accepted[0]
        with self.quiet():
            offer(self.place, [*words, EOS], 1)
        self.picture.label([BOS, *words], [*words, EOS])

    def panel(self):
        return widgets.VBox(
            [
                row(self.sentence_box.text, self.sentence_box.examples),
                row(self.place, self.snapshot, self.reset_button),
            ]
        )

    def update(self):
        words, guesses, self.note = self.sentence_box.accepted
        losses, best = guesses[self.snapshot.value]
        place = self.place.value
        self.picture.show(losses, place)
        given, wanted = [BOS, *words][: place + 1], [*words, EOS][place]
        if len(given) > MOST_SAID:
            given = ["…", *given[-MOST_SAID:]]
        guessed = self.small.target_vocabulary.decode([best[place]])[0]
        right = "right" if guessed == wanted else f"its best guess is {guessed}"
        return (
            f"After {' '.join(given)} must come {wanted}: p = "
            f"{math.exp(-losses[place]):.2f}, loss {losses[place]:.2f} ({right}). "
            f"Mean of the sentence: {sum(losses) / len(losses):.2f}."
        )


@torch.no_grad()
def guess(model, source_ids, given, wanted):
    """Guess every next word at once.

    Shape: source_ids (1, S), given (1, T), wanted (T,)
        -> the loss of each place, and the likeliest word's id: T numbers each
    """
    logits = model(source_ids, given)[0]  # (T, V)
    losses = F.cross_entropy(logits, wanted, reduction="none")
    return losses.tolist(), logits.argmax(dim=-1).tolist()
