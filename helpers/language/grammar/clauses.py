"""Simple sentences: one rule for each construction, with a verb or with "to be"."""

from helpers.language.grammar.dictionary import (
    ACTIVITIES,
    ADJECTIVES,
    EVENTS,
    GOODS,
    INTRANSITIVES,
    NOUNS,
    PEOPLE,
    PETS,
    PRONOUNS,
    STATES,
    WEAR,
    WEARING,
    fitting,
    meaning_of,
)
from helpers.language.grammar.noun_phrases import (
    adjectives,
    definite,
    noun_phrase,
    noun_subject,
    parent,
    pointer,
    somebody,
)
from helpers.language.grammar.phrases import EMPTY, content, function, join, reorder
from helpers.language.grammar.scenes import (
    BE,
    FORMS,
    NEGATIVE,
    QUESTION,
    STATEMENT,
    at_place,
    at_time,
    deny,
    extras,
    order,
    scene,
    strangers,
    to_be,
    will,
)

_BUYING = {"buy": EVENTS["buy"]}  # the one event that is usual, or planned
# How somebody feels, which passes: Tom was tired yesterday, but not "tall yesterday".
_MOODS = ("tired", "hungry", "busy", "happy", "sad")
# What there can be too much of.
EXCESS = "big small long short old expensive tired hungry busy".split()
# What stands before and after a Chinese adjective; a bare 猫 累 would compare.
_DEGREES = {"": ("很", ""), "very": ("非常", ""), "too": ("太", "了")}
_PLACES_OF_PEOPLE = "park garden kitchen library shop train school home"
_PLACES = {
    **dict.fromkeys(PEOPLE, _PLACES_OF_PEOPLE),
    **dict.fromkeys(PETS, "park garden kitchen home"),
    **dict.fromkeys(WEAR, "kitchen train"),
    "book": "kitchen library train",
}
_WHEN = {
    "present": ("", "", "", "now"),
    "past": ("yesterday", "in the morning"),
    "future": ("tomorrow", "tonight"),
}


def state(rng):
    """Say what lasts: I like apples -> 我 喜欢 苹果, I have no cat -> 我 没 有 猫."""
    form = rng.choice(FORMS)
    return present_of(rng, scene(rng, STATES, form), form)


def present_of(rng, it, form):
    """Put a scene into the present."""
    helper, verb = _present(rng, it, form)
    return order(it.subject.phrase, verb, it.object, helper, form=form)


def _present(rng, it, form):
    """Choose helper and verb of the present: eats -> 吃, does not eat -> 不 吃."""
    is_third = it.subject.person == "he"
    if form == STATEMENT:
        return EMPTY, it.say("third" if is_third else "base")
    do, verb = "does" if is_third else "do", it.say("base")
    if form == QUESTION:
        return function(do), verb
    return deny(rng, do, "没" if it.chinese == "有" else "不"), verb


def habit(rng):
    """Say what is usual: Tom often reads books -> 汤姆 经常 读 书."""
    form = rng.choice(FORMS)
    kinds = 2 * (ACTIVITIES, ACTIVITIES, WEARING, INTRANSITIVES) + (_BUYING,)
    it = scene(rng, rng.choice(kinds), form, determiners="bare")
    adverbs = [("often", "经常"), ("never", "从不")]
    adverb, times = EMPTY, ["in the morning", "in the evening", "on Sunday"]
    if form != NEGATIVE:
        times.append("every day")
    if it.object != EMPTY:
        times += len(times) * [""]  # 汤姆 读 书 is a sentence, 汤姆 跑步 hardly
    if form != NEGATIVE and rng.random() < 0.5:
        pair = rng.choice(adverbs[:1] if form == QUESTION else adverbs)
        adverb, times = content(*pair), [""]
    parts = extras(rng, it, times, who=0.2, where=0.25)
    helper, verb = _present(rng, it, form)
    return order(it.subject.phrase, verb, it.object, helper, adverb, parts, form)


def past(rng):
    """Say what happened: Tom ate fish -> 汤姆 吃 了 鱼, did not eat -> 没 吃."""
    form = rng.choice(FORMS)
    kinds = 2 * (ACTIVITIES, EVENTS, INTRANSITIVES) + (WEARING,)
    return past_of(rng, scene(rng, rng.choice(kinds), form), form)


def past_of(rng, it, form, alone=False):
    """Put a scene into the past; alone: without saying with whom, where or when."""
    times = ("", "", "yesterday", "today", "in the morning", "on Sunday")
    if it.verb.form("past") == it.verb.base and form == STATEMENT:
        times = ("yesterday",)  # "I read books" is a habit
    parts = extras(rng, it, ("",), 0, 0) if alone else extras(rng, it, times)
    if form == STATEMENT:
        helper, verb = EMPTY, it.say("past", "了")
    elif form == NEGATIVE:
        helper, verb = deny(rng, "did", "没"), it.say("base")  # 没 and 了 never meet
    else:
        helper, verb = function("did"), it.say("base", "了")
    return order(it.subject.phrase, verb, it.object, helper, extras=parts, form=form)


def progressive(rng):
    """Say what is going on: Tom is reading a book -> 汤姆 正在 读 一 本 书.

    正在 tells, 在 asks (在 读 书 吗) and denies (没 在 读 书). What is worn does not go
    on, it lasts: 戴 着.
    """
    form = rng.choice(FORMS)
    kinds = (ACTIVITIES, ACTIVITIES, INTRANSITIVES, WEARING)
    it = scene(rng, rng.choice(kinds), form, without="number")
    be = BE[it.subject.person][0]
    lasting = it.verb.base in WEARING
    if form == NEGATIVE:
        helper = deny(rng, be, "没" if lasting else "没 在")
    else:
        helper = function(be, "" if lasting else "正在" if form == STATEMENT else "在")
    verb = it.say("ing", "着" if lasting and form != NEGATIVE else "")
    # With whom or where, not both: else 正在 and the 在 of the place stand apart.
    who, where = rng.choice(((0.4, 0), (0, 0.6)))
    parts = extras(rng, it, ("", "", "now"), who, where)
    return order(it.subject.phrase, verb, it.object, helper, extras=parts, form=form)


def future(rng):
    """Say what will be: I will buy a hat tomorrow -> 我 明天 会 买 一 顶 帽子.

    There is always a time, because 我 会 游泳 by itself means "I can swim".
    """
    form = rng.choice(FORMS)
    kinds = (ACTIVITIES, ACTIVITIES, _BUYING, INTRANSITIVES, WEARING)
    it = scene(rng, rng.choice(kinds), form)
    times = ("tomorrow", "tomorrow", "tonight", "on Sunday", "in the evening")
    parts = extras(rng, it, times)
    helper, verb = will(rng, form), it.say("base")
    return order(it.subject.phrase, verb, it.object, helper, extras=parts, form=form)


def wish(rng):
    """Say what somebody wants or likes to do: I want to eat -> 我 想 吃."""
    form = rng.choice(FORMS)
    english, chinese = rng.choice((("want", "想"), ("like", "喜欢")))
    it = scene(
        rng,
        rng.choice((ACTIVITIES, ACTIVITIES, INTRANSITIVES)),
        form,
        determiners="bare" if english == "like" else "",
    )
    if form == STATEMENT and it.subject.person == "he":
        english += "s"
    wanting = join(content(english, chinese), function("to"))
    parts = extras(rng, it, ("",))
    (helper, _), verb = _present(rng, it, form), it.say("base")
    return order(it.subject.phrase, verb, it.object, helper, wanting, parts, form)


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
    chinese, link = meaning_of(name, subject.noun, "after"), ""
    if ADJECTIVES[name].group == "colour":
        link, chinese, degree, before, after = "是", f"{chinese}色", "", "", "的"
    elif form == STATEMENT:
        before, after = _DEGREES[degree]
    else:
        degree, before, after = "", "", ""
    helper = to_be(rng, be, form, link)
    pairs = {(name, subject.noun)} if subject.noun else ()
    verb = join(
        function(degree, before), content(name, chinese), function(chinese=after)
    )
    verb = reorder((verb,), (verb,), pairs)
    extras = (EMPTY, EMPTY, at_time(time))
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
        helper = to_be(rng, BE[subject.person][tense == "past"], form)
    extras = (EMPTY, at_place(rng.choice(places.split())), at_time(time))
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
    return _is_what(
        rng, pointer(rng, is_plural), "are" if is_plural else "is", thing, form
    )


def profession(rng):
    """Say who somebody is: Tom is a doctor -> 汤姆 是 医生."""
    form = rng.choice(FORMS)
    subject = somebody(rng, strangers(form))
    noun = rng.choice(("student", "teacher", "doctor", "friend"))
    kind = adjectives(rng, noun, at_most=1)
    determiner = rng.choice(("a", "my")) if noun != "friend" else "my"
    if subject.is_plural:
        determiner = "bare"
    words, what = subject.phrase.words, EMPTY
    # 医生 alone names a profession; with an adjective it is one of many: 一 个 好 医生.
    options = {"counted": form == STATEMENT and kind != EMPTY, "avoid": words}
    options["single"] = not subject.is_plural
    own = {p.possessive for p in PRONOUNS if {p.subject, p.object} & words}
    while what == EMPTY or what.words & own:  # not "he is his teacher"
        what = noun_phrase(rng, noun, determiner, kind, **options)
    return _is_what(rng, subject.phrase, BE[subject.person][0], what, form)


def _is_what(rng, subject, be, what, form):
    """Build "subject is something"."""
    return order(subject, EMPTY, what, to_be(rng, be, form, "是"), form=form)
