"""All words that the grammar can say, in a readable and stable order."""

from helpers.language.grammar.adjectives import ADJECTIVES
from helpers.language.grammar.noun_phrases import NUMBERS, THESE, THIS
from helpers.language.grammar.nouns import KIN, NAMES, NOUNS, PLACES, PRONOUNS
from helpers.language.grammar.scenes import TIMES
from helpers.language.grammar.verbs import (
    ACTIVITIES,
    EVENTS,
    INTRANSITIVES,
    STATES,
    WEARING,
)
from helpers.language.vocabulary import Vocabulary

_VERBS = (STATES, ACTIVITIES, INTRANSITIVES, EVENTS, WEARING)
_ENGLISH_FUNCTION_WORDS = (
    "a an the and many who that because with in on at to not often never very too "
    "do does did don't doesn't didn't will won't "
    "am is are isn't aren't was were wasn't weren't be"
)
_CHINESE_FUNCTION_WORDS = (
    "的 了 着 吗 不 没 在 正在 会 想 是 里 上 和 一起 们 很 非常 太 因为 很多 经常 从不"
)


def _english():
    """List the English words, lesson by lesson."""
    for pronoun in PRONOUNS:
        yield from pronoun[:3]
    yield "it"
    for name in NAMES:
        yield from (name, f"{name}'s")
    yield from KIN
    yield from (*THIS, *THESE, *NUMBERS)
    for noun in NOUNS.values():
        yield from (noun.english, noun.plural)
    yield from PLACES
    for time in TIMES:
        yield from time.split()
    yield from ADJECTIVES
    for verbs in _VERBS:
        for verb in verbs.values():
            yield from verb.forms.split()
    yield from _ENGLISH_FUNCTION_WORDS.split()


def _chinese():
    """List the Chinese words in the same order."""
    yield from (pronoun.chinese for pronoun in PRONOUNS)
    for words in (NAMES, KIN, THIS, THESE, NUMBERS):
        yield from words.values()
    for noun in NOUNS.values():
        yield from (noun.chinese, noun.measure)
    for place in PLACES.values():
        yield from (place.chinese, place.inside)
    for time in TIMES.values():
        yield from time.split()
    for adjective in ADJECTIVES.values():
        for meaning in adjective.meanings:
            yield meaning.chinese
            if adjective.group == "colour":
                yield f"{meaning.chinese}色"
    for verbs in _VERBS:
        for verb in verbs.values():
            yield from verb.meanings
    yield from _CHINESE_FUNCTION_WORDS.split()


# Each word once, at its first place; "" stands where a word has no such form.
ENGLISH_WORDS = tuple(word for word in dict.fromkeys(_english()) if word.strip("-"))
CHINESE_WORDS = tuple(word for word in dict.fromkeys(_chinese()) if word)


def english_vocabulary():
    """Return the vocabulary of the grammar's English side."""
    return Vocabulary(ENGLISH_WORDS)


def chinese_vocabulary():
    """Return the vocabulary of the grammar's Chinese side."""
    return Vocabulary(CHINESE_WORDS)
