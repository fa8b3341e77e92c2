"""The task of the third model: real sentences, from a file that the user names."""

import random
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from helpers.language import UNK_ID, split_words, split_words_and_marks
from helpers.language.corpora import contributors, read_pairs, split_pairs
from helpers.language.segmentation import (
    chinese_characters,
    spell_rare_words,
    vocabulary_in_usual_spelling,
    vocabulary_with_characters,
)
from helpers.model import beam_search
from helpers.training.batches import encode_pair
from helpers.training.bleu import bleu, found_exactly, write_texts
from helpers.training.cards import TATOEBA, About
from helpers.training.tasks import Split, Task

LONGEST = 8  # English words; longer sentences are left out
LEAST_CHINESE = 3  # rarer Chinese tokens are written character by character
EVERYDAY_WORDS = 800  # sentences within the commonest words are measured apart
WITHOUT_END_MARK = 0.1  # so many sentences are read without, as some people type
END_MARKS = frozenset(".!?")


@dataclass(frozen=True)
class TranslatedSplit(Split):
    """Hold each English sentence once, with all translations that people gave."""

    references: list  # a list of Chinese texts for each pair

    def keep(self, wanted):
        """Return the part whose pair and references are wanted."""
        rows = zip(self.pairs, self.references, strict=True)
        kept = [row for row in rows if wanted(*row)]
        return TranslatedSplit([pair for pair, _ in kept], [], [r for _, r in kept])


@dataclass(frozen=True)
class RealTask(Task):
    """Hold real sentences, where one English sentence has many good translations.

    `unseen_pairs` are the test sentences of which no translation is in training, and
    `everyday` those that need only the commonest English words.
    """

    score_name: ClassVar[str] = "BLEU"
    about: ClassVar[About] = TATOEBA
    everyday: TranslatedSplit

    def score(self, model, count):
        """Return the BLEU on the first dev sentences, from 0 to 1."""
        texts = write_texts(model, self.dev.pairs[:count], self.target_vocabulary)
        return bleu(texts, self.dev.references[:count]) / 100

    def measure(self, model):
        """Measure a model on all test sentences, and on those of two kinds."""
        figures = {}
        ways = {"": {}, ", beam of 4": {"decode": partial(beam_search, beam_width=4)}}
        splits = {
            "test sentences": self.test,
            "everyday ones": self.everyday,
            "with new Chinese": self.unseen_pairs,
        }
        for way, options in ways.items():
            for name, split in splits.items():
                if split.pairs:
                    texts = write_texts(
                        model, split.pairs, self.target_vocabulary, **options
                    )
                    label = f"{len(split.pairs):,} {name}{way}"
                    figures[f"BLEU, {label}"] = f"{bleu(texts, split.references):.1f}"
                    right = found_exactly(texts, split.references)
                    figures[f"exact match, {label}"] = f"{right:.1%}"
        return figures


def tatoeba_task(path, recipe, cut=chinese_characters):
    """Read a file of sentence pairs, hold English sentences out, and encode the rest.

    Held out are sentences that training never has, not even with other marks and
    capitals. `cut` turns a Chinese sentence into tokens; the experiment
    `real_sentences` says why these are characters.

    Raises: as `read_pairs` and `split_pairs`.
    """
    pairs = [pair for pair in read_pairs(path) if is_short(pair, recipe.max_len)]
    train, *held_out = split_pairs(pairs, recipe.held_out, recipe.seed)
    known = {bare_words(pair) for part in held_out for pair in part}
    train = [pair for pair in train if bare_words(pair) not in known]
    english = [split_words_and_marks(pair.english) for pair in train]
    chinese = [cut(pair.chinese) for pair in train]
    words = (
        vocabulary_in_usual_spelling(english),
        vocabulary_with_characters(chinese, LEAST_CHINESE),
    )
    english = some_without_end_mark(english, recipe.seed)
    encoded = [encode(*pair, *words) for pair in zip(english, chinese, strict=True)]
    dev, test = (translated_split(part, cut, *words) for part in held_out)
    seen = {pair.chinese for pair in train}
    return RealTask(
        *words,
        train=Split(encoded, []),
        dev=dev,
        test=test,
        unseen_pairs=test.keep(lambda _, references: not seen & set(references)),
        everyday=test.keep(lambda pair, _: is_everyday(pair)),
        contributors=contributors(pairs),
    )


def is_short(pair, max_len):
    """Say whether a pair has words, but not too many of them."""
    fits = len(pair.english.split()) <= LONGEST and len(pair.chinese) < max_len - 1
    return fits and bool(bare_words(pair))


def bare_words(pair):
    """Return what English sentences share that differ in marks and capitals alone."""
    return tuple(word.lower() for word in split_words(pair.english))


def is_everyday(pair):
    """Say whether a source has only known words, all of them common."""
    source, _ = pair
    return UNK_ID not in source and max(source) < EVERYDAY_WORDS


def encode(english, chinese, source_vocabulary, target_vocabulary):
    """Turn the words of a pair into ids; rare Chinese words are spelled out."""
    spelled = spell_rare_words(chinese, target_vocabulary)
    return encode_pair(english, spelled, source_vocabulary, target_vocabulary)


def some_without_end_mark(sentences, seed):
    """Take the end mark off some sentences, as if they had been typed in a hurry."""
    order = random.Random(seed)
    return [
        words[:-1]
        if order.random() < WITHOUT_END_MARK
        and len(words) > 1
        and words[-1] in END_MARKS
        else words
        for words in sentences
    ]


def translated_split(pairs, cut, *vocabularies):
    """Gather the translations of each English sentence."""
    references = defaultdict(list)
    for pair in pairs:
        references[pair.english].append(pair.chinese)
    encoded = [
        encode(split_words_and_marks(english), cut(chinese[0]), *vocabularies)
        for english, chinese in references.items()
    ]
    return TranslatedSplit(encoded, [], list(references.values()))
