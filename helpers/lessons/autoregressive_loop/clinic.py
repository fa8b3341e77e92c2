"""Lesson 7: patients that are well trained, and write in a wrong way."""

from functools import partial

from helpers.language import EOS_ID, PAD_ID
from helpers.lessons.encoder.clinic import two_runs
from helpers.lessons.patient import (
    Patient,
    instead,
    no_change,
    probe,
    seeded,
    write_fed_again,
    written_map,
    zero,
)
from helpers.model import (
    InputEmbedding,
    Transformer,
    greedy_decode,
    record_attention,
    sample_decode,
)
from helpers.model.autoregressive_loop import NextWordScorer
from helpers.model.cache import DecoderCache, KeyValueCache

SELF = "decoder.0.self"
FED, COPIES, LONGEST = 3, 40, 16
TEMPERATURE = 0.5  # that is asked for; the sick machine multiplies by it
NO_ID = -1  # no word has this id: nothing ends a sentence


@probe(
    "Feed in two words at once, then the second alone: how far apart are its two rows?",
    "they are the same",
    "{:.2f} apart",
    healthy=lambda apart, restless: zero(apart),
)
def alone(machine, sample):
    embedding = machine.model.target_embedding
    ids = sample.target_ids[:, :1].expand(1, 2)
    together, again = (seeded(embedding, ids, seed=seed)[:, 1] for seed in (0, 1))
    single = embedding(ids[:, 1:], start=1)[:, 0]
    return tuple((together - row).abs().max().item() for row in (single, again))


@probe(
    "Write three words with a cache: how many keys does the third one meet?",
    "three",
    "{}",
    healthy=lambda keys: keys == FED,
)
def keys_met(machine, sample):
    score = NextWordScorer(machine.model, sample.source_ids, cache=True)
    with record_attention(machine.model) as maps:
        for length in range(1, FED + 1):
            score(sample.target_ids[:, :1].expand(1, length))  # whichever words
    return (maps[SELF].size(-1),)


@probe(
    "Let it write 16 words: how many come after <eos>?",
    "none",
    "{}",
    healthy=lambda words: not words,
)
def past_the_end(machine, sample):
    said = machine.says(sample.source_ids, LONGEST)[0].tolist()
    after = said[said.index(EOS_ID) + 1 :] if EOS_ID in said else []
    return (sum(word != PAD_ID for word in after),)


@probe(
    "Let it write the sentence 40 times at temperature 0.5: how many versions are "
    "there? And how far do the logits of two runs differ?",
    "few; and the logits are the same",
    "versions: {}; logits differ by {:.2f}",
    healthy=lambda count, apart: count <= COPIES / 4 and zero(apart),
)
def versions(machine, sample):
    said = machine.says(sample.source_ids.repeat(COPIES, 1), LONGEST)
    count = len({tuple(row) for row in said.tolist()})
    return count, *two_runs.measure(machine, sample)


class LosesOldest(KeyValueCache):
    """Forget the oldest key and value as soon as there are two: off by one."""

    def add(self, *new):
        kept = super().add(*new)
        return [tensor[:, :, min(self.length - 1, 1) :] for tensor in kept]


def lossy_cache(self):
    cache = DecoderCache(self.config.num_decoder_layers)
    cache.layers = [(LosesOldest(), fixed) for _, fixed in cache.layers]
    return cache


def nothing_kept(self, target_ids, memory, memory_mask=None, cache=None):
    """Feed in the last word alone, and keep nothing."""
    x = self.target_embedding(target_ids[:, -1:], start=target_ids.size(1) - 1)
    return self.output(self.decoder(x, memory, None, memory_mask))


def always_first_place(self, ids, start=0):
    """Give a word that comes alone the first place, wherever it stands."""
    return InputEmbedding.forward(self, ids)


# A temperature divides the logits, and to multiply by t is to divide by 1/t.
coldly, warmly = (
    partial(sample_decode, temperature=t) for t in (TEMPERATURE, 1 / TEMPERATURE)
)
endlessly = partial(greedy_decode, eos_id=NO_ID)
# Training knows nothing of the loop; most of them write with a cache.
Writer = partial(
    Patient,
    attention=SELF,
    draw=written_map,
    write=greedy_decode,
    well=greedy_decode,
    in_training=False,
)
PATIENTS = (
    Writer(
        "no end",
        no_change,
        "It says what it should, and then does not stop.",
        "<eos> does not stop the loop",
        "The loop runs to max_len: nobody compares the chosen word with <eos>.",
        past_the_end,
        lambda words: True,
        write=endlessly,
    ),
    Writer(
        "nothing kept",
        instead(Transformer, decode=nothing_kept),
        "It begins well, and then forgets what it has said.",
        "only the last word is fed in, and nothing is kept",
        "Without the output so far and without a cache, a word sees no other.",
        keys_met,
        lambda keys: keys == 1,
        write=write_fed_again,
        well=write_fed_again,
    ),
    Writer(
        "first place",
        instead(InputEmbedding, forward=always_first_place),
        "Without a cache it writes well. With one it may end in another word.",
        "a word that comes alone always gets the first place",
        "With a cache words come one by one, and the positions were counted from 0 "
        "for each of them: `start` was forgotten.",
        alone,
        lambda apart, restless: zero(restless),
    ),
    Writer(
        "temperature multiplied",
        no_change,
        "It was told to choose its words with care. It talks in a fever.",
        "logits are multiplied by the temperature",
        "logits * temperature in place of logits / temperature: what should sharpen "
        "flattens.",
        versions,
        lambda count, apart: count > COPIES / 2 and zero(apart),
        write=warmly,
        well=coldly,
    ),
    Writer(
        "cache loses oldest",
        instead(Transformer, new_cache=lossy_cache),
        "It mostly writes well. Look closely at the map's first column.",
        "the cache is off by one",
        "The oldest key and value fall out as soon as there are two: <bos> is never "
        "seen again.",
        keys_met,
        lambda keys: keys == FED - 1,
    ),
)
