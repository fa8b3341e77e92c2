"""What a teacher of Chinese or English would mark, in a large sample."""

import itertools

import pytest

MEASURES = {
    "个": "男孩 女孩 孩子 学生 老师 医生 朋友 苹果 橙子 鸡蛋 蛋糕 故事",
    "只": "猫 狗 鸟",
    "条": "鱼 围巾",
    "顶": "帽子",
    "件": "大衣 衬衫 毛衣",
    "本": "书",
    "封": "信",
    "部": "电影",
    "朵": "花",
    "辆": "汽车",
}
OBJECTS = {
    "吃": "苹果 橙子 鸡蛋 蛋糕 鱼 面包 米饭",
    "喝": "牛奶 茶 水 咖啡",
    "读": "书 信 故事",
    "写": "信 故事",
    "看": "电影",
    "踢": "足球",
    "打": "篮球",
    "弹": "钢琴 吉他",
    "穿": "大衣 衬衫 毛衣",
    "戴": "帽子 围巾",
}
NUMERALS = "一 两 三 四 五".split()
ACTIVITIES = set(
    "吃 喝 读 写 洗 看 踢 打 弹 帮助 睡觉 游泳 跑步 唱歌 跳舞 工作".split()
)
VERBS = ACTIVITIES | set("喜欢 爱 认识 有 想要 想 需要 买 看见 找到 穿 戴".split())
THIRD_PERSON = set(
    "does doesn't has is isn't likes loves knows wants needs eats drinks reads writes "
    "washes watches plays helps sleeps swims runs sings dances works buys wears".split()
)
PLURALS = set(
    "boys girls children students teachers doctors friends cats dogs birds apples "
    "oranges eggs cakes fish hats scarves coats shirts sweaters books letters stories "
    "movies flowers cars".split()
)
COUNTABLE = set(" ".join(MEASURES.values()).split())


def clauses(sample):
    """Return the Chinese of a sample, cut at 因为."""
    text = " ".join(sample.chinese).split(" 因为 ")
    return [part.split() for part in text]


def followers(tokens, word):
    """Return what follows each occurrence of a word; "" at the end."""
    return [b for a, b in itertools.pairwise([*tokens, ""]) if a == word]


def first_verb(tokens):
    """Return the position of the first verb among some tokens, or None."""
    return next((i for i, token in enumerate(tokens) if token in VERBS), None)


def test_measure_words_fit_and_point_at_their_noun(drawn):
    nouns_of = {measure: set(nouns.split()) for measure, nouns in MEASURES.items()}
    for sample in drawn:
        for i, token in enumerate(sample.chinese):
            if token not in nouns_of:
                continue
            assert sample.chinese[i - 1] in [*NUMERALS, "这", "那"], sample
            nouns = [
                noun
                for noun, link in zip(sample.chinese, sample.alignment, strict=True)
                if link == sample.alignment[i] and noun in COUNTABLE
            ]
            assert len(nouns) == 1 and nouns[0] in nouns_of[token], sample


def test_no_number_stands_without_its_measure_word(drawn):
    for sample in drawn:
        assert "二" not in sample.chinese
        for number in NUMERALS:
            for after in followers(sample.chinese, number):
                assert after in MEASURES, sample
        for pointer in ("这", "那"):
            for after in followers(sample.chinese, pointer):
                assert after in MEASURES or after == "是" or after == "不", sample


@pytest.mark.parametrize("negation", ["没", "不", "从不"])
def test_what_did_not_happen_takes_no_particle(drawn, negation):
    seen = 0
    for sample in drawn:
        for tokens in clauses(sample):
            if negation not in tokens:
                continue
            rest = tokens[tokens.index(negation) :]
            verb = first_verb(rest)
            assert rest[-1] not in ("了", "着"), sample
            if verb is not None:
                assert not {"了", "着"} & set(rest[: verb + 2]), sample
                seen += 1
    assert seen > 100


def test_only_activities_are_going_on(drawn):
    seen = 0
    for sample in drawn:
        for tokens in clauses(sample):
            if "正在" in tokens:
                rest = tokens[tokens.index("正在") :]
                verb = first_verb(rest)
                assert rest[verb] in ACTIVITIES, sample
                assert "了" not in rest[: verb + 2], sample
                seen += 1
    assert seen > 1_000


def test_objects_suit_their_verbs(drawn):
    nouns = COUNTABLE | set(" ".join(OBJECTS.values()).split())
    seen = set()
    for sample in drawn:
        tokens = sample.chinese
        for i, token in enumerate(tokens):
            if token not in OBJECTS or "的" in tokens[i:]:
                continue
            noun = next((t for t in tokens[i + 1 :] if t in nouns), None)
            assert noun in OBJECTS[token].split(), sample
            seen.add(token)
    assert seen == set(OBJECTS)


def test_questions_and_only_questions_end_with_ma(drawn):
    openings = {"do", "does", "did", "is", "are", "was", "were", "will"}
    for sample in drawn:
        is_question = sample.english[0] in openings
        assert is_question == (sample.chinese[-1] == "吗"), sample
        assert "吗" not in sample.chinese[:-1], sample


def test_particles_stand_well(drawn):
    forbidden = {
        ("在", "在"), ("正在", "在"), ("的", "的"), ("了", "了"), ("不", "很"),
        ("不", "非常"), ("不", "有"), ("没", "是"), ("很", "吗"), ("了", "着"),
        ("着", "了"), ("不", "太"), ("没", "会"), ("们", "们"), ("和", "和"),
    }  # fmt: skip
    for sample in drawn:
        assert not forbidden & set(itertools.pairwise(sample.chinese)), sample


def test_english_verbs_agree_with_pronouns(drawn):
    plain = {"do", "don't", "have", "are", "aren't", "am", "were", "weren't"}
    forbidden = {(a, b) for a in ("I", "you", "we", "they") for b in THIRD_PERSON}
    forbidden |= {(a, b) for a in ("he", "she", "it") for b in plain}
    forbidden |= {(a, b) for a in ("we", "they", "you") for b in ("was", "wasn't")}
    for sample in drawn:
        if "who" in sample.english or "that" in sample.english:
            continue  # "the boy who knows you is short" is right
        if sample.english[0] not in ("does", "do", "did", "will"):
            assert not forbidden & set(itertools.pairwise(sample.english)), sample


def test_read_alone_is_never_past(drawn):
    """ "I read books" is a habit; only "yesterday" makes it 读 了."""
    seen = 0
    for sample in drawn:
        compound = {"did", "who", "that", "because"} & set(sample.english)
        if "read" in sample.english and not compound and "了" in sample.chinese:
            assert "yesterday" in sample.english, sample
            seen += 1
    assert seen > 100


def test_a_becomes_an_before_a_vowel(drawn):
    for sample in drawn:
        for article in ("a", "an"):
            for after in followers(sample.english, article):
                assert (after[0] in "aeiou") == (article == "an"), sample


def test_numbers_are_followed_by_plurals(drawn):
    singulars = {"child", "scarf", "story"} | {
        word.removesuffix("s") for word in PLURALS
    }
    forms, seen = singulars | PLURALS, set()
    for sample in drawn:
        for i, word in enumerate(sample.english):
            if word in ("two", "three", "four", "five", "many", "these", "those"):
                noun = next((w for w in sample.english[i:] if w in forms), None)
                assert noun in PLURALS, sample
                seen.add(word)
    assert len(seen) == 7
