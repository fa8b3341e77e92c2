"""Lesson 7: mistakes in the loop; training knows nothing of them."""

from functools import partial

from helpers.model import InputEmbedding, Transformer, greedy_decode, sample_decode
from helpers.model.cache import DecoderCache, KeyValueCache
from helpers.training.bugs.bug import Bug, becoming, no_change, whole_model

LESSON = "autoregressive_loop"
TEMPERATURE = 0.5  # that is asked for; the sick machine multiplies by it
NO_ID = -1  # no word has this id: nothing ends a sentence


class AlwaysFirstPlace(InputEmbedding):
    """Give a word that comes alone the first place, wherever it stands."""

    def forward(self, ids, start=0):
        return super().forward(ids)


class LosesOldest(KeyValueCache):
    """Forget the oldest key and value as soon as there are two: off by one."""

    def add(self, *new):
        kept = super().add(*new)
        return [tensor[:, :, min(self.length - 1, 1) :] for tensor in kept]


class LossyCache(Transformer):
    """Decode with a cache that is off by one."""

    def new_cache(self):
        cache = DecoderCache(self.config.num_decoder_layers)
        cache.layers = [(LosesOldest(), fixed) for _, fixed in cache.layers]
        return cache


class NothingKept(Transformer):
    """Feed in the last word alone, and keep nothing."""

    def decode(self, target_ids, memory, memory_mask=None, cache=None):
        x = self.target_embedding(target_ids[:, -1:], start=target_ids.size(1) - 1)
        return self.output(self.decoder(x, memory, None, memory_mask))


# A temperature divides the logits, and to multiply by t is to divide by 1/t.
coldly, warmly = (
    partial(sample_decode, temperature=t) for t in (TEMPERATURE, 1 / TEMPERATURE)
)
endlessly = partial(greedy_decode, eos_id=NO_ID)
USE = {"well": greedy_decode, "write": greedy_decode, "in_training": False}

BUGS = (
    Bug("first place", LESSON, becoming(InputEmbedding, AlwaysFirstPlace), **USE),
    Bug("cache loses oldest", LESSON, whole_model(LossyCache), **USE),
    Bug("nothing kept", LESSON, whole_model(NothingKept), in_training=False),
    Bug("no end", LESSON, no_change, **USE | {"write": endlessly}),
    Bug(
        "temperature multiplied",
        LESSON,
        no_change,
        **USE | {"well": coldly, "write": warmly},
    ),
)
