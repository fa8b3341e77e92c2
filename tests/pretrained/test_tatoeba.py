"""The third model, of real sentences: what it reads, and what stands beside it."""

import pytest

from helpers.pretrained import load_translator
from helpers.pretrained.translator import WEIGHTS
from helpers.training.checkpoints import read_checksums, read_tensors, sha256

FOLDER = WEIGHTS / "tatoeba"


@pytest.fixture(scope="module")
def translator():
    return load_translator("tatoeba")


@pytest.mark.parametrize(
    ("english", "tokens"),
    [
        ("Where is Tom?", "where is Tom ?"),
        ("I don't know.", "I do n't know ."),
        ("i like apples", "I like apples"),
    ],
)
def test_everyday_english_is_known(translator, english, tokens):
    translation = translator.translate(english)
    assert translation.source_tokens == tuple(tokens.split())
    assert not translation.unknown


@pytest.mark.parametrize(
    "question", ["Where is Tom?", "Do you like apples?", "Is she a doctor?"]
)
def test_a_question_comes_out_as_a_question(translator, question):
    assert translator.translate(question).text.endswith("？")


def test_a_yes_no_question_has_its_particle(translator):
    assert translator.translate("Do you like apples?").text.endswith("吗？")


@pytest.mark.parametrize("sentence", ["Tom is a doctor.", "I don't know.", "I'm tired"])
def test_a_statement_comes_out_as_one(translator, sentence):
    text = translator.translate(sentence).text
    assert text.endswith("。") and "吗" not in text


def test_capitals_do_not_matter(translator):
    typed = translator.translate("TOM isn't here.")
    assert typed == translator.translate("tom isn't here.")
    assert typed.source_tokens == ("Tom", "is", "n't", "here", ".")


def test_tokens_join_to_the_text(translator):
    translation = translator.translate("My sister wants to buy a new car.")
    assert translation.text == "".join(translation.target_tokens)
    assert len(translation.target_tokens) > 5


@pytest.mark.parametrize(
    "text", ["the zyzzyva sleeps", "😀", "<script>alert(1)</script>"]
)
def test_what_is_unknown_is_named(translator, text):
    translation = translator.translate(text)
    assert "<unk>" in translation.source_tokens and translation.unknown
    assert "<unk>" not in translation.text


@pytest.mark.parametrize("text", ["", " ", "?!", "..."])
def test_marks_alone_are_refused(translator, text):
    with pytest.raises(ValueError, match="no word to translate"):
        translator.translate(text)


def test_the_vocabulary_has_everyday_words_first(translator):
    first = translator.source_vocabulary.words[4:200]
    assert {"I", "you", "the", "?", ".", "n't", "'s", "Tom"} <= set(first)


def test_the_folder_holds_weights_card_and_credits():
    weights = FOLDER / "tatoeba.safetensors"
    assert read_checksums(FOLDER) == {weights.name: sha256(weights)}
    assert weights.stat().st_size <= 10_000_000
    tensors, _ = read_tensors(weights)
    assert {str(tensor.dtype) for tensor in tensors.values()} == {"torch.float16"}
    card = (FOLDER / "tatoeba.md").read_text("utf-8")
    wanted = (
        sha256(weights), "python -m helpers.training tatoeba --corpus", "CC BY 2.0 FR",
        "tatoeba.org", "manythings.org", "were changed", "CONTRIBUTORS.txt",
    )  # fmt: skip
    for text in wanted:
        assert text in card
    names = (FOLDER / "CONTRIBUTORS.txt").read_text("utf-8").splitlines()
    assert len(names) > 900 and "CK" in names


def test_the_card_says_at_least_38_bleu():
    card = (FOLDER / "tatoeba.md").read_text("utf-8")
    row = next(line for line in card.splitlines() if "1,000 test sentences |" in line)
    assert "BLEU" in row and float(row.split("|")[2]) >= 38
