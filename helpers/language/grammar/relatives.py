"""Relative clauses: English puts them after the noun, Chinese before it, with 的."""

from helpers.language.grammar.adjectives import ADJECTIVES, fitting
from helpers.language.grammar.clauses import past_of, present_of
from helpers.language.grammar.descriptions import description, this_is
from helpers.language.grammar.noun_phrases import adjectives
from helpers.language.grammar.nouns import NOUNS, PEOPLE
from helpers.language.grammar.people import Subject, somebody
from helpers.language.grammar.phrases import EMPTY, content, function, join, reorder
from helpers.language.grammar.scenes import (
    QUESTION,
    Scene,
    anybody,
    complete,
    noun_subject,
    strangers,
)
from helpers.language.grammar.verbs import ACTIVITIES, EVENTS, STATES, WEARING
from helpers.language.grammar.word_order import BE, FORMS

_AGENTS = ("boy", "girl", "child", "student", "teacher", "doctor")
_ALL = {**STATES, **ACTIVITIES, **EVENTS, **WEARING}
_DONE_TO_THINGS = [
    _ALL[name]
    for name in "like eat drink read write wash watch buy see find wear".split()
]
# What has been got can be used: eat the cake that Tom bought. Else it is only liked.
_GETTING, _USING = {"buy", "write", "find"}, "like eat drink read wear".split()
# "a" does not count inside of a relative clause: 戴 着 红 帽子, not 一 顶 红 帽子.
_INSIDE = QUESTION


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
    return this_is(rng, thing.phrase, thing.person == "they", rng.choice(FORMS))


def _describing(rng):
    """Build: the book that Tom bought is new -> 汤姆 买 的 书 很 新."""
    subject = rng.choice((that_somebody_bought, who_bought_it))(rng)
    # Not "the red hat that Tom bought is black".
    said = {word for word, noun in subject.phrase.pairs if noun == subject.noun}
    groups = {ADJECTIVES[word].group for word in said & set(ADJECTIVES)}
    names = [
        name
        for name in fitting(subject.noun, "after")
        if ADJECTIVES[name].group not in groups
    ]
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
            verbs = [name for name in _USING if thing.noun in _ALL[name].objects()]
    verb = _ALL[rng.choice(verbs)]
    chinese = verb.objects()[thing.noun]
    it = Scene(subject, verb, chinese, thing.phrase, thing.noun)
    if verb.base in STATES:
        return present_of(rng, it, form)
    return past_of(rng, it, form, alone=True)


def _subject(rng):
    """Build: the boy who has a cat ate fish -> 有 猫 的 男孩 吃 了 鱼."""
    subject, form = who_bought_it(rng), rng.choice(FORMS)
    verb = rng.choice(list({**ACTIVITIES, **EVENTS}.values()))
    return past_of(rng, complete(rng, subject, verb, form), form)
