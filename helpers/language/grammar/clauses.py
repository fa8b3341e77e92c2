"""Simple sentences with a verb: one rule for each construction."""

from helpers.language.grammar.phrases import EMPTY, content, function, join
from helpers.language.grammar.scenes import NEGATIVE, QUESTION, STATEMENT, scene
from helpers.language.grammar.verbs import (
    ACTIVITIES,
    EVENTS,
    INTRANSITIVES,
    STATES,
    WEARING,
)
from helpers.language.grammar.word_order import BE, FORMS, deny, extras, order, will

_BUYING = {"buy": EVENTS["buy"]}  # the one event that is usual, or planned


def state(rng):
    """Say what lasts: I like apples -> 我 喜欢 苹果, I have no cat -> 我 没 有 猫."""
    form = rng.choice(FORMS)
    return present_of(rng, scene(rng, STATES, form), form)


def present_of(rng, it, form):
    """Put a scene into the present."""
    helper = _do(rng, it, form)
    return order(it.subject.phrase, _present(it, form), it.object, helper, form=form)


def _do(rng, it, form):
    """Choose the helper of the present: nothing, do not -> 不, or do in a question."""
    do = "does" if it.subject.person == "he" else "do"
    if form == NEGATIVE:
        return deny(rng, do, "没" if it.chinese == "有" else "不")
    return function(do) if form == QUESTION else EMPTY


def _present(it, form):
    """Put the verb into the present: eat, eats -> 吃."""
    is_third = form == STATEMENT and it.subject.person == "he"
    return it.say("third" if is_third else "base")


def habit(rng):
    """Say what is usual: Tom often reads books -> 汤姆 经常 读 书."""
    form = rng.choice(FORMS)
    kinds = 2 * (ACTIVITIES, ACTIVITIES, WEARING, INTRANSITIVES) + (_BUYING,)
    it = scene(rng, rng.choice(kinds), form, determiners="bare")
    adverbs = {
        STATEMENT: {"often": "经常", "never": "从不"},
        QUESTION: {"often": "经常"},
    }
    adverb, times = EMPTY, ["in the morning", "in the evening", "on Sunday"]
    if form != NEGATIVE:
        times.append("every day")
    if it.object != EMPTY:
        times += len(times) * [""]  # 汤姆 读 书 is a sentence, 汤姆 跑步 hardly
    if form != NEGATIVE and rng.random() < 0.5:
        english, chinese = rng.choice(list(adverbs[form].items()))
        adverb, times = content(english, chinese), [""]
    parts = extras(rng, it, times, who=0.2, where=0.25)
    helper, verb = _do(rng, it, form), _present(it, form)
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
    helper, verb = _do(rng, it, form), it.say("base")
    return order(it.subject.phrase, verb, it.object, helper, wanting, parts, form)
