"""Who and what the sentences are about: nouns, names, pronouns, places.

The groups of nouns (FOOD, CLOTHES) say to verbs and adjectives what they go with.
"""

from typing import NamedTuple


class Noun(NamedTuple):
    """A noun; english is also its name in the lists of other words."""

    english: str
    plural: str  # "" if it is not counted
    chinese: str
    measure: str = ""  # the word between a number and the noun; "" if not counted


class Pronoun(NamedTuple):
    """A personal pronoun; Chinese has one form where English has three."""

    subject: str
    object: str
    possessive: str
    chinese: str


class Place(NamedTuple):
    """A place; Chinese wraps most of them: 在 公园 里, but 在 家."""

    preposition: str
    english: str
    chinese: str
    inside: str = ""  # 里, 上, or nothing


PRONOUNS = (
    Pronoun("I", "me", "my", "我"),
    Pronoun("you", "you", "your", "你"),
    Pronoun("he", "him", "his", "他"),
    Pronoun("she", "her", "her", "她"),
    Pronoun("we", "us", "our", "我们"),
    Pronoun("they", "them", "their", "他们"),
)
NAMES = {"Tom": "汤姆", "Mary": "玛丽", "John": "约翰", "Anna": "安娜"}
KIN = {"mother": "妈妈", "father": "爸爸"}
# Whom "he" or "she" may mean in "because she was tired".
GENDERS = {
    "Tom": "he", "John": "he", "boy": "he", "father": "he",
    "Mary": "she", "Anna": "she", "girl": "she", "mother": "she",
}  # fmt: skip

_PEOPLE = (
    Noun("boy", "boys", "男孩", "个"),
    Noun("girl", "girls", "女孩", "个"),
    Noun("child", "children", "孩子", "个"),
    Noun("student", "students", "学生", "个"),
    Noun("teacher", "teachers", "老师", "个"),
    Noun("doctor", "doctors", "医生", "个"),
    Noun("friend", "friends", "朋友", "个"),
)
_ANIMALS = (
    Noun("cat", "cats", "猫", "只"),
    Noun("dog", "dogs", "狗", "只"),
    Noun("bird", "birds", "鸟", "只"),
)
_THINGS = (
    Noun("apple", "apples", "苹果", "个"),
    Noun("orange", "oranges", "橙子", "个"),
    Noun("egg", "eggs", "鸡蛋", "个"),
    Noun("cake", "cakes", "蛋糕", "个"),
    Noun("fish", "fish", "鱼", "条"),
    Noun("bread", "", "面包"),
    Noun("rice", "", "米饭"),
    Noun("milk", "", "牛奶"),
    Noun("tea", "", "茶"),
    Noun("water", "", "水"),
    Noun("coffee", "", "咖啡"),
    Noun("hat", "hats", "帽子", "顶"),
    Noun("scarf", "scarves", "围巾", "条"),
    Noun("coat", "coats", "大衣", "件"),
    Noun("shirt", "shirts", "衬衫", "件"),
    Noun("sweater", "sweaters", "毛衣", "件"),
    Noun("book", "books", "书", "本"),
    Noun("letter", "letters", "信", "封"),
    Noun("story", "stories", "故事", "个"),
    Noun("movie", "movies", "电影", "部"),
    Noun("flower", "flowers", "花", "朵"),
    Noun("car", "cars", "汽车", "辆"),
    Noun("football", "", "足球"),
    Noun("basketball", "", "篮球"),
    Noun("piano", "", "钢琴"),
    Noun("guitar", "", "吉他"),
)
NOUNS = {noun.english: noun for noun in _PEOPLE + _ANIMALS + _THINGS}

PEOPLE = tuple(noun.english for noun in _PEOPLE)
ANIMALS = tuple(noun.english for noun in _ANIMALS)
INSTRUMENTS = ("piano", "guitar")
FRUIT = ("apple", "orange")
FOOD = (*FRUIT, "egg", "cake", "fish", "bread", "rice")
DRINKS = ("milk", "tea", "water", "coffee")
CLOTHES = ("coat", "shirt", "sweater")
ACCESSORIES = ("hat", "scarf")
WEAR = CLOTHES + ACCESSORIES
READING = ("book", "letter", "story")
GOODS = (*WEAR, "book", "flower", "car")

PLACES = {
    place.english: place
    for place in (
        Place("in the", "park", "公园", "里"),
        Place("in the", "garden", "花园", "里"),
        Place("in the", "kitchen", "厨房", "里"),
        Place("in the", "library", "图书馆", "里"),
        Place("in the", "shop", "商店", "里"),
        Place("in the", "river", "河", "里"),
        Place("on the", "train", "火车", "上"),
        Place("at", "school", "学校"),
        Place("at", "home", "家"),
    )
}
