import pytest
import torch

from helpers.language import EOS_ID
from helpers.training.bleu import bleu, found_exactly, write_texts


def test_bleu_counts_characters_against_all_references():
    texts = ["我喜欢苹果。", "他是谁？"]
    best = bleu(texts, [["我喜欢苹果。"], ["他是谁？", "他是什么人？"]])
    assert best == pytest.approx(100)
    half = bleu(texts, [["你讨厌苹果。"], ["他是什么人？", "他是谁？"]])
    assert 30 < half < 90


def test_bleu_is_that_of_sacrebleu_for_one_reference_each():
    from sacrebleu.metrics import BLEU

    texts = ["汤姆今天不想去学校。", "我吃了两个苹果。", "她在哪里？"]
    people = ["汤姆不想今天去上学。", "我昨天吃了两个苹果。", "她在哪儿？"]
    expected = BLEU(tokenize="zh").corpus_score(texts, [people]).score
    assert bleu(texts, [[person] for person in people]) == pytest.approx(expected)


def test_an_exact_translation_may_be_any_of_the_references():
    assert found_exactly(["好", "不"], [["行", "好"], ["没"]]) == 0.5


@pytest.mark.parametrize("measure", [bleu, found_exactly])
@pytest.mark.parametrize(
    ("texts", "references"), [([], []), (["好"], []), (["好"], [[]])]
)
def test_texts_without_references_are_refused(measure, texts, references):
    with pytest.raises(ValueError, match=f"{len(texts)} texts and {len(references)}"):
        measure(texts, references)


def test_texts_end_at_eos_and_join_the_words(task, recipe):
    def decode(model, source_ids, max_len):
        rows = [[5, 6, EOS_ID], [7, EOS_ID, 0], [4, 5, 6]]
        return torch.tensor(rows[: len(source_ids)])

    words = task.target_vocabulary
    model = torch.nn.Module()
    model.config = recipe.config(9, 9)
    texts = write_texts(model, task.test.pairs[:3], words, decode)
    rows = [[5, 6], [7], [4, 5, 6]]
    assert texts == ["".join(words.decode(row)) for row in rows]
