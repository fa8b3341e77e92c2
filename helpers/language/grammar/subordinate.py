"""Sentences inside of sentences: relative clauses, and reasons with "because".

English puts a relative clause after the noun, Chinese before it, with 的. Where "it"
is clear, Chinese names the thing again.
"""

from helpers.language.grammar.clauses import (
    EXCESS,
    description,
    past_of,
    present_of,
    this_is,
)
from helpers.language.grammar.dictionary import (
    ACTIVITIES,
    ADJECTIVES,
    ANIMALS,
    EVENTS,
    INTRANSITIVES,
    NOUNS,
    PEOPLE,
    PRONOUNS,
    STATES,
    VERBS,
    WEARING,
    fitting,
    nouns,
)
from helpers.language.grammar.noun_phrases import (
    Subject,
    adjectives,
    anybody,
    noun_phrase,
    noun_subject,
    somebody,
)
from helpers.language.grammar.phrases import EMPTY, content, function, join, reorder
from helpers.language.grammar.scenes import (
    BE,
    FORMS,
    NEGATIVE,
    QUESTION,
    STATEMENT,
    Scene,
    complete,
    scene,
    strangers,
)

_AGENTS = nouns("PUPILS ADULTS")
_DONE_TO_THINGS = [
    VERBS[name]
    for name in "like eat drink read write wash watch buy see find wear".split()
]
# What has been got can be used: eat the cake that Tom bought. Else it is only liked.
_GETTING, _USING = {"buy", "write", "find"}, "like eat drink read wear".split()
# "a" does not count inside of a relative clause: 戴 着 红 帽子, not 一 顶 红 帽子.
_INSIDE = QUESTION
_WITH_REASONS = {name: verb for name, verb in VERBS.items() if verb.reasons}
# Whatever those who are tired leave undone.
_TIRING = {**ACTIVITIES, **INTRANSITIVES}
_CHOOSING = ("like", "eat", "drink", "read", "watch", "buy", "wear")
# Good reasons to choose a thing; the contrary, or too much of it, is one against it.
_PRAISE = "beautiful cute cheap fresh delicious interesting good new".split()


def relative(rng):
    """Use a relative clause in one of the places that a noun can have."""
    return rng.choice((_pointing, _describing, _describing, _object, _subject))(rng)


def that_somebody_bought(rng, avoid=()):
    """Name a thing by what was done with it: the book that Tom bought.

    Chinese puts all that before the noun: 汤姆 买 的 书.
    """
    verb = rng.choice(_DONE_TO_THINGS)
    objects = verb.objects()
    name = rng.choice(list(objects))
    agent = somebody(rng, avoid)
    if rng.random() < 0.3:
        agent = noun_subject(rng, rng.choice(_AGENTS), "the", at_most=0)
    kind = adjectives(rng, name, at_most=1)
    if len(kind.chinese) > 1:
        kind = EMPTY  # one 的 is enough
    noun, is_person = NOUNS[name], name in PEOPLE
    plural = noun.plural if not is_person and rng.random() < 0.3 else ""
    head = content(plural or name, noun.chinese)
    linking = function("who" if is_person else "that")
    form = "past"
    if verb.base in STATES:
        form = "third" if agent.person == "he" else "base"
    action = Scene(agent, verb, objects[name], noun=name).say(form)
    phrase = reorder(
        (function("the"), kind, head, linking, agent.phrase, action),
        (agent.phrase, action, function(chinese="的"), kind, head),
    )
    return Subject(phrase, "he" if name in head.words else "they", name)


def who_bought_it(rng, avoid=()):
    """Name a person by what they do: the girl who is wearing a red hat.

    Chinese puts all that before the noun: 戴 着 红 帽子 的 女孩.
    """
    name = rng.choice(_AGENTS)
    head = content(name, NOUNS[name].chinese)
    person = Subject(join(function("the"), head), "he", name)
    before, verbs, form, ending = rng.choice(
        (
            (function("is"), WEARING, "ing", "着"),
            (function("is"), WEARING, "ing", "着"),
            (function("is", "正在"), ACTIVITIES, "ing", ""),
            (EMPTY, {**ACTIVITIES, **EVENTS}, "past", "了"),
            (EMPTY, STATES, "third", ""),
        )
    )
    verb = rng.choice(list(verbs.values()))
    it = complete(rng, person, verb, _INSIDE, avoid=avoid)
    if "的" in {token.text for token in it.object.chinese}:
        return who_bought_it(rng, avoid)  # one 的 is enough
    clause = join(before, it.say(form, ending), it.object)
    phrase = reorder(
        (person.phrase, function("who"), clause),
        (clause, function(chinese="的"), person.phrase),
    )
    return Subject(phrase, "he", name)


def _pointing(rng):
    """Build: this is the book that Tom bought -> 这 是 汤姆 买 的 书."""
    thing = that_somebody_bought(rng)
    return this_is(rng, thing.phrase, thing.is_plural, rng.choice(FORMS))


def _describing(rng):
    """Build: the book that Tom bought is new -> 汤姆 买 的 书 很 新."""
    subject = rng.choice((that_somebody_bought, who_bought_it))(rng)
    # Not "the red hat that Tom bought is black".
    said = {word for word, noun in subject.phrase.pairs if noun == subject.noun}
    groups = {ADJECTIVES[word].group for word in said & set(ADJECTIVES)}
    fit = fitting(subject.noun, "after")
    names = [name for name in fit if ADJECTIVES[name].group not in groups]
    if not names:  # nothing can be said of football
        return _describing(rng)
    be = BE[subject.person][0]
    return description(rng, subject, rng.choice(names), be, rng.choice(FORMS))


def _object(rng):
    """Build: I like the book that Tom bought -> 我 喜欢 汤姆 买 的 书."""
    form = rng.choice(FORMS)
    subject = anybody(rng, avoid=strangers(form))
    words = subject.phrase.words
    if rng.random() < 0.4:
        thing, verbs = who_bought_it(rng, words), ["like", "know", "see", "help"]
    else:
        thing, verbs = that_somebody_bought(rng, words), ["like"]
        if _GETTING & {verb for verb, _ in thing.phrase.pairs}:
            verbs = [name for name in _USING if thing.noun in VERBS[name].objects()]
    verb = VERBS[rng.choice(verbs)]
    chinese = verb.objects()[thing.noun]
    it = Scene(subject, verb, chinese, thing.phrase, thing.noun)
    return _present_or_past(rng, it, form)


def _subject(rng):
    """Build: the boy who has a cat ate fish -> 有 猫 的 男孩 吃 了 鱼."""
    subject, form = who_bought_it(rng), rng.choice(FORMS)
    verb = rng.choice(list({**ACTIVITIES, **EVENTS}.values()))
    return past_of(rng, complete(rng, subject, verb, form), form)


def _present_or_past(rng, it, form):
    """Put what lasts into the present, and all else into the past."""
    if it.verb.base in STATES:
        return present_of(rng, it, form)
    return past_of(rng, it, form, alone=True)


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
    can_be_tired = form == NEGATIVE and it.verb.base != "sleep"
    if not moods or (can_be_tired and rng.random() < 0.6):
        moods, why_form = ["tired", "busy"], STATEMENT
    moods = [name for name in moods if name in fitting(it.subject.noun, "after")]
    degree = rng.choice(("", "very", "too" if form == NEGATIVE else ""))
    mood, be = rng.choice(moods), BE[who.person][1]
    why = description(rng, who, mood, be, why_form, degree)
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
    verb = VERBS[rng.choice(_CHOOSING)]
    subject = anybody(rng, has_animals=bool(verb.animals))
    is_animal = subject.noun in ANIMALS
    objects = verb.objects(is_animal)
    noun = rng.choice([name for name in objects if name not in PEOPLE])
    why_form = rng.choice((STATEMENT, NEGATIVE)) if form == NEGATIVE else STATEMENT
    too_much = (form, why_form) == (NEGATIVE, STATEMENT)
    wanted = EXCESS if too_much else _PRAISE
    names = [name for name in fitting(noun, "after") if name in wanted]
    if is_animal:  # "it" must be the fish, and not the cat
        names = [name for name in names if name in ("fresh", "delicious", "big")]
    if not names:
        return _quality(rng)
    thing = noun_phrase(rng, noun, rng.choice(("the", "this")), single=True)
    it, quality = Scene(subject, verb, objects[noun], thing, noun), rng.choice(names)
    be = "is" if verb.base in STATES else "was"
    degrees = ("", "" if quality == "delicious" else "very")
    degree = "too" if too_much else rng.choice(degrees)
    what = Subject(function("it", NOUNS[noun].chinese), "he", noun)
    why = description(rng, what, quality, be, why_form, degree)
    return _because(_present_or_past(rng, it, form), why)


def _news(rng):
    """Build: I am happy because Tom bought a cake -> 我 很 高兴 因为 汤姆 买 了 …"""
    subject = somebody(rng)
    agent = somebody(rng, subject.phrase.words)
    mood, form = rng.choice((("happy", STATEMENT), ("sad", NEGATIVE)))
    verb = rng.choice((*ACTIVITIES.values(), EVENTS["buy"], EVENTS["find"]))
    main = description(rng, subject, mood, BE[subject.person][0])
    it = complete(rng, agent, verb, form)
    return _because(main, past_of(rng, it, form, alone=True))
