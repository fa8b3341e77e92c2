"""Who and what: people, and nouns with what gathers before them.

A rule chooses at random, but never what nobody would say: "I saw us", "he is his
teacher", "the red hat is black".
"""

from dataclasses import dataclass

from helpers.language.grammar.dictionary import (
    ADJECTIVES,
    ANIMALS,
    GENDERS,
    INSTRUMENTS,
    KIN,
    NAMES,
    NOUNS,
    NUMBERS,
    PEOPLE,
    PETS,
    PRONOUNS,
    THESE,
    THIS,
    fitting,
    meaning_of,
)
from helpers.language.grammar.phrases import (
    EMPTY,
    Phrase,
    content,
    function,
    join,
    reorder,
)

# Words that name the same people, or some of them: nobody says "I saw us".
_CIRCLES = [set(words.split()) for words in ("I me we us", "he him", "she her")]
_CIRCLES += [{"you"}, {"they", "them"}]
# A measure word follows these: 一 个, 两 只, 这 本.
_COUNTING = {*NUMBERS.values(), *THIS.values()}
# Which groups of adjectives follow each other in English; in the first two pairs
# Chinese turns them round.
_COLOUR_LAST = {("size", "colour"), ("age", "colour")}
_TWO_ADJECTIVES = _COLOUR_LAST | {
    ("quality", group) for group in ("size", "age", "colour")
}


@dataclass(frozen=True)
class Subject:
    """A phrase that names the doer, and how the rest of the sentence agrees with it."""

    phrase: Phrase
    person: str  # I, he or they: I am, he is, they are
    noun: str = ""  # decides which adjectives fit; "" for a name or a pronoun
    pronoun: str = ""  # what refers back to it; "" where that would be unclear

    @property
    def is_plural(self):
        """Say whether it is several people or things; "you" is taken for one."""
        return self.person == "they" and self.pronoun != "you"


def anybody(rng, has_animals=False, avoid=()):
    """Choose who does it: mostly people, sometimes a cat or a dog."""
    choice = rng.random()
    if has_animals and choice < 0.25:
        return noun_subject(rng, rng.choice(PETS), definite(rng))
    if choice < 0.65:
        return somebody(rng, avoid)
    if choice < 0.75:
        return parent(rng)
    return noun_subject(rng, rng.choice(PEOPLE), definite(rng))


def somebody(rng, avoid=()):
    """Name a person as the subject: I -> 我, Tom -> 汤姆, Tom and Mary."""
    if rng.random() < 0.55:
        pronoun = rng.choice(_pronouns(avoid))
        person = {"I": "I", "he": "he", "she": "he"}.get(pronoun.subject, "they")
        phrase = content(pronoun.subject, pronoun.chinese)
        return Subject(phrase, person, pronoun=pronoun.subject)
    name, phrase = _somebody_named(rng, avoid)
    if rng.random() < 0.9:
        return Subject(phrase, "he", pronoun=GENDERS[name])
    other, second = _somebody_named(rng, {name, *avoid})
    # Two women are 她们, a word that the grammar leaves out.
    pronoun = "they" if "he" in (GENDERS[name], GENDERS[other]) else ""
    return Subject(join(phrase, function("and", "和"), second), "they", pronoun=pronoun)


def somebody_else(rng, avoid):
    """Name a person as the object: me -> 我, Mary -> 玛丽."""
    if rng.random() < 0.5:
        pronoun = rng.choice(_pronouns(avoid))
        return content(pronoun.object, pronoun.chinese)
    return _somebody_named(rng, avoid)[1]


def possessor(rng, avoid=()):
    """Say whose it is: my -> 我 的, Tom's -> 汤姆 的."""
    if rng.random() < 0.2:
        _, owner = _somebody_named(rng, avoid, "'s")
    else:
        pronoun = rng.choice(PRONOUNS)
        owner = content(pronoun.possessive, pronoun.chinese)
    return join(owner, function(chinese="的"))


def parent(rng, avoid=()):
    """Name a parent: my mother -> 我 妈妈, but Tom's mother -> 汤姆 的 妈妈."""
    owner, kin = possessor(rng, avoid), rng.choice(list(KIN))
    if owner.chinese[0].text in ("我", "你", "他", "她"):
        owner = Phrase(owner.english, owner.chinese[:1])  # so close, it needs no 的
    phrase = join(owner, content(kin, KIN[kin]))
    return Subject(phrase, "he", pronoun=GENDERS[kin])


def _pronouns(avoid):
    """List the pronouns that name nobody in avoid."""
    taken = set(avoid).union(*(circle for circle in _CIRCLES if circle & set(avoid)))
    return [p for p in PRONOUNS if p.subject not in taken and p.object not in taken]


def _somebody_named(rng, avoid, ending=""):
    """Choose a name that does not stand in avoid, not even as an owner."""
    names = [name for name in NAMES if not {name, f"{name}'s"} & set(avoid)]
    name = rng.choice(names)
    return name, content(name + ending, NAMES[name])


def noun_subject(rng, name, determiner, at_most=1):
    """Use a noun as the subject: the cat -> 猫, my friends -> 我 的 朋友 们."""
    kind = adjectives(rng, name, at_most) if rng.random() < 0.5 else EMPTY
    phrase = noun_phrase(rng, name, determiner, kind, before_verb=True)
    is_plural = NOUNS[name].plural in phrase.words and name not in phrase.words
    if name in ANIMALS:
        pronoun = "" if is_plural else "it"
    else:
        pronoun = GENDERS.get(name, "")
        if is_plural:
            pronoun = "" if pronoun == "she" else "they"  # girls are 她们, not 他们
    return Subject(phrase, "they" if is_plural else "he", name, pronoun)


def definite(rng):
    """Choose how to point at something known."""
    return rng.choice(("the", "the", "my", "this"))


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
    several = plural and name in PEOPLE and determiner in ("the", "my")
    measure = function(chinese=noun.measure if last in _COUNTING else "", source=head)
    # 那些 says "several" already.
    group = function(chinese="们" if several and last != "那些" else "", source=head)
    pairs = {(determiner, name)} if determiner in NUMBERS else ()
    return reorder((article, kind, head), (article, measure, kind, head, group), pairs)


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
        return pointer(rng, plural)
    if determiner == "many":
        return content("many", "很多")
    return content(determiner, NUMBERS[determiner])


def pointer(rng, plural):
    """Point at something: this -> 这, those -> 那些."""
    english, chinese = rng.choice(list((THESE if plural else THIS).items()))
    return function(english, chinese)
