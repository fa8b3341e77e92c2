"""The dictionary: nouns, places, times, adjectives and verbs, and what fits what.

Words stand in tables. Entries end at | or at the end of a line, and "-" is a form that
does not exist. A name in CAPITALS is a group of nouns.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple


def _rows(text):
    """Read a table: one list of words for each entry."""
    entries = re.split(r"[|\n]", text.strip())
    return [[word.strip("-") for word in entry.split()] for entry in entries]


def _pairs(text, end=r"[|\n]"):
    """Read a table of entries that have a name before a colon."""
    pairs = (entry.partition(":") for entry in re.split(end, text.strip()) if entry)
    return {name.strip(): words.strip() for name, _, words in pairs}


class Pronoun(NamedTuple):
    """A personal pronoun; Chinese has one form where English has three."""

    subject: str
    object: str
    possessive: str
    chinese: str


class Noun(NamedTuple):
    """A noun; english is also its name in the lists of other words."""

    english: str
    plural: str  # "" if it is not counted
    chinese: str
    measure: str = ""  # the word between a number and the noun; "" if not counted


class Place(NamedTuple):
    """A place; Chinese wraps most of them: 在 公园 里, but 在 家."""

    preposition: str
    english: str
    chinese: str
    inside: str = ""  # 里, 上, or nothing


PRONOUNS = tuple(
    Pronoun(*row)
    for row in _rows("""
I me my 我 | you you your 你 | he him his 他 | she her her 她
we us our 我们 | they them their 他们
""")
)
NAMES = {"Tom": "汤姆", "Mary": "玛丽", "John": "约翰", "Anna": "安娜"}
KIN = {"mother": "妈妈", "father": "爸爸"}
# Whom "he" or "she" may mean in "because she was tired".
GENDERS = dict.fromkeys("Tom John boy father".split(), "he")
GENDERS |= dict.fromkeys("Mary Anna girl mother".split(), "she")

NUMBERS = {"one": "一", "two": "两", "three": "三", "four": "四", "five": "五"}
THIS = {"this": "这", "that": "那"}
THESE = {"these": "这些", "those": "那些"}

_NOUNS = """
boy boys 男孩 个 | girl girls 女孩 个 | child children 孩子 个
student students 学生 个 | teacher teachers 老师 个 | doctor doctors 医生 个
friend friends 朋友 个
cat cats 猫 只 | dog dogs 狗 只 | bird birds 鸟 只
apple apples 苹果 个 | orange oranges 橙子 个 | egg eggs 鸡蛋 个 | cake cakes 蛋糕 个
fish fish 鱼 条 | bread - 面包 | rice - 米饭
milk - 牛奶 | tea - 茶 | water - 水 | coffee - 咖啡
hat hats 帽子 顶 | scarf scarves 围巾 条
coat coats 大衣 件 | shirt shirts 衬衫 件 | sweater sweaters 毛衣 件
book books 书 本 | letter letters 信 封 | story stories 故事 个 | movie movies 电影 部
flower flowers 花 朵 | car cars 汽车 辆
football - 足球 | basketball - 篮球 | piano - 钢琴 | guitar - 吉他
"""
NOUNS = {row[0]: Noun(*row) for row in _rows(_NOUNS)}

_GROUPS = _pairs("""
PUPILS: boy girl child student
ADULTS: teacher doctor
PEOPLE: PUPILS ADULTS friend
PETS: cat dog
ANIMALS: PETS bird
FRUIT: apple orange
FOOD: FRUIT egg cake fish bread rice
DRINKS: milk tea water coffee
CLOTHES: coat shirt sweater
WEAR: CLOTHES hat scarf
READING: book letter story
GOODS: WEAR book flower car
USED: WEAR book car
INSTRUMENTS: piano guitar
""")


def nouns(text):
    """List nouns and the members of groups: "FRUIT egg" -> apple, orange, egg."""
    found = []
    for word in text.split():
        found += nouns(_GROUPS[word]) if word in _GROUPS else [word]
    return tuple(found)


PEOPLE, PETS, ANIMALS = nouns("PEOPLE"), nouns("PETS"), nouns("ANIMALS")
FOOD, DRINKS, WEAR, GOODS = map(nouns, ("FOOD", "DRINKS", "WEAR", "GOODS"))
INSTRUMENTS = nouns("INSTRUMENTS")

_PLACES = {
    "in the": "park 公园 里 | garden 花园 里 | kitchen 厨房 里 | library 图书馆 里\n"
    "shop 商店 里 | river 河 里",
    "on the": "train 火车 上",
    "at": "school 学校 | home 家",
}
PLACES = {
    row[0]: Place(preposition, *row)
    for preposition, text in _PLACES.items()
    for row in _rows(text)
}
# Where cats and dogs are, too.
PLACES_OF_ANIMALS = ("park", "garden", "kitchen", "home")
TIMES = _pairs("""
yesterday: 昨天 | today: 今天 | tomorrow: 明天 | tonight: 今晚 | now: 现在
every day: 每 天 | in the morning: 早上 | in the evening: 晚上 | on Sunday: 星期天
""")


class Meaning(NamedTuple):
    """One Chinese word for an adjective, and the nouns for which it is right."""

    chinese: str
    before: tuple[str, ...]  # nouns that it may precede: a new teacher, 新 老师
    after: tuple[str, ...]  # of which it may be said: the coat is new, 大衣 很 新


class Adjective(NamedTuple):
    """An adjective; what it means may depend on its noun, as with old: 老 or 旧."""

    english: str
    group: str  # quality, size, age, colour; "single" stands beside no other adjective
    meanings: tuple[Meaning, ...]


# Group, word, meanings with their nouns; / parts the nouns before which the adjective
# stands from those that it follows. No green hat: in Chinese, whoever wears one is
# deceived at home.
_ADJECTIVES = """
quality beautiful 漂亮: girl bird flower WEAR
quality cute 可爱: boy girl child ANIMALS
quality clever 聪明: PUPILS ADULTS dog
quality cheap 便宜: FOOD GOODS
quality fresh 新鲜: FRUIT egg cake fish bread milk
quality delicious 好吃: FOOD; 好喝: milk tea coffee
quality interesting 有趣: READING movie
single young 年轻: ADULTS
single good 好: ADULTS book story movie friend student / ADULTS book story movie
size big 大: FRUIT ANIMALS egg cake fish hat flower
size small 小: FRUIT ANIMALS egg cake fish hat flower
size long 长: coat scarf letter
size short 短: coat scarf / coat scarf letter story; 矮: / PUPILS ADULTS
age new 新: USED ADULTS movie friend student / USED
age old 旧: USED letter / USED; 老: ADULTS PETS friend / ADULTS PETS
colour red 红: apple flower WEAR
colour black 黑: WEAR ANIMALS
colour white 白: flower WEAR ANIMALS
colour blue 蓝: flower bird WEAR
colour green 绿: apple scarf CLOTHES
single tall 高: / PEOPLE
single tired 累: / PEOPLE PETS
single hungry 饿: / PEOPLE PETS
single busy 忙: / PEOPLE
single happy 高兴: / PEOPLE
single sad 难过: / PEOPLE
single expensive 贵: / FOOD DRINKS GOODS
"""


def _adjective(line):
    """Read one line of the table of adjectives."""
    group, english, text = line.split(maxsplit=2)
    meanings = []
    for chinese, objects in _pairs(text, ";").items():
        before, _, after = objects.partition("/")
        after = after or before
        meanings.append(Meaning(chinese, nouns(before), nouns(after)))
    return Adjective(english, group, tuple(meanings))


ADJECTIVES = {a.english: a for a in map(_adjective, _ADJECTIVES.strip().split("\n"))}

# Names, pronouns and parents: of them may be said whatever is said of this noun.
_SOMEBODY = "student"


@cache
def meaning_of(adjective, noun, place):
    """Return the Chinese of an adjective "before" or "after" a noun; None if unfit."""
    for meaning in ADJECTIVES[adjective].meanings:
        if (noun or _SOMEBODY) in getattr(meaning, place):
            return meaning.chinese
    return None


@cache
def fitting(noun, place):
    """List the adjectives that go "before" or "after" a noun."""
    return tuple(name for name in ADJECTIVES if meaning_of(name, noun, place))


@dataclass(frozen=True)
class Verb:
    """A verb; what it means may depend on its object, as with wear: 穿 or 戴.

    Lists of words are strings: "park garden" is two places.
    """

    forms: str  # base, third person, past, -ing; "-" for one that is never said
    meanings: dict[str, tuple[str, ...]]  # Chinese -> the objects that it then has
    places: str = ""  # where it is done
    animals: str = ""  # the objects that a cat or a dog does it with; "-" for none
    somebody: str = ""  # "yes" if a name or a pronoun may be the object
    determiners: str = "a a number the my this bare"  # how its object may begin
    adjectives: str = ""  # those that its object may have, if not all
    single: str = ""  # "yes" for one at a time: nobody wears two hats
    reasons: str = ""  # adjectives that are a good reason for doing it

    @property
    def base(self):
        """Return the form that names the verb: eat."""
        return self.form("base")

    def form(self, name):
        """Return the base, third, past or ing form: eat, eats, ate, eating."""
        return self.forms.split()[("base", "third", "past", "ing").index(name)]

    def objects(self, is_animal=False):
        """Return the nouns that may be its object, each with what it then means."""
        return {
            noun: chinese
            for chinese, objects in self.meanings.items()
            for noun in objects
            if not is_animal or noun in self.animals.split()
        }


def _verbs(text):
    """Read a table of verbs: forms | meanings | more; an indented line goes on."""
    verbs = {}
    for entry in re.split(r"\n(?=\S)", text.strip()):
        forms, meanings, *more = entry.split("|")
        objects = _pairs(meanings, ";")
        objects = {chinese: nouns(text) for chinese, text in objects.items()}
        verb = Verb(forms, objects, **_pairs("|".join(more), "[|]"))
        verbs[verb.base] = verb
    return verbs


# Facts that last. Never 正在, and here always in the present.
STATES = _verbs("""
like likes
    | 喜欢: FOOD DRINKS WEAR READING INSTRUMENTS ANIMALS PEOPLE movie flower car
        football basketball
    | animals: fish milk | somebody: yes | determiners: bare bare bare the my this
love loves | 爱 | somebody: yes
know knows | 认识: PEOPLE | somebody: yes | determiners: the this
have has | 有: FRUIT DRINKS GOODS ANIMALS egg cake bread letter story friend
    | determiners: a a number many bare
want wants | 想要: FRUIT DRINKS GOODS ANIMALS egg cake bread
    | determiners: a number bare the this
need needs | 需要: WEAR egg bread milk water book car
    | determiners: a number bare my this
""")

# What takes time: it may be going on just now (正在).
ACTIVITIES = _verbs("""
eat eats ate eating | 吃: FOOD
    | places: park garden kitchen school home train | animals: fish | reasons: hungry
drink drinks drank drinking | 喝: DRINKS
    | places: park garden kitchen school home train | animals: milk water
read reads read reading | 读: READING
    | places: park garden library school home train
write writes wrote writing | 写: letter story
    | places: garden library school home train
    | determiners: a a number the bare | adjectives: interesting long
wash washes washed washing | 洗: FRUIT WEAR car | places: home
watch watches watched watching | 看: movie
    | places: school home train | determiners: a a number the this bare
play plays played playing | 踢: football; 打: basketball; 弹: INSTRUMENTS
    | places: school | determiners: bare
help helps helped helping | 帮助: PEOPLE | places: school | somebody: yes
""")

# The same without an object.
INTRANSITIVES = _verbs("""
sleep sleeps slept sleeping | 睡觉 | places: home garden train
    | animals: - | reasons: tired
swim swims swam swimming | 游泳 | places: river | reasons: happy
run runs ran running | 跑步 | places: park
sing sings sang singing | 唱歌 | places: park garden school home | reasons: happy
dance dances danced dancing | 跳舞 | places: park garden school home | reasons: happy
work works worked working | 工作 | places: garden library shop school home
""")

# What happens in a moment: it was or will be, but is never going on.
EVENTS = _verbs("""
buy buys bought | 买: FRUIT DRINKS GOODS egg cake fish bread
    | places: shop | determiners: a a number the this bare
see - saw | 看见: ANIMALS PEOPLE flower
    | places: park garden school train shop
    | somebody: yes | determiners: a a number the my this
find - found | 找到: WEAR book letter cat dog
    | places: park garden school home train | determiners: a a number the my my this
""")

# Wearing lasts like a state, yet English says "is wearing": 戴 着.
WEARING = _verbs("""
wear wears wore wearing | 穿: CLOTHES; 戴: hat scarf
    | determiners: a a the my this | single: yes
""")

VERBS = {**STATES, **ACTIVITIES, **INTRANSITIVES, **EVENTS, **WEARING}
# What people do together: 和 汤姆 一起.
SOCIAL = frozenset(
    "eat drink read write wash watch play swim run sing dance work buy".split()
)
