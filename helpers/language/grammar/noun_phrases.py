"""Nouns with the articles, numbers and adjectives that gather before them."""

from helpers.language.grammar.adjectives import ADJECTIVES, fitting, meaning_of
from helpers.language.grammar.nouns import INSTRUMENTS, NOUNS, PEOPLE
from helpers.language.grammar.people import possessor
from helpers.language.grammar.phrases import EMPTY, content, function, join, reorder

NUMBERS = {"one": "一", "two": "两", "three": "三", "four": "四", "five": "五"}
THIS = {"this": "这", "that": "那"}
THESE = {"these": "这些", "those": "那些"}
# A measure word follows these: 一 个, 两 只, 这 本.
_COUNTING = {*NUMBERS.values(), *THIS.values()}
# Which groups of adjectives follow each other in English; in the first two pairs
# Chinese turns them round.
_COLOUR_LAST = {("size", "colour"), ("age", "colour")}
_TWO_ADJECTIVES = _COLOUR_LAST | {
    ("quality", "size"),
    ("quality", "age"),
    ("quality", "colour"),
}


def adjectives(rng, noun, at_most=2, only=()):
    """Choose up to two adjectives for a noun: beautiful red -> 漂亮 的 红.

    One syllable needs no 的 (红 帽子), two do (漂亮 的 帽子). Beside a word for size or
    age, Chinese puts the colour first, with 色 and 的: big red -> 红色 的 大.
    """
    choices = [name for name in fitting(noun, "before") if not only or name in only]
    wanted = min(at_most, rng.choice((0, 0, 0, 0, 0, 1, 1, 1, 2, 2)))
    if not choices or not wanted:
        return EMPTY
    first = rng.choice(choices)
    seconds = [name for name in choices if _groups(first, name) in _TWO_ADJECTIVES]
    if wanted == 1 or not seconds:
        return _attribute(first, noun)
    second = rng.choice(seconds)
    if _groups(first, second) in _COLOUR_LAST:
        one, two = _attribute(first, noun), _attribute(second, noun, "色")
        return reorder((one, two), (two, one))
    return join(_attribute(first, noun), _attribute(second, noun))


def _groups(first, second):
    """Return the groups of two adjectives."""
    return ADJECTIVES[first].group, ADJECTIVES[second].group


def _attribute(name, noun, ending=""):
    """Make an adjective that stands before a noun, with 的 after two syllables."""
    chinese = meaning_of(name, noun, "before") + ending
    phrase = content(name, chinese)
    particle = function(chinese="的") if len(chinese) > 1 else EMPTY
    return reorder((phrase,), (phrase, particle), {(name, noun)})


def noun_phrase(
    rng,
    name,
    determiner,
    kind=EMPTY,
    *,
    before_verb=False,
    counted=True,
    single=False,
    avoid=(),
):
    """Build a noun phrase: a red hat -> 一 顶 红 帽子, my hat -> 我 的 帽子.

    determiner is a, number, many, the, this, my or bare; kind are the adjectives.
    before_verb: there a Chinese noun is definite by itself (the cat -> 猫); elsewhere
    "the" needs 那 (那 只 猫). counted=False: outside of plain statements "a" does not
    count (do you have a cat -> 你 有 猫 吗). single: not plural. avoid: people who do
    not own it.
    """
    noun = NOUNS[name]
    determiner = _possible(rng, noun, determiner)
    plural = (determiner == "bare" or not single) and _is_plural(rng, noun, determiner)
    head = content(noun.plural if plural else name, noun.chinese)
    if determiner == "a":
        is_vowel = (kind.english + head.english)[0].text[0] in "aeiou"
        article = function("an" if is_vowel else "a", "一" if counted else "")
    elif determiner == "my":
        article = possessor(rng, avoid)
    else:
        article = _article(rng, determiner, plural, before_verb or not noun.measure)
    last = article.chinese[-1].text if article.chinese else ""
    measure = noun.measure if last in _COUNTING else ""
    several = plural and name in PEOPLE and determiner in ("the", "my")
    group = "们" if several and last != "那些" else ""  # 那些 says "several" already
    return reorder(
        (article, kind, head),
        (
            article,
            function(chinese=measure, source=head),
            kind,
            head,
            function(chinese=group, source=head),
        ),
        {(determiner, name)} if determiner in NUMBERS else (),
    )


def _possible(rng, noun, determiner):
    """Replace a determiner that does not go with a noun, and choose the number."""
    if noun.english in INSTRUMENTS:
        return "the"  # as in "play the piano"
    if not noun.plural and determiner not in ("the", "my"):
        return "bare"
    if noun.english in ("boy", "girl") and determiner == "my":
        return "the"
    if noun.english == "friend" and determiner in ("the", "this"):
        return "my"
    return rng.choice(list(NUMBERS)) if determiner == "number" else determiner


def _is_plural(rng, noun, determiner):
    """Decide between cat and cats."""
    if determiner in ("a", "one") or not noun.plural:
        return False
    if determiner in ("the", "my", "this"):
        # Of "the fish", nobody hears how many there are.
        return noun.plural != noun.english and rng.random() < 0.3
    return True


def _article(rng, determiner, plural, is_definite):
    """Make the word before the noun, where it does not depend on the noun."""
    if determiner == "bare":
        return EMPTY
    if determiner == "the":
        return function("the", "" if is_definite else "那些" if plural else "那")
    if determiner == "this":
        words = THESE if plural else THIS
        english = rng.choice(list(words))
        return function(english, words[english])
    if determiner == "many":
        return content("many", "很多")
    return content(determiner, NUMBERS[determiner])
