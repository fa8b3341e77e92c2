"""How the parts of a sentence stand: in English order and in Chinese order."""

from helpers.language.grammar.nouns import ANIMALS
from helpers.language.grammar.phrases import EMPTY, function, join, reorder
from helpers.language.grammar.scenes import (
    NEGATIVE,
    QUESTION,
    STATEMENT,
    at_place,
    at_time,
    with_somebody,
)
from helpers.language.grammar.verbs import PLACES_OF_ANIMALS, SOCIAL

FORMS = (STATEMENT, STATEMENT, STATEMENT, NEGATIVE, QUESTION)
BE = {"I": ("am", "was"), "he": ("is", "was"), "they": ("are", "were")}
NOTHING = (EMPTY, EMPTY, EMPTY)


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
        at_time(time) if time else EMPTY,
    )


def deny(rng, helper, chinese):
    """Negate an English helper: did not or didn't -> 没."""
    if helper == "am" or rng.random() < 0.6:
        return join(function(helper), function("not", chinese))
    return function(f"{helper}n't", chinese)


def will(rng, form):
    """Make the helper of the future: will -> 会, will not or won't -> 不 会."""
    helper = function("will", "会")
    if form != NEGATIVE:
        return helper
    if rng.random() < 0.4:
        return function("won't", "不 会")
    negation = function("not", "不")
    return reorder((helper, negation), (negation, helper))
