"""The corpus as data: seeds, sizes, vocabularies, translations, alignments."""

import itertools
import os
import random
import re
import subprocess
import sys

import pytest

from helpers.language.grammar import (
    CHINESE_WORDS,
    ENGLISH_WORDS,
    chinese_vocabulary,
    english_vocabulary,
    generate,
)
from helpers.language.grammar.clauses import past
from helpers.language.vocabulary import UNK_ID

# Which English words a Chinese word may come from: written by hand, apart from the
# grammar's own dictionary, so that an error there is found here.
MEANINGS = """
我 I me my | 你 you your | 他 he him his | 她 she her | 我们 we us our
他们 they them their | 汤姆 Tom Tom's | 玛丽 Mary Mary's | 约翰 John John's
安娜 Anna Anna's | 妈妈 mother | 爸爸 father | 男孩 boy boys | 女孩 girl girls
孩子 child children | 学生 student students | 老师 teacher teachers
医生 doctor doctors | 朋友 friend friends | 猫 cat cats | 狗 dog dogs | 鸟 bird birds
苹果 apple apples | 橙子 orange oranges | 鸡蛋 egg eggs | 蛋糕 cake cakes | 鱼 fish
面包 bread | 米饭 rice | 牛奶 milk | 茶 tea | 水 water | 咖啡 coffee | 帽子 hat hats
围巾 scarf scarves | 大衣 coat coats | 衬衫 shirt shirts | 毛衣 sweater sweaters
书 book books | 信 letter letters | 故事 story stories | 电影 movie movies
花 flower flowers | 汽车 car cars | 足球 football | 篮球 basketball | 钢琴 piano
吉他 guitar | 公园 park | 花园 garden | 厨房 kitchen | 图书馆 library | 商店 shop
河 river | 火车 train | 学校 school | 家 home | 昨天 yesterday | 今天 today
明天 tomorrow | 今晚 tonight | 现在 now | 每 every | 天 day | 早上 morning
晚上 evening | 星期天 Sunday | 经常 often | 从不 never | 一 one | 两 two | 三 three
四 four | 五 five | 很多 many | 漂亮 beautiful | 可爱 cute | 聪明 clever | 便宜 cheap
新鲜 fresh | 好吃 delicious | 好喝 delicious | 有趣 interesting | 年轻 young | 好 good
大 big | 小 small | 长 long | 短 short | 矮 short | 新 new | 旧 old | 老 old | 红 red
红色 red | 黑 black | 黑色 black | 白 white | 白色 white | 蓝 blue | 蓝色 blue
绿 green | 绿色 green | 高 tall | 累 tired | 饿 hungry | 忙 busy | 高兴 happy
难过 sad | 贵 expensive | 喜欢 like likes | 爱 love loves | 认识 know knows
有 have has | 想要 want wants | 想 want wants | 需要 need needs
吃 eat eats ate eating | 喝 drink drinks drank drinking | 读 read reads reading
写 write writes wrote writing | 洗 wash washes washed washing
看 watch watches watched watching | 踢 play plays played playing
打 play plays played playing | 弹 play plays played playing
帮助 help helps helped helping | 睡觉 sleep sleeps slept sleeping
游泳 swim swims swam swimming | 跑步 run runs ran running
唱歌 sing sings sang singing | 跳舞 dance dances danced dancing
工作 work works worked working | 买 buy buys bought | 看见 see saw | 找到 find found
穿 wear wears wore wearing | 戴 wear wears wore wearing
"""
LEXICON = {
    chinese: set(english)
    for entry in MEANINGS.strip().replace("\n", " | ").split(" | ")
    for chinese, *english in [entry.split()]
}
# "Tom ate an egg with me at home today" in its parts.
DONE = re.compile(
    r"(?P<who>(?!did).*?)(?P<helper> did not| didn't|)"
    r" (?P<verb>ate|eat|drank|drink|bought|buy|washed|wash) (?P<what>.*?)( with \w+)?"
    r"(?P<where> (in|on) the (park|garden|kitchen|shop|train)| at \w+)?"
    r"(?P<when> (yesterday|today|in the morning|on Sunday))?"
)


def test_a_seed_decides_every_word():
    assert generate(300, seed=3) == generate(300, seed=3)
    assert generate(300, seed=3) != generate(300, seed=4)


def test_the_hash_seed_of_python_changes_nothing():
    code = (
        "from helpers.language import generate\n"
        "for sample in generate(300, 3): print(sample[:4])"
    )
    outputs = [
        subprocess.run(
            [sys.executable, "-X", "utf8", "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert outputs[0] == outputs[1] != b""


def test_sentences_are_distinct_and_as_many_as_wanted():
    samples = generate(5_000, seed=1)
    assert len({sample.english for sample in samples}) == len(samples) == 5_000
    assert generate(0, seed=1) == []


def test_every_english_sentence_has_one_translation(drawn):
    translations = {}
    for sample in drawn:
        first = translations.setdefault(sample.english, sample)
        assert sample[:4] == first[:4]
    assert len(translations) < len(drawn)  # so some sentences were drawn twice


def test_there_are_more_than_ten_million_sentences():
    """Count what combines freely: who ate what, with whom, where and when."""
    names, parts, rng = {"Tom", "Mary", "John", "Anna"}, {}, random.Random(0)
    for _ in range(20_000):
        found = DONE.fullmatch(" ".join(past(rng).sample().english))
        if found:
            choices = parts.setdefault((found["helper"], found["verb"]), {})
            for part in ("who", "what", "where", "when"):
                choices.setdefault(part, set()).add(found[part])
    total = 0
    for choices in parts.values():
        for pair in itertools.product(choices["who"], choices["what"]):
            # Somebody comes along, or nobody; but not who was named already.
            free = 1 + len(names - set(re.findall(r"\w+", " ".join(pair))))
            total += free * len(choices["where"]) * len(choices["when"])
    assert total > 10_000_000


def test_lengths(drawn):
    english = [len(sample.english) for sample in drawn]
    assert max(english) <= 16
    assert max(len(sample.chinese) for sample in drawn) <= 18
    assert 6.5 <= sum(english) / len(english) <= 8
    distinct = {sample.english for sample in drawn}
    short = sum(len(sentence) in (3, 4) for sentence in distinct)
    assert 0.1 <= short / len(distinct) <= 0.25


def test_the_word_lists_are_complete_and_used(drawn):
    assert {word for sample in drawn for word in sample.english} == set(ENGLISH_WORDS)
    assert {word for sample in drawn for word in sample.chinese} == set(CHINESE_WORDS)
    assert len(set(ENGLISH_WORDS)) == len(ENGLISH_WORDS)
    assert len(set(CHINESE_WORDS)) == len(CHINESE_WORDS)


def test_the_vocabularies_know_every_sentence(drawn):
    english, chinese = english_vocabulary(), chinese_vocabulary()
    for sample in drawn[:2_000]:
        ids = english.encode(sample.english)
        assert UNK_ID not in ids
        assert english.decode(ids) == list(sample.english)
        ids = chinese.encode(sample.chinese)
        assert UNK_ID not in ids
        assert chinese.decode(ids) == list(sample.chinese)


def test_alignments_fit_their_sentence(drawn):
    for sample in drawn:
        size = len(sample.chinese)
        assert len(sample.alignment) == len(sample.content) == size
        for link in sample.alignment:
            assert link is None or 0 <= link < len(sample.english)


def test_content_words_come_from_a_word_that_means_them(drawn):
    for sample in drawn:
        links = []
        for chinese, link, is_content in zip(*sample[1:4], strict=True):
            if is_content:
                assert sample.english[link] in LEXICON[chinese], sample
                links.append(link)
        assert len(set(links)) == len(links), f"two words share a source: {sample}"


def test_all_words_with_a_meaning_are_content_somewhere(drawn):
    content = {
        chinese
        for sample in drawn
        for chinese, is_content in zip(sample.chinese, sample.content, strict=True)
        if is_content
    }
    assert content == set(LEXICON)


@pytest.mark.parametrize(("count", "seed"), [(-1, 0), (5, 0.5), (5, "seed")])
def test_wrong_arguments_are_refused(count, seed):
    with pytest.raises(ValueError, match=r"count=-1|seed="):
        generate(count, seed)
