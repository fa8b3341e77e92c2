"""Who does what, with whom, where and when: the parts that a sentence is made of."""

from dataclasses import dataclass

from helpers.language.grammar.noun_phrases import adjectives, noun_phrase
from helpers.language.grammar.nouns import ANIMALS, GENDERS, NOUNS, PEOPLE, PLACES
from helpers.language.grammar.people import Subject, parent, somebody, somebody_else
from helpers.language.grammar.phrases import (
    EMPTY,
    Phrase,
    content,
    function,
    join,
    reorder,
)
from helpers.language.grammar.verbs import Verb

STATEMENT, NEGATIVE, QUESTION = "statement", "negative", "question"
TIMES = {
    "yesterday": "昨天",
    "today": "今天",
    "tomorrow": "明天",
    "tonight": "今晚",
    "now": "现在",
    "every day": "每 天",
    "in the morning": "早上",
    "in the evening": "晚上",
    "on Sunday": "星期天",
}


@dataclass(frozen=True)
class Scene:
    """Somebody, a verb, and perhaps an object; the tense is still open."""

    subject: Subject
    verb: Verb
    chinese: str  # what the verb means with this object
    object: Phrase = EMPTY
    noun: str = ""  # the object, if it is a noun

    def say(self, form, ending=""):
        """Put the verb into an English form, and a particle behind the Chinese one."""
        phrase = content(self.verb.form(form), self.chinese)
        pairs = {(self.verb.base, self.noun)} if self.noun else ()
        return reorder((phrase,), (phrase, function(chinese=ending)), pairs)


def definite(rng):
    """Choose how to point at something known."""
    return rng.choice(("the", "the", "my", "this"))


def strangers(form):
    """Return whom to leave out as the subject: nobody asks others "did I eat"."""
    return {"I"} if form == QUESTION else set()


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


def anybody(rng, has_animals=False, avoid=()):
    """Choose who does it: mostly people, sometimes a cat or a dog."""
    choice = rng.random()
    if has_animals and choice < 0.25:
        return noun_subject(rng, rng.choice(("cat", "dog")), definite(rng))
    if choice < 0.65:
        return somebody(rng, avoid)
    if choice < 0.75:
        return parent(rng)
    return noun_subject(rng, rng.choice(PEOPLE), definite(rng))


def scene(rng, verbs, form, determiners="", without=""):
    """Choose somebody, something to do and something to do it with.

    determiners: those that the object may have, if not all that suit the verb;
    without: the one that it may not have.
    """
    verb = rng.choice(list(verbs.values()))
    subject = anybody(rng, bool(verb.animals), strangers(form))
    while verb.single and subject.person == "they" and subject.pronoun != "you":
        subject = anybody(rng, avoid=strangers(form))  # no two people wear one hat
    return complete(rng, subject, verb, form, determiners, without)


def complete(rng, subject, verb, form, determiners="", without="", avoid=()):
    """Give a verb its subject, and the object that it needs."""
    avoid = subject.phrase.words | set(avoid)
    objects = verb.objects(is_animal=subject.noun in ANIMALS)
    if not objects or (verb.somebody and rng.random() < 0.4):
        (chinese,) = verb.meanings
        person = somebody_else(rng, avoid) if verb.somebody else EMPTY
        return Scene(subject, verb, chinese, person)
    choices = (determiners or verb.determiners).split()
    barred = {without} if form == STATEMENT else {without, "number", "many"}
    noun = rng.choice(list(objects))
    determiner = rng.choice([choice for choice in choices if choice not in barred])
    phrase = noun_phrase(
        rng,
        noun,
        determiner,
        adjectives(rng, noun, only=verb.adjectives.split()),
        counted=form == STATEMENT,
        single=verb.single,
        avoid=avoid,
    )
    return Scene(subject, verb, objects[noun], phrase, noun)


def with_somebody(rng, it):
    """Say with whom: with Tom -> 和 汤姆 一起."""
    person = somebody_else(rng, it.subject.phrase.words | it.object.words)
    return join(function("with", "和"), person, function(chinese="一起"))


def at_place(name):
    """Say where: in the park -> 在 公园 里, at home -> 在 家."""
    place = PLACES[name]
    first, *rest = place.preposition.split()
    preposition = function(first, "在")
    return join(
        preposition,
        function(" ".join(rest)),
        content(name, place.chinese),
        function(chinese=place.inside, source=preposition),
    )


def at_time(name):
    """Say when: yesterday -> 昨天, every day -> 每 天, in the morning -> 早上."""
    english, chinese = name.split(), TIMES[name].split()
    opening = english[: -len(chinese)]
    meanings = zip(english[len(opening) :], chinese, strict=True)
    return join(function(" ".join(opening)), *(content(*pair) for pair in meanings))
