"""Phrases in two languages at once: the English words, the Chinese, and their links.

A rule of the grammar never counts positions. It joins small phrases into large ones,
for each language in its own order, and every Chinese token keeps hold of the English
word that it comes from, wherever that word moves.
"""

from dataclasses import dataclass
from typing import NamedTuple


class Sample(NamedTuple):
    """One sentence with its translation, and which word came from which.

    alignment names, for each Chinese token, the index of its English word, or None;
    content tells the words that carry meaning from the particles and measure words;
    pairs are the word pairs of the sentence, in dictionary form: ("red", "hat").
    """

    english: tuple[str, ...]
    chinese: tuple[str, ...]
    alignment: tuple[int | None, ...]
    content: tuple[bool, ...]
    pairs: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, eq=False)  # two "old" in one sentence are two different words
class Word:
    """One English word, standing in one place of one sentence."""

    text: str


class Token(NamedTuple):
    """One Chinese token and the English word that it comes from, if any."""

    text: str
    source: Word | None
    is_content: bool


@dataclass(frozen=True)
class Phrase:
    """Some English words and the Chinese tokens that say the same."""

    english: tuple[Word, ...] = ()
    chinese: tuple[Token, ...] = ()
    pairs: frozenset[tuple[str, str]] = frozenset()

    @property
    def words(self):
        """Return the English words as a set of strings."""
        return {word.text for word in self.english}

    def sample(self):
        """Return the finished sentence, links counted as positions."""
        index = {word: i for i, word in enumerate(self.english)}
        return Sample(
            tuple(word.text for word in self.english),
            tuple(token.text for token in self.chinese),
            tuple(index.get(token.source) for token in self.chinese),
            tuple(token.is_content for token in self.chinese),
            self.pairs,
        )


EMPTY = Phrase()


def content(english, chinese):
    """Make a phrase of one word that carries meaning: content("cat", "猫")."""
    word = Word(english)
    return Phrase((word,), (Token(chinese, word, True),))


def function(english="", chinese="", source=None):
    """Make a phrase of function words; either language may have none.

    The Chinese tokens come from the last English word, or from the phrase source.
    """
    words = tuple(Word(text) for text in english.split())
    links = source.english if source else words
    link = links[-1] if links else None
    return Phrase(words, tuple(Token(t, link, False) for t in chinese.split()))


def reorder(english, chinese, pairs=()):
    """Join phrases, each language in its own order.

    A phrase that stands in only one of the two lists is left unsaid in the other.
    """
    tokens = []
    for token in (token for phrase in chinese for token in phrase.chinese):
        # One 在 is enough: 正在 + 在 公园 里 -> 正在 公园 里.
        if token.text == "在" and tokens and tokens[-1].text in ("在", "正在"):
            continue
        tokens.append(token)
    return Phrase(
        tuple(word for phrase in english for word in phrase.english),
        tuple(tokens),
        frozenset(pairs).union(*(phrase.pairs for phrase in english)),
    )


def join(*phrases):
    """Join phrases whose order is the same in both languages."""
    return reorder(phrases, phrases)
