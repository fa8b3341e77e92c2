import pytest

from helpers.language import (
    BOS,
    BOS_ID,
    EOS,
    EOS_ID,
    PAD,
    PAD_ID,
    UNK,
    UNK_ID,
    Vocabulary,
    english_vocabulary,
    split_words,
    split_words_and_marks,
)
from helpers.language.segmentation import (
    chinese_words,
    spell_rare_words,
    vocabulary_in_usual_spelling,
    vocabulary_with_characters,
)


@pytest.fixture
def vocabulary():
    return Vocabulary(["I", "like", "apples", "the", "Tom", "don't", "Tom's"])


def test_specials_come_first(vocabulary):
    assert vocabulary.words[:4] == (PAD, BOS, EOS, UNK)
    assert (PAD_ID, BOS_ID, EOS_ID, UNK_ID) == (0, 1, 2, 3)
    assert vocabulary.words[4:6] == ("I", "like")


def test_size_and_membership(vocabulary):
    assert len(vocabulary) == 11
    assert "apples" in vocabulary and PAD in vocabulary
    assert "pears" not in vocabulary


def test_equality_is_by_words_in_order():
    assert Vocabulary(["a", "b"]) == Vocabulary(["a", "b"])
    assert Vocabulary(["a", "b"]) != Vocabulary(["b", "a"])
    assert Vocabulary(["a"]) != ["a"]
    assert len({Vocabulary(["a"]), Vocabulary(["a"])}) == 1


def test_encode_adds_no_special(vocabulary):
    assert vocabulary.encode(["I", "like", "apples"]) == [4, 5, 6]
    assert vocabulary.encode([]) == []


def test_encode_and_decode_are_inverse(vocabulary):
    words = ["Tom", "don't", "like", "the", "apples"]
    assert vocabulary.decode(vocabulary.encode(words)) == words


@pytest.mark.parametrize(
    ("typed", "known"),
    [("i", "I"), ("The", "the"), ("tom", "Tom"), ("TOM", "Tom"), ("tom's", "Tom's")],
)
def test_encode_forgives_capitals(vocabulary, typed, known):
    assert vocabulary.encode([typed]) == vocabulary.encode([known]) != [UNK_ID]


@pytest.mark.parametrize(
    "typed", ["pears", "<pad>", "<bos>", "<eos>", "<EOS>", "🍎", ""]
)
def test_the_unknown_is_unknown(vocabulary, typed):
    assert vocabulary.encode([typed]) == [UNK_ID]


def test_decode_is_a_plain_mapping(vocabulary):
    assert vocabulary.decode([0, 4, 2, 3]) == [PAD, "I", EOS, UNK]


@pytest.mark.parametrize("wrong", [11, -1])
def test_decode_refuses_ids_out_of_range(vocabulary, wrong):
    with pytest.raises(IndexError, match=rf"{wrong}\b.*\b10"):
        vocabulary.decode([4, wrong])


@pytest.mark.parametrize(
    ("words", "culprit"),
    [
        (["a", "b", "a"], "'a'"),
        (["a", "<pad>"], "<pad>"),
        (["<unk>"], "<unk>"),
        (["a", ""], "''"),
        (["a", 5], "5"),
    ],
)
def test_bad_words_are_refused(words, culprit):
    with pytest.raises(ValueError, match=culprit):
        Vocabulary(words)


def test_encode_refuses_a_string(vocabulary):
    with pytest.raises(ValueError, match="split_words"):
        vocabulary.encode("I like apples")


def test_nearest_words(vocabulary):
    assert vocabulary.nearest("aples")[0] == "apples"
    assert vocabulary.nearest("tomm", count=1) == ["Tom"]
    assert vocabulary.nearest("🍎") == vocabulary.nearest("<pad>") == []
    # Words that only share letters are not near.
    assert english_vocabulary().nearest("zebras") == []
    with pytest.raises(ValueError, match="count=0"):
        vocabulary.nearest("aples", count=0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I like apples.", "I like apples"),
        ("Do you like apples?", "Do you like apples"),
        ('"Yes," said Tom; no: never!', "Yes said Tom no never"),
        ("我喜欢苹果。", "我 喜 欢 苹 果"),
        ("I don't like Tom's hat", "I don't like Tom's hat"),
        ("I don’t like Tom‘s hat", "I don't like Tom's hat"),
        ("the dogs' hats", "the dogs hats"),
        ("'like'", "like"),
        ("a well-known hat – or not", "a well known hat or not"),
        ("I\u00a0like\u3000apples\n\t", "I like apples"),
        ("ap\u200bples", "apples"),
        ("two 2 apples", "two 2 apples"),
        ("", ""),
        (" \n ", ""),
        ("...!", ""),
        ("cafe\u0301", "caf\u00e9"),
        ("I 🍎 apples", "I 🍎 apples"),
        ("👍🏽👨‍👩‍👧🇨🇳", "👍🏽 👨‍👩‍👧 🇨🇳"),
        ("<pad> I <eos>", "<pad> I <eos>"),
        ("<script>alert(1)</script>", "<script> alert 1 </script>"),
        ("a < b", "a < b"),
        ("a_b", "a _ b"),
        ("{x} $y %s", "{ x } $ y % s"),
    ],
)
def test_split_words(text, words):
    assert split_words(text) == words.split()


def test_typed_specials_do_not_reach_the_model(vocabulary):
    typed = "<pad> I <bos> like <eos> apples <unk>"
    ids = vocabulary.encode(split_words(typed))
    assert ids == [UNK_ID, 4, UNK_ID, 5, UNK_ID, 6, UNK_ID]


def test_any_character_can_be_typed(vocabulary):
    for code in [*range(0x3000), 0xD7FF, 0xFFFD, 0x1F600, 0x10FFFF]:
        for token in split_words(f"I{chr(code)}like"):
            assert token
            assert vocabulary.encode([token])[0] < len(vocabulary)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Where is Tom?", "Where is Tom ?"),
        ("I don’t know.", "I do n't know ."),
        ("I can't; won't!", "I ca n't wo n't !"),
        ("I'm sure that he'd go.", "I 'm sure that he 'd go ."),
        ("Tom's dog is Mary's, too.", "Tom 's dog is Mary 's , too ."),
        ("It's ten o'clock", "It 's ten o'clock"),
        ("in 1947 (really)", "in 1 9 4 7 really"),
        ("你好？", "你 好 ?"),
        ("  ", ""),
        ("a well-known 'word'", "a well known word"),
        ("<eos> 😀", "<eos> 😀"),
    ],
)
def test_english_keeps_its_marks_and_short_endings(text, words):
    assert split_words_and_marks(text) == words.split()


def test_chinese_is_cut_into_words_of_the_dictionary():
    assert chinese_words("我喜欢苹果。") == ["我", "喜欢", "苹果", "。"]
    assert chinese_words("汤姆 在\u3000学校") == ["汤姆", "在", "学校"]


def test_rare_words_are_written_in_characters():
    words = Vocabulary(["苹果", "汽", "车"])
    assert spell_rare_words(["苹果", "汽车"], words) == ["苹果", "汽", "车"]


def test_the_vocabulary_has_common_words_and_every_character():
    sentences = [["苹果", "好"], ["苹果", "汽车"]]
    words = vocabulary_with_characters(sentences, least=2)
    assert set(words.words[4:]) == {"苹果", "苹", "果", "好", "汽", "车"}
    assert words.words[4] == "苹果"
    for sentence in sentences:
        assert "".join(spell_rare_words(sentence, words)) == "".join(sentence)


def test_a_word_has_its_spelling_from_inside_of_sentences():
    sentences = [["Where", "is", "Tom"], ["Tom", "knows", "where", "I", "am"]]
    words = vocabulary_in_usual_spelling(sentences)
    assert set(words.words[4:]) == {"where", "is", "Tom", "knows", "I", "am"}
    assert words.encode(["WHERE", "tom", "i"]) == words.encode(["where", "Tom", "I"])
