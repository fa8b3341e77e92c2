"""Corpora: sentences of the grammar in splits, and pairs read from files."""

import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from helpers.language.grammar import Sample, sentences

# Word pairs that no training sentence contains, though it knows each word from others:
# adjective and noun, number and noun, verb and object. What a pair means must follow
# from its words: whether "wear a coat" is 穿 or 戴, or an "old doctor" 老 or 旧, has to
# be learned, so these are not left out.
UNSEEN_PAIRS = frozenset(
    tuple(pair.split())
    for pair in (
        "beautiful flower, big orange, black scarf, blue coat, cheap car, clever boy, "
        "new book, good doctor, red hat, small dog, white cat, two book, three cat, "
        "four egg, five hat, one letter, buy milk, drink coffee, eat cake, find dog, "
        "like sweater, read story, want apple, wash hat"
    ).split(", ")
)

_DOWNLOAD = (
    "download a 'Mandarin Chinese - English' file (cmn-eng.zip) from "
    "https://www.manythings.org/anki and unpack it"
)
_AUTHOR = re.compile(r"#\d+ \(([^)]+)\)")
_DOWNLOAD_COLUMNS = ("English", "Chinese", "credit")
_TATOEBA_HEADER = ("en", "zh", "en_id", "en_author", "zh_id", "zh_author")


@dataclass(frozen=True)
class Splits:
    """A corpus in four parts; no English sentence stands in two of them."""

    train: tuple[Sample, ...]
    dev: tuple[Sample, ...]
    test: tuple[Sample, ...]
    unseen_pairs: tuple[Sample, ...]  # each with a word pair from UNSEEN_PAIRS


class Pair(NamedTuple):
    """One English sentence, one Chinese translation, and whom to thank for them."""

    english: str
    chinese: str
    credit: str


def grammar_corpus(train=20_000, held_out=1_000, seed=0):
    """Generate sentences of the grammar: train, and held_out for each other split.

    Raises: ValueError if a size is negative.
    """
    if train < 0 or held_out < 0:
        raise ValueError(f"{train=} and {held_out=} must not be negative")
    seen, unseen, known = [], [], set()
    for sample in sentences(seed):
        if len(seen) >= train + 2 * held_out and len(unseen) >= held_out:
            break
        if sample.english not in known:
            known.add(sample.english)
            (unseen if sample.pairs & UNSEEN_PAIRS else seen).append(sample)
    # Short sentences repeat, so the stream's start has more of them: mix, then cut.
    seen = seen[: train + 2 * held_out]
    random.Random(seed).shuffle(seen)
    return Splits(
        train=tuple(seen[2 * held_out :]),
        dev=tuple(seen[:held_out]),
        test=tuple(seen[held_out : 2 * held_out]),
        unseen_pairs=tuple(unseen[:held_out]),
    )


def read_pairs(path):
    """Read sentence pairs from a Tatoeba table or a manythings.org file.

    The first has a header and six columns (en zh en_id en_author zh_id zh_author), the
    second three (English, Chinese, credit); columns are separated by tabs. Sentences
    stay as they are: splitting them into words or characters comes later.

    Raises: FileNotFoundError if there is no such file; ValueError if it is not UTF-8,
        or if a line, which is named, has too few columns or an empty sentence.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {path}: {_DOWNLOAD}")
    try:
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} is not UTF-8 text ({error}): {_DOWNLOAD}") from error
    is_table = tuple(lines[0].rstrip("\r").split("\t")) == _TATOEBA_HEADER
    names = _TATOEBA_HEADER if is_table else _DOWNLOAD_COLUMNS
    return [
        _read_pair(f"{path}, line {number}", line.rstrip("\r"), names)
        for number, line in enumerate(lines, start=1)
        if line.strip() and not (is_table and number == 1)
    ]


def _read_pair(where, line, names):
    """Cut a line into columns of these names; the first two must not be empty."""
    columns = line.split("\t")
    if len(columns) != len(names) or not (columns[0].strip() and columns[1].strip()):
        raise ValueError(
            f"{where}: expected {len(names)} columns separated by tabs "
            f"({', '.join(names)}; the first two not empty), found {line[:80]!r}"
        )
    english, chinese, *credit = columns
    if names == _TATOEBA_HEADER:
        credit = ["tatoeba.org #{} ({}) & #{} ({})".format(*credit)]
    return Pair(english, chinese, *credit)


def contributors(pairs):
    """Return the names of all authors that the pairs credit, each once, in order."""
    names = (name for pair in pairs for name in _AUTHOR.findall(pair.credit))
    return tuple(sorted(set(names), key=lambda name: (name.lower(), name)))


def split_pairs(pairs, held_out, seed=0):
    """Split pairs into train, dev and test: held_out English sentences in dev and test.

    All translations of one English sentence stay together, so that none of them can be
    learned by heart for the test.

    Raises: ValueError if too few English sentences would be left to train on.
    """
    english = list(dict.fromkeys(pair.english for pair in pairs))
    if held_out < 0 or 2 * held_out >= len(english):
        raise ValueError(
            f"{held_out=} must be at least 0 and less than half of the "
            f"{len(english)} English sentences"
        )
    random.Random(seed).shuffle(english)
    dev, test = set(english[:held_out]), set(english[held_out : 2 * held_out])
    return (
        [pair for pair in pairs if pair.english not in dev | test],
        [pair for pair in pairs if pair.english in dev],
        [pair for pair in pairs if pair.english in test],
    )
