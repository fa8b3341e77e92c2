"""Sentences with "because"; where "it" is clear, Chinese names it again."""

from helpers.language.grammar.adjectives import fitting
from helpers.language.grammar.clauses import past_of, present_of
from helpers.language.grammar.descriptions import EXCESS, description
from helpers.language.grammar.noun_phrases import noun_phrase
from helpers.language.grammar.nouns import ANIMALS, NOUNS, PEOPLE, PRONOUNS
from helpers.language.grammar.people import Subject, somebody
from helpers.language.grammar.phrases import content, function, join
from helpers.language.grammar.scenes import (
    NEGATIVE,
    STATEMENT,
    Scene,
    anybody,
    complete,
    scene,
)
from helpers.language.grammar.verbs import (
    ACTIVITIES,
    EVENTS,
    INTRANSITIVES,
    STATES,
    WEARING,
)
from helpers.language.grammar.word_order import BE

_ALL = {**STATES, **ACTIVITIES, **INTRANSITIVES, **EVENTS, **WEARING}
_WITH_REASONS = {name: verb for name, verb in _ALL.items() if verb.reasons}
# Whatever those who are tired leave undone.
_TIRING = {**ACTIVITIES, **INTRANSITIVES}
_CHOOSING = ("like", "eat", "drink", "read", "watch", "buy", "wear")
# Good reasons to choose a thing; the contrary, or too much of it, is one against it.
_PRAISE = "beautiful cute cheap fresh delicious interesting good new".split()


def reason(rng):
    """Say why: Tom did not swim because he was tired -> 汤姆 没 游泳 因为 他 很 累."""
    return rng.choice((_mood, _quality, _news))(rng)


def _because(main, why):
    """Join two clauses."""
    return join(main, function("because", "因为"), why)


def _mood(rng):
    """Build: the cat did not eat the fish because it was tired -> … 因为 猫 很 累."""
    form = rng.choice((STATEMENT, NEGATIVE))
    it = scene(rng, _WITH_REASONS if form == STATEMENT else _TIRING, form)
    who = _pronoun(it.subject)
    if who is None:
        return _mood(rng)
    # He did not eat because he was not hungry, or because he was too tired for it.
    moods, why_form = it.verb.reasons.split(), form
    if not moods or (
        form == NEGATIVE and it.verb.base != "sleep" and rng.random() < 0.6
    ):
        moods, why_form = ["tired", "busy"], STATEMENT
    moods = [name for name in moods if name in fitting(it.subject.noun, "after")]
    degree = rng.choice(("", "very", "too" if form == NEGATIVE else ""))
    be = BE[who.person][1]
    why = description(rng, who, rng.choice(moods), be, why_form, degree)
    return _because(past_of(rng, it, form, alone=True), why)


def _pronoun(subject):
    """Refer back to a subject: Tom -> he 他, the cat -> it 猫; None where unclear."""
    chinese = {pronoun.subject: pronoun.chinese for pronoun in PRONOUNS}
    if subject.pronoun in chinese:
        phrase = content(subject.pronoun, chinese[subject.pronoun])
    elif subject.pronoun == "it":
        phrase = function("it", NOUNS[subject.noun].chinese)
    else:
        return None
    return Subject(phrase, subject.person, subject.noun)


def _quality(rng):
    """Build: Tom did not buy the hat because it was too big -> … 因为 帽子 太 大 了."""
    form = rng.choice((STATEMENT, NEGATIVE))
    verb = _ALL[rng.choice(_CHOOSING)]
    subject = anybody(rng, has_animals=bool(verb.animals))
    is_animal = subject.noun in ANIMALS
    objects = verb.objects(is_animal)
    noun = rng.choice([name for name in objects if name not in PEOPLE])
    why_form = rng.choice((STATEMENT, NEGATIVE)) if form == NEGATIVE else STATEMENT
    too_much = (form, why_form) == (NEGATIVE, STATEMENT)
    names = [
        n for n in fitting(noun, "after") if n in (EXCESS if too_much else _PRAISE)
    ]
    if is_animal:  # "it" must be the fish, and not the cat
        names = [name for name in names if name in ("fresh", "delicious", "big")]
    if not names:
        return _quality(rng)
    thing = noun_phrase(rng, noun, rng.choice(("the", "this")), single=True)
    it = Scene(subject, verb, objects[noun], thing, noun)
    is_present, quality = verb.base in STATES, rng.choice(names)
    why = description(
        rng,
        Subject(function("it", NOUNS[noun].chinese), "he", noun),
        quality,
        "is" if is_present else "was",
        why_form,
        "too"
        if too_much
        else rng.choice(("", "" if quality == "delicious" else "very")),
    )
    if is_present:
        return _because(present_of(rng, it, form), why)
    return _because(past_of(rng, it, form, alone=True), why)


def _news(rng):
    """Build: I am happy because Tom bought a cake -> 我 很 高兴 因为 汤姆 买 了 …"""
    subject = somebody(rng)
    agent = somebody(rng, subject.phrase.words)
    mood, form = rng.choice((("happy", STATEMENT), ("sad", NEGATIVE)))
    verb = rng.choice((*ACTIVITIES.values(), EVENTS["buy"], EVENTS["find"]))
    main = description(rng, subject, mood, BE[subject.person][0])
    return _because(
        main, past_of(rng, complete(rng, agent, verb, form), form, alone=True)
    )
