"""All words that the grammar can say, in a stable order, and the kind of each."""

from typing import NamedTuple

from helpers.language.grammar import dictionary
from helpers.language.grammar.dictionary import ANIMALS, DRINKS, FOOD, PEOPLE
from helpers.language.vocabulary import Vocabulary

KINDS = ("people", "animals", "food, drink", "other things", "places")
KINDS += ("adjectives", "verbs")
_ENGLISH_FUNCTION_WORDS = (
    "a an the and many who that because with in on at to not often never very too "
    "do does did don't doesn't didn't will won't "
    "am is are isn't aren't was were wasn't weren't be"
)
_CHINESE_FUNCTION_WORDS = (
    "的 了 着 吗 不 没 在 正在 会 想 是 里 上 和 一起 们 很 非常 太 因为 很多 经常 从不"
)


class Sort(NamedTuple):
    """Say what kind a word is of, and whose form it is: apples is one of apple."""

    kind: str
    family: str


def kind_of_noun(noun):
    """Return the kind of a noun, named in the singular."""
    groups = {"people": PEOPLE, "animals": ANIMALS, "food, drink": FOOD + DRINKS}
    return next((kind for kind, words in groups.items() if noun in words), KINDS[3])


def _entries():
    """List the dictionary: kind ("" for none), English forms, Chinese words."""
    for pronoun in dictionary.PRONOUNS:
        yield "people", pronoun[:3], [pronoun.chinese]
    yield "", ["it"], []
    for name, chinese in dictionary.NAMES.items():
        yield "people", [name, f"{name}'s"], [chinese]
    for word, chinese in dictionary.KIN.items():
        yield "people", [word], [chinese]
    for words in (dictionary.THIS, dictionary.THESE, dictionary.NUMBERS):
        yield "", words, words.values()
    for noun in dictionary.NOUNS.values():
        yield kind_of_noun(noun.english), noun[:2], noun[2:]
    for place in dictionary.PLACES.values():
        yield "places", [place.english], [place.chinese, place.inside]
    for english, chinese in dictionary.TIMES.items():
        yield "", english.split(), chinese.split()
    for adjective in dictionary.ADJECTIVES.values():
        words = [meaning.chinese for meaning in adjective.meanings]
        if adjective.group == "colour":
            words.append(f"{words[0]}色")
        yield "adjectives", [adjective.english], words
    for verb in dictionary.VERBS.values():
        yield "verbs", verb.forms.split(), verb.meanings
    yield "", _ENGLISH_FUNCTION_WORDS.split(), _CHINESE_FUNCTION_WORDS.split()


def sorts():
    """Sort the English words of the grammar. Returns {word: Sort}."""
    return {
        form: Sort(kind, next(iter(forms)))
        for kind, forms, _ in _entries()
        for form in forms
        if kind and form.strip("-")
    }


# Each word once, at its first place; "" and "-" stand where a word has no such form.
ENGLISH_WORDS, CHINESE_WORDS = (
    tuple(dict.fromkeys(w for entry in _entries() for w in entry[side] if w.strip("-")))
    for side in (1, 2)
)


def english_vocabulary():
    """Return the vocabulary of the grammar's English side."""
    return Vocabulary(ENGLISH_WORDS)


def chinese_vocabulary():
    """Return the vocabulary of the grammar's Chinese side."""
    return Vocabulary(CHINESE_WORDS)
