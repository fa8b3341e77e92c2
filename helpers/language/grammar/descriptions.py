"""Sentences with "to be": how, where and what somebody or something is."""

from helpers.language.grammar.adjectives import ADJECTIVES, fitting, meaning_of
from helpers.language.grammar.noun_phrases import THESE, THIS, adjectives, noun_phrase
from helpers.language.grammar.nouns import GOODS, NOUNS, PEOPLE, PRONOUNS, WEAR
from helpers.language.grammar.people import parent, somebody
from helpers.language.grammar.phrases import EMPTY, content, function, join, reorder
from helpers.language.grammar.scenes import (
    NEGATIVE,
    STATEMENT,
    at_place,
    at_time,
    definite,
    noun_subject,
    strangers,
)
from helpers.language.grammar.word_order import BE, FORMS, deny, order, will

# How somebody feels, which passes: Tom was tired yesterday, but not "tall yesterday".
_MOODS = ("tired", "hungry", "busy", "happy", "sad")
# What there can be too much of.
EXCESS = (
    "big",
    "small",
    "long",
    "short",
    "old",
    "expensive",
    "tired",
    "hungry",
    "busy",
)
# What stands before and after a Chinese adjective; a bare 猫 累 would compare.
_DEGREES = {"": ("很", ""), "very": ("非常", ""), "too": ("太", "了")}
_PLACES_OF_PEOPLE = "park garden kitchen library shop train school home"
_PLACES = {
    **dict.fromkeys(PEOPLE, _PLACES_OF_PEOPLE),
    **dict.fromkeys(("cat", "dog"), "park garden kitchen home"),
    **dict.fromkeys(WEAR, "kitchen train"),
    "book": "kitchen library train",
}
_WHEN = {
    "present": ("", "", "", "now"),
    "past": ("yesterday", "in the morning"),
    "future": ("tomorrow", "tonight"),
}


def describe(rng):
    """Say how something is: the cat is tired -> 猫 很 累, it is red -> 是 红色 的."""
    form, choice = rng.choice(FORMS), rng.random()
    if choice < 0.35:
        subject = somebody(rng, strangers(form))
    elif choice < 0.42:
        subject = parent(rng)
    else:
        describable = [name for name in NOUNS if fitting(name, "after")]
        noun = rng.choice(PEOPLE if choice < 0.55 else describable)
        subject = noun_subject(rng, noun, definite(rng), at_most=0)
    name = rng.choice(fitting(subject.noun, "after"))
    present, past = BE[subject.person]
    intense = "too" if name in EXCESS else ""
    degree = rng.choice(("", "", intense, "" if name == "delicious" else "very"))
    if name in _MOODS and rng.random() < 0.4:
        time = rng.choice(_WHEN["past"])
        return description(rng, subject, name, past, form, degree, time)
    return description(rng, subject, name, present, form, degree)


def description(rng, subject, name, be, form=STATEMENT, degree="", time=""):
    """Build "subject is adjective"; degree is very, too or "", for statements only."""
    chinese = meaning_of(name, subject.noun, "after")
    if ADJECTIVES[name].group == "colour":
        link, chinese, degree, before, after = "是", f"{chinese}色", "", "", "的"
    elif form == STATEMENT:
        link, (before, after) = "", _DEGREES[degree]
    else:
        link, degree, before, after = "", "", "", ""
    helper = deny(rng, be, f"不 {link}") if form == NEGATIVE else function(be, link)
    quality = content(name, chinese)
    pairs = {(name, subject.noun)} if subject.noun else ()
    verb = join(function(degree, before), quality, function(chinese=after))
    verb = reorder((verb,), (verb,), pairs)
    extras = (EMPTY, EMPTY, at_time(time) if time else EMPTY)
    return order(subject.phrase, verb, helper=helper, extras=extras, form=form)


def locate(rng):
    """Say where somebody or something is: Tom is at home -> 汤姆 在 家."""
    form, places = rng.choice(FORMS), _PLACES_OF_PEOPLE
    if rng.random() < 0.6:
        subject = somebody(rng, strangers(form))
    else:
        noun = rng.choice(list(_PLACES))
        subject, places = noun_subject(rng, noun, definite(rng)), _PLACES[noun]
    tense = rng.choice(("present", "present", "past", "future"))
    time, verb = rng.choice(_WHEN[tense]), EMPTY
    if tense == "future":
        helper, verb = will(rng, form), function("be")
    else:
        be = BE[subject.person][tense == "past"]
        helper = deny(rng, be, "不") if form == NEGATIVE else function(be)
    where = at_place(rng.choice(places.split()))
    extras = (EMPTY, where, at_time(time) if time else EMPTY)
    return order(subject.phrase, verb, helper=helper, extras=extras, form=form)


def identify(rng):
    """Say what something is: this is my book -> 这 是 我 的 书."""
    form = rng.choice(FORMS)
    noun = rng.choice((*GOODS, "letter", "cat", "dog", "friend", "teacher"))
    determiner = "my" if noun == "friend" else rng.choice(("a", "my", "my"))
    kind, is_counted = adjectives(rng, noun), form == STATEMENT
    thing = noun_phrase(rng, noun, determiner, kind, counted=is_counted)
    return this_is(rng, thing, NOUNS[noun].plural in thing.words, form)


def this_is(rng, thing, is_plural, form):
    """Point at something: this is, those are."""
    words = THESE if is_plural else THIS
    english = rng.choice(list(words))
    subject = function(english, words[english])
    return _is_what(rng, subject, "are" if is_plural else "is", thing, form)


def profession(rng):
    """Say who somebody is: Tom is a doctor -> 汤姆 是 医生."""
    form = rng.choice(FORMS)
    subject = somebody(rng, strangers(form))
    noun = rng.choice(("student", "teacher", "doctor", "friend"))
    kind = adjectives(rng, noun, at_most=1)
    is_plural = subject.person == "they" and subject.pronoun != "you"
    determiner = rng.choice(("a", "my")) if noun != "friend" else "my"
    if is_plural:
        determiner = "bare"
    # 医生 alone names a profession; with an adjective it is one of many: 一 个 好 医生.
    is_counted = form == STATEMENT and kind != EMPTY
    words = subject.phrase.words
    own = {p.possessive for p in PRONOUNS if {p.subject, p.object} & words}
    what = EMPTY
    while what == EMPTY or what.words & own:  # not "he is his teacher"
        what = noun_phrase(
            rng,
            noun,
            determiner,
            kind,
            counted=is_counted,
            single=not is_plural,
            avoid=words,
        )
    return _is_what(rng, subject.phrase, BE[subject.person][0], what, form)


def _is_what(rng, subject, be, what, form):
    """Build "subject is something"."""
    helper = deny(rng, be, "不 是") if form == NEGATIVE else function(be, "是")
    return order(subject, EMPTY, what, helper, form=form)
