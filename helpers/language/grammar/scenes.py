"""Who does what, with whom, where and when, and how these parts stand in a sentence."""

from dataclasses import dataclass

from helpers.language.grammar.dictionary import (
    ANIMALS,
    PLACES,
    PLACES_OF_ANIMALS,
    SOCIAL,
    TIMES,
    Verb,
)
from helpers.language.grammar.noun_phrases import (
    Subject,
    adjectives,
    anybody,
    noun_phrase,
    somebody_else,
)
from helpers.language.grammar.phrases import (
    EMPTY,
    Phrase,
    content,
    function,
    join,
    reorder,
)

STATEMENT, NEGATIVE, QUESTION = "statement", "negative", "question"
FORMS = (STATEMENT, STATEMENT, STATEMENT, NEGATIVE, QUESTION)
BE = {"I": ("am", "was"), "he": ("is", "was"), "they": ("are", "were")}
NOTHING = (EMPTY, EMPTY, EMPTY)


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


def scene(rng, verbs, form, determiners="", without=""):
    """Choose somebody, something to do and something to do it with.

    determiners: those that the object may have, if not all that suit the verb;
    without: the one that it may not have.
    """
    verb = rng.choice(list(verbs.values()))
    subject = anybody(rng, bool(verb.animals), strangers(form))
    while verb.single and subject.is_plural:  # no two people wear one hat
        subject = anybody(rng, avoid=strangers(form))
    return complete(rng, subject, verb, form, determiners, without)


def strangers(form):
    """Return whom to leave out as the subject: nobody asks others "did I eat"."""
    return {"I"} if form == QUESTION else set()


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
    kind = adjectives(rng, noun, only=verb.adjectives.split())
    options = {"counted": form == STATEMENT, "single": verb.single, "avoid": avoid}
    phrase = noun_phrase(rng, noun, determiner, kind, **options)
    return Scene(subject, verb, objects[noun], phrase, noun)


def order(
    subject,
    verb,
    object=EMPTY,
    helper=EMPTY,
    adverb=EMPTY,
    extras=NOTHING,
    form=STATEMENT,
):
    """Put the parts of a sentence in the order of either language.

    helper is what English puts before the verb, and in a question before the subject:
    did, will, is not. extras are with whom, where and when: they close an English
    sentence, but stand before a Chinese verb. A Chinese question closes with 吗.
    """
    who, where, when = extras
    is_question = form == QUESTION
    opening = (helper, subject) if is_question else (subject, helper)
    particle = function(chinese="吗") if is_question else EMPTY
    return reorder(
        (*opening, adverb, verb, object, who, where, when),
        (subject, when, helper, adverb, who, where, verb, object, particle),
    )


def extras(rng, it, times, who=0.3, where=0.45):
    """Choose with whom, where and when; who, where: their chances; time "": none."""
    places, time = it.verb.places.split(), rng.choice(times)
    has_company = it.verb.base in SOCIAL and rng.random() < who
    if it.subject.noun in ANIMALS:
        has_company = False
        places = [place for place in places if place in PLACES_OF_ANIMALS]
    elif "and" in it.subject.phrase.words:
        has_company = False  # Tom and Mary with Anna: one 和 is enough
    return (
        with_somebody(rng, it) if has_company else EMPTY,
        at_place(rng.choice(places)) if places and rng.random() < where else EMPTY,
        at_time(time),
    )


def with_somebody(rng, it):
    """Say with whom: with Tom -> 和 汤姆 一起."""
    person = somebody_else(rng, it.subject.phrase.words | it.object.words)
    return join(function("with", "和"), person, function(chinese="一起"))


def at_place(name):
    """Say where: in the park -> 在 公园 里, at home -> 在 家."""
    place = PLACES[name]
    first, *rest = place.preposition.split()
    preposition = function(first, "在")
    inside = function(chinese=place.inside, source=preposition)
    where = content(name, place.chinese)
    return join(preposition, function(" ".join(rest)), where, inside)


def at_time(name):
    """Say when: yesterday -> 昨天, every day -> 每 天, in the morning -> 早上; or "".

    The last words carry the meaning, as many as Chinese has.
    """
    english, chinese = name.split(), TIMES[name].split() if name else []
    opening = len(english) - len(chinese)
    meanings = zip(english[opening:], chinese, strict=True)
    return join(
        function(" ".join(english[:opening])), *(content(*pair) for pair in meanings)
    )


def deny(rng, helper, chinese):
    """Negate an English helper: did not or didn't -> 没."""
    if helper == "am" or rng.random() < 0.6:
        return join(function(helper), function("not", chinese))
    return function(f"{helper}n't", chinese)


def to_be(rng, be, form, chinese=""):
    """Make a helper of is, are, was …, and of what Chinese has there: is not -> 不."""
    return deny(rng, be, f"不 {chinese}") if form == NEGATIVE else function(be, chinese)


def will(rng, form):
    """Make the helper of the future: will -> 会, will not or won't -> 不 会."""
    helper = function("will", "会")
    if form != NEGATIVE:
        return helper
    if rng.random() < 0.4:
        return function("won't", "不 会")
    negation = function("not", "不")
    return reorder((helper, negation), (negation, helper))
