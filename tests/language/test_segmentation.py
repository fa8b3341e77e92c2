import pytest

from helpers.language import Vocabulary, split_words_and_marks
from helpers.language.segmentation import (
    chinese_words,
    spell_rare_words,
    vocabulary_in_usual_spelling,
    vocabulary_with_characters,
)


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
