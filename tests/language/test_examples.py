"""Sentences that a teacher would check: each one pinned, word for word."""

import random

import pytest

from helpers.language.grammar.clauses import (
    describe,
    future,
    habit,
    identify,
    locate,
    past,
    profession,
    progressive,
    state,
    wish,
)
from helpers.language.grammar.dictionary import NOUNS, NUMBERS, PRONOUNS
from helpers.language.grammar.subordinate import reason, relative

EXAMPLES = {
    state: """
        I like apples = 我 喜欢 苹果
        do you like apples = 你 喜欢 苹果 吗
        he doesn't like tea = 他 不 喜欢 茶
        I like big red apples = 我 喜欢 红色 的 大 苹果
        the old teacher likes the old hat = 老 老师 喜欢 那 顶 旧 帽子
        they don't have a cat = 他们 没 有 猫
        does Tom have a dog = 汤姆 有 狗 吗
        she has two cats = 她 有 两 只 猫
        my mother needs three eggs = 我 妈妈 需要 三 个 鸡蛋
        Tom's mother knows this doctor = 汤姆 的 妈妈 认识 这 个 医生
        we want five beautiful red flowers = 我们 想要 五 朵 漂亮 的 红 花
        I have many books = 我 有 很多 书
        the students love you = 学生 们 爱 你
    """,
    habit: """
        Tom reads books = 汤姆 读 书
        I drink milk every day = 我 每 天 喝 牛奶
        Mary often wears hats = 玛丽 经常 戴 帽子
        John never wears coats = 约翰 从不 穿 大衣
        do you play football on Sunday = 你 星期天 踢 足球 吗
        she plays the piano at school = 她 在 学校 弹 钢琴
        my father does not drink coffee = 我 爸爸 不 喝 咖啡
    """,
    past: """
        I ate an apple yesterday = 我 昨天 吃 了 一 个 苹果
        Tom bought a hat = 汤姆 买 了 一 顶 帽子
        he did not eat the fish = 他 没 吃 那 条 鱼
        Tom did not drink milk = 汤姆 没 喝 牛奶
        did Mary buy a shirt yesterday = 玛丽 昨天 买 了 衬衫 吗
        we swam in the river today = 我们 今天 在 河 里 游泳 了
        I read a book yesterday = 我 昨天 读 了 一 本 书
        I ate two apples with Tom in the park yesterday
            = 我 昨天 和 汤姆 一起 在 公园 里 吃 了 两 个 苹果
    """,
    progressive: """
        Tom is reading a book = 汤姆 正在 读 一 本 书
        he is playing basketball now = 他 现在 正在 打 篮球
        Mary is wearing a red hat = 玛丽 戴 着 一 顶 红 帽子
        she is wearing my coat = 她 穿 着 我 的 大衣
        the dog is sleeping in the garden = 狗 正在 花园 里 睡觉
        is Tom swimming = 汤姆 在 游泳 吗
        they aren't dancing at home = 他们 没 在 家 跳舞
        Mary is not wearing a hat = 玛丽 没 戴 帽子
    """,
    future: """
        I will buy a hat tomorrow = 我 明天 会 买 一 顶 帽子
        she won't eat bread tonight = 她 今晚 不 会 吃 面包
        will you work on Sunday = 你 星期天 会 工作 吗
    """,
    wish: """
        I want to eat fish = 我 想 吃 鱼
        Tom likes to swim in the river = 汤姆 喜欢 在 河 里 游泳
        does she want to play the guitar = 她 想 弹 吉他 吗
    """,
    describe: """
        the cat is tired = 猫 很 累
        the cat is not tired = 猫 不 累
        is the cat tired = 猫 累 吗
        this hat is too big = 这 顶 帽子 太 大 了
        Mary is very happy = 玛丽 非常 高兴
        the apples are red = 苹果 是 红色 的
        my coat isn't black = 我 的 大衣 不 是 黑色 的
        the teacher is old = 老师 很 老
        the car is old = 汽车 很 旧
        the tea is delicious = 茶 很 好喝
        the fish is delicious = 鱼 很 好吃
        the boy is short = 男孩 很 矮
        the scarf is short = 围巾 很 短
        we were hungry yesterday = 我们 昨天 很 饿
    """,
    locate: """
        Tom is at home = 汤姆 在 家
        is Mary at school = 玛丽 在 学校 吗
        the hat is on the train = 帽子 在 火车 上
        he was not in the library yesterday = 他 昨天 不 在 图书馆 里
        I will be in the park tomorrow = 我 明天 会 在 公园 里
    """,
    identify: """
        this is my book = 这 是 我 的 书
        that is Tom's old car = 那 是 汤姆 的 旧 汽车
        these are their letters = 这些 是 他们 的 信
        this is a beautiful red scarf = 这 是 一 条 漂亮 的 红 围巾
        is this your hat = 这 是 你 的 帽子 吗
    """,
    profession: """
        Tom is a doctor = 汤姆 是 医生
        she is a good teacher = 她 是 一 个 好 老师
        he is my friend = 他 是 我 的 朋友
        we aren't students = 我们 不 是 学生
    """,
    relative: """
        this is the book that Tom bought = 这 是 汤姆 买 的 书
        I like the new hat that Mary wore = 我 喜欢 玛丽 戴 的 新 帽子
        the cake that you ate is expensive = 你 吃 的 蛋糕 很 贵
        I know the girl who is wearing a red hat = 我 认识 戴 着 红 帽子 的 女孩
        the boy who has a cat is happy = 有 猫 的 男孩 很 高兴
    """,
    reason: """
        the cat did not eat the fish because it was tired
            = 猫 没 吃 那 条 鱼 因为 猫 很 累
        the cat did not eat the fish because it was too big
            = 猫 没 吃 那 条 鱼 因为 鱼 太 大 了
        Tom did not swim because he was busy = 汤姆 没 游泳 因为 他 很 忙
        Mary didn't buy the hat because it was too expensive
            = 玛丽 没 买 那 顶 帽子 因为 帽子 太 贵 了
        I am happy because Tom bought a cake
            = 我 很 高兴 因为 汤姆 买 了 一 个 蛋糕
    """,
}


def pairs_of(text):
    """Read lines of "english = chinese"; a line that begins with = goes on."""
    lines = text.replace("\n            =", " =").strip().splitlines()
    return [[tuple(side.split()) for side in line.split(" = ")] for line in lines]


class Wishful(random.Random):
    """Choose freely, but mostly what leads to one wanted sentence.

    So a rule soon says just that sentence, and needs no way in for tests.
    """

    def __init__(self, english):
        super().__init__(0)
        words = set(english)
        singulars = {n.english for n in NOUNS.values() if n.plural in words}
        self.wanted = words | singulars | {"statement"}
        if words & set(NUMBERS):
            self.wanted.add("number")
        if words & {pronoun.possessive for pronoun in PRONOUNS} or "Tom's" in words:
            self.wanted.add("my")
        if words & {"this", "that", "these", "those"}:
            self.wanted.add("this")
        if "not" in words or any(word.endswith("n't") for word in words):
            self.wanted ^= {"negative", "statement"}
        if english[0] in ("do", "does", "did", "is", "are", "will"):
            self.wanted ^= {"question", "statement"}

    def choice(self, options):
        options = list(options)
        liked = [option for option in options if self.likes(option)]
        return super().choice(liked if liked and self.random() < 0.8 else options)

    def likes(self, option):
        if isinstance(option, dict):  # a group of verbs
            return any(self.likes(verb) for verb in option.values())
        if isinstance(option, tuple) and option and isinstance(option[0], str):
            option = option[0]  # a pronoun, or an English word with its Chinese
        words = getattr(option, "forms", option)
        return isinstance(words, str) and bool(self.wanted & set(words.split()))


@pytest.mark.parametrize(
    ("rule", "english", "chinese"),
    [
        pytest.param(rule, *pair, id=" ".join(pair[0]))
        for rule, text in EXAMPLES.items()
        for pair in pairs_of(text)
    ],
)
def test_pinned_sentence(rule, english, chinese):
    rng = Wishful(english)
    for _ in range(20_000):
        sample = rule(rng).sample()
        if sample.english == english:
            assert sample.chinese == chinese
            return
    pytest.fail(f"the grammar does not say {' '.join(english)!r}")
