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
    assert "apples" in vocabulary
    assert PAD in vocabulary
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
    assert vocabulary.nearest("🍎") == []


def test_words_that_only_share_letters_are_not_near():
    assert english_vocabulary().nearest("zebras") == []


def test_nearest_never_offers_a_special(vocabulary):
    assert vocabulary.nearest("<pad>") == []


def test_nearest_refuses_a_count_of_none(vocabulary):
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
