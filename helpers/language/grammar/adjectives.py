"""How things are: adjectives, the nouns they fit, and their Chinese.

Two lists stand beside every meaning: the nouns that the adjective may precede (a new
teacher: 新 老师), and those of which it may be said (the coat is new: 大衣 很 新).
"""

from functools import cache
from typing import NamedTuple

from helpers.language.grammar.nouns import (
    ANIMALS,
    CLOTHES,
    DRINKS,
    FOOD,
    FRUIT,
    GOODS,
    PEOPLE,
    READING,
    WEAR,
)


class Meaning(NamedTuple):
    """One Chinese word for an adjective, and the nouns for which it is right."""

    chinese: str
    before: tuple[str, ...]  # nouns that it may precede
    after: tuple[str, ...]  # nouns of which it may be said


class Adjective(NamedTuple):
    """An adjective; what it means may depend on its noun, as with old: 老 or 旧."""

    english: str
    group: str  # quality, size, age, colour; "single" stands beside no other adjective
    meanings: tuple[Meaning, ...]


def _same(english, group, chinese, *nouns):
    """Make an adjective with one meaning that stands before and after these nouns."""
    return Adjective(english, group, (Meaning(chinese, nouns, nouns),))


def _after(english, chinese, *nouns):
    """Make an adjective with one meaning that only follows these nouns."""
    return Adjective(english, "single", (Meaning(chinese, (), nouns),))


_ADULTS = ("teacher", "doctor")
_PUPILS = ("boy", "girl", "child", "student")
_PETS = ("cat", "dog")
_USED = (*WEAR, "book", "car")
_OF_ANY_SIZE = (*FRUIT, *ANIMALS, "egg", "cake", "fish", "hat", "flower")
_TASTY_DRINKS = ("milk", "tea", "coffee")
_LONG = ("coat", "scarf")

_LIST = (
    _same("beautiful", "quality", "漂亮", "girl", "bird", "flower", *WEAR),
    _same("cute", "quality", "可爱", "boy", "girl", "child", *ANIMALS),
    _same("clever", "quality", "聪明", *_PUPILS, *_ADULTS, "dog"),
    _same("cheap", "quality", "便宜", *FOOD, *GOODS),
    _same("fresh", "quality", "新鲜", *FRUIT, "egg", "cake", "fish", "bread", "milk"),
    Adjective(
        "delicious",
        "quality",
        (
            Meaning("好吃", FOOD, FOOD),
            Meaning("好喝", _TASTY_DRINKS, _TASTY_DRINKS),
        ),
    ),
    _same("interesting", "quality", "有趣", *READING, "movie"),
    _same("young", "single", "年轻", *_ADULTS),
    Adjective(
        "good",
        "single",
        (
            Meaning(
                "好",
                (*_ADULTS, "book", "story", "movie", "friend", "student"),
                (*_ADULTS, "book", "story", "movie"),
            ),
        ),
    ),
    _same("big", "size", "大", *_OF_ANY_SIZE),
    _same("small", "size", "小", *_OF_ANY_SIZE),
    _same("long", "size", "长", *_LONG, "letter"),
    Adjective(
        "short",
        "size",
        (
            Meaning("短", _LONG, (*_LONG, "letter", "story")),
            Meaning("矮", (), (*_PUPILS, *_ADULTS)),
        ),
    ),
    Adjective(
        "new",
        "age",
        (Meaning("新", (*_USED, *_ADULTS, "movie", "friend", "student"), _USED),),
    ),
    Adjective(
        "old",
        "age",
        (
            Meaning("旧", (*_USED, "letter"), _USED),
            Meaning("老", (*_ADULTS, *_PETS, "friend"), (*_ADULTS, *_PETS)),
        ),
    ),
    _same("red", "colour", "红", "apple", "flower", *WEAR),
    _same("black", "colour", "黑", *WEAR, *ANIMALS),
    _same("white", "colour", "白", "flower", *WEAR, *ANIMALS),
    _same("blue", "colour", "蓝", "flower", "bird", *WEAR),
    # No green hat: in Chinese, whoever wears one is deceived at home.
    _same("green", "colour", "绿", "apple", "scarf", *CLOTHES),
    _after("tall", "高", *PEOPLE),
    _after("tired", "累", *PEOPLE, *_PETS),
    _after("hungry", "饿", *PEOPLE, *_PETS),
    _after("busy", "忙", *PEOPLE),
    _after("happy", "高兴", *PEOPLE),
    _after("sad", "难过", *PEOPLE),
    _after("expensive", "贵", *FOOD, *DRINKS, *GOODS),
)
ADJECTIVES = {adjective.english: adjective for adjective in _LIST}

# Names, pronouns and parents: of them may be said whatever is said of this noun.
_SOMEBODY = "student"


@cache
def meaning_of(adjective, noun, place):
    """Return the Chinese of an adjective "before" or "after" a noun; None if unfit."""
    for meaning in ADJECTIVES[adjective].meanings:
        if (noun or _SOMEBODY) in getattr(meaning, place):
            return meaning.chinese
    return None


@cache
def fitting(noun, place):
    """List the adjectives that go "before" or "after" a noun."""
    return tuple(name for name in ADJECTIVES if meaning_of(name, noun, place))
