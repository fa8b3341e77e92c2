"""Lesson 7: patients that are well trained, and write in a wrong way."""

from helpers.exercises.clinic.encoder import two_runs
from helpers.exercises.clinic.maps import written_map
from helpers.exercises.clinic.patient import Patient
from helpers.exercises.clinic.probe import HEALTHY, Probe, seeded, zero
from helpers.language import EOS_ID, PAD_ID
from helpers.model import record_attention
from helpers.model.autoregressive_loop import NextWordScorer

SELF = "decoder.0.self"
FED, COPIES, LONGEST = 3, 40, 16


def alone(machine, sample):
    embedding, ids = (
        machine.model.target_embedding,
        sample.target_ids[:, :1].expand(1, 2),
    )
    together, again = (seeded(embedding, ids, seed=seed)[:, 1] for seed in (0, 1))
    single = embedding(ids[:, 1:], start=1)[:, 0]
    return tuple((together - row).abs().max().item() for row in (single, again))


ALONE = Probe(
    "Feed in two words at once, then the second alone: how far apart are its two rows?",
    "they are the same",
    alone,
    "{:.2f} apart",
    {
        HEALTHY: lambda apart, restless: zero(apart),
        "first place": lambda apart, restless: not zero(apart) and zero(restless),
    },
)


def keys_met(machine, sample):
    score = NextWordScorer(machine.model, sample.source_ids, cache=True)
    with record_attention(machine.model) as maps:
        for length in range(1, FED + 1):
            score(sample.target_ids[:, :1].expand(1, length))  # whichever words
    return (maps[SELF].size(-1),)


KEYS_MET = Probe(
    "Write three words with a cache: how many keys does the third one meet?",
    "three",
    keys_met,
    "{}",
    {
        HEALTHY: lambda keys: keys == FED,
        "cache loses oldest": lambda keys: keys == FED - 1,
        "nothing kept": lambda keys: keys == 1,
    },
)


def past_the_end(machine, sample):
    said = machine.says(sample.source_ids, LONGEST)[0].tolist()
    after = said[said.index(EOS_ID) + 1 :] if EOS_ID in said else []
    return (sum(word != PAD_ID for word in after),)


PAST_THE_END = Probe(
    "Let it write 16 words: how many come after <eos>?",
    "none",
    past_the_end,
    "{}",
    {HEALTHY: lambda words: not words, "no end": lambda words: words},
)


def versions(machine, sample):
    said = machine.says(sample.source_ids.repeat(COPIES, 1), LONGEST)
    return len({tuple(row) for row in said.tolist()}), *two_runs(machine, sample)


VERSIONS = Probe(
    "Let it write the sentence 40 times at temperature 0.5: how many versions are "
    "there? And how far do the logits of two runs differ?",
    "few; and the logits are the same",
    versions,
    "versions: {}; logits differ by {:.2f}",
    {
        HEALTHY: lambda count, apart: count <= COPIES / 4 and zero(apart),
        "temperature multiplied": lambda count, apart: (
            count > COPIES / 2 and zero(apart)
        ),
    },
)

PATIENTS = (
    Patient(
        "no end",
        "It says what it should, and then does not stop.",
        "<eos> does not stop the loop",
        "The loop runs to max_len: nobody compares the chosen word with <eos>.",
        PAST_THE_END,
        SELF,
        draw=written_map,
    ),
    Patient(
        "nothing kept",
        "It begins well, and then forgets what it has said.",
        "only the last word is fed in, and nothing is kept",
        "Without the output so far and without a cache, a word sees no other.",
        KEYS_MET,
        SELF,
        draw=written_map,
    ),
    Patient(
        "first place",
        "Without a cache it writes well. With one it may end in another word.",
        "a word that comes alone always gets the first place",
        "With a cache words come one by one, and the positions were counted from 0 "
        "for each of them: `start` was forgotten.",
        ALONE,
        SELF,
        draw=written_map,
    ),
    Patient(
        "temperature multiplied",
        "It was told to choose its words with care. It talks in a fever.",
        "logits are multiplied by the temperature",
        "logits * temperature in place of logits / temperature: what should sharpen "
        "flattens.",
        VERSIONS,
        SELF,
        draw=written_map,
    ),
    Patient(
        "cache loses oldest",
        "It mostly writes well. Look closely at the map's first column.",
        "the cache is off by one",
        "The oldest key and value fall out as soon as there are two: <bos> is never "
        "seen again.",
        KEYS_MET,
        SELF,
        draw=written_map,
    ),
)
