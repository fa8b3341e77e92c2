"""What explorers of several lessons share: a typed sentence, read by a translator."""

from typing import NamedTuple

import numpy as np
import torch

from helpers.language import BOS_ID, EOS_ID, PAD_ID
from helpers.model import record
from helpers.stage import Explorer, Sentence, derived
from helpers.stage.style import displayable


class Reading(NamedTuple):
    """A typed sentence as the model reads it: words, ids (1, S), words it lacks."""

    tokens: list
    ids: torch.Tensor
    unknown: dict


class SentenceExplorer(Explorer):
    """An explorer with a translator and a sentence that is typed.

    A subclass may have `examples`, which others may take the place of, and change
    `most_words`, for which its picture has room. It may extend `read`, which refuses a
    text by raising ValueError with a message for the student.
    """

    most_words, least_words, examples = 12, 1, ()
    sentence = Sentence(lambda self: self.examples)

    def __init__(self, translator, examples=None):
        self.translator, self.examples = translator, examples or self.examples
        super().__init__()

    def read(self, text):
        """Read a text. Raises: ValueError with a message for the student."""
        tokens, ids, unknown = self.translator.read(text)
        check_room(len(tokens), self.most_words)
        if len(tokens) < self.least_words:
            raise ValueError(f"That is one word: type at least {self.least_words}.")
        return Reading(drawable(tokens), ids, unknown)

    @derived
    def recorded(self):
        """What the model computes of the sentence, by the names of `record`.

        Shape: that of `record`, without the batch
        """
        with torch.no_grad(), record(self.translator.model) as tensors:
            self.run(self.translator.model, self.sentence.reading.ids)
        return {name: tensor[0].numpy() for name, tensor in tensors.items()}

    def run(self, model, source_ids):
        """Run the part of the model that is recorded: the encoder."""
        model.encode(source_ids)

    @derived
    def tokens(self):
        """The words of the sentence, as they can be drawn."""
        return self.sentence.reading.tokens

    def note(self):
        """Say which words the model does not know, and which known ones are near."""
        words = [
            f"“{word}”" + f" (near: {', '.join(near)})" * bool(near)
            for word, near in self.sentence.reading.unknown.items()
        ]
        listed = "; ".join(words)
        return f"Not in the model's vocabulary, read as <unk>: {listed}." * bool(words)

    def target_words(self, ids):
        """Return the words of target ids, as they can be drawn."""
        return drawable(self.translator.target_vocabulary.decode([*ids]))

    def target_text(self, ids):
        """Join the words of target ids, without <eos> and padding."""
        ids = [word for word in ids if word not in (EOS_ID, PAD_ID)]
        return "".join(self.target_words(ids))


class DecodingExplorer(SentenceExplorer):
    """An explorer that has the whole model recorded, while it reads its own output.

    A subclass may have another `target`, or say by `fed` which ids the decoder reads.
    """

    @derived
    def target(self):
        """The words of the translation."""
        return self.translator.translate(self.sentence.value).target_tokens

    @property
    def fed(self):
        """The ids that the decoder reads, <bos> first."""
        return [BOS_ID, *self.translator.target_vocabulary.encode(self.target)]

    def run(self, model, source_ids):
        """Run the whole model."""
        model(source_ids, torch.tensor([self.fed]))

    @property
    def last_layer(self):
        """What `record` calls the last layer of the decoder."""
        return f"decoder.{self.translator.model.config.num_decoder_layers - 1}"


def drawable(tokens):
    """List tokens as the house font can draw them."""
    return [displayable(token) for token in tokens]


def check_room(count, room, what="words"):
    """Refuse a sentence for which the picture has no room.

    Raises: ValueError with a message for the student.
    """
    if count > room:
        raise ValueError(
            f"That is {count} {what}, and the picture has room for {room}: type a "
            "shorter sentence."
        )


def of_head(maps, head):
    """Return one head's map (from 1), or for 0 the mean. Shape: (H, T, S) -> (T, S)"""
    return np.asarray(maps[head - 1] if head else maps.mean(0))


def head_name(head):
    """Say which head is meant."""
    return f"head {head}" if head else "mean of the heads"


def counted(number, noun):
    """Say how many there are: 1 word, 3 words."""
    return f"{number:,} {noun}{'s' * (number != 1)}"
