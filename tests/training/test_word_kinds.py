import pytest
import torch
from torch.testing import assert_close

from helpers.language import english_vocabulary
from helpers.language.grammar.vocabularies import KINDS, sorts
from helpers.pretrained import load_translator
from helpers.training import word_kinds


@pytest.fixture(scope="module")
def vocabulary():
    return english_vocabulary()


def test_words_are_of_the_kind_that_everyone_would_say():
    known = sorts()
    kinds = {"cat": "animals", "ate": "verbs", "Tom's": "people", "park": "places"}
    kinds |= {"milk": "food, drink", "hats": "other things", "old": "adjectives"}
    assert {word: known[word].kind for word in kinds} == kinds
    assert set(kinds.values()) == set(KINDS)


def test_forms_of_a_word_are_one_family():
    known = sorts()
    assert known["apples"].family == known["apple"].family != known["oranges"].family
    assert known["eats"].family == known["ate"].family
    assert known["him"].family == known["he"].family


def test_only_words_of_the_vocabulary_are_sorted(vocabulary):
    assert set(word_kinds.sorted_words(vocabulary)) <= set(vocabulary.words)
    assert "the" not in word_kinds.sorted_words(vocabulary)


def test_cosines_are_torchs():
    rows = torch.randn(5, 7)
    expected = torch.nn.functional.cosine_similarity(rows[:, None], rows[None], dim=-1)
    assert_close(word_kinds.cosine_table(rows), expected)


def test_the_plane_is_the_widest_and_has_a_sign():
    torch.manual_seed(0)
    rows = torch.randn(40, 6) * torch.tensor([9.0, 5, 1, 1, 1, 1])
    points = word_kinds.plane(rows)
    unit = torch.nn.functional.normalize(rows, dim=-1)
    widest = torch.linalg.eigvalsh(unit.T.cov()).flip(0)[:2]
    assert_close(points.var(dim=0), widest)
    assert_close(points.mean(dim=0), torch.zeros(2), atol=1e-6, rtol=0)
    assert_close(word_kinds.plane(rows * 3), points)  # only directions count


def test_rows_that_say_the_kind_are_all_found(vocabulary):
    table = torch.zeros(len(vocabulary), len(KINDS))
    for word, sort in word_kinds.sorted_words(vocabulary).items():
        table[vocabulary.encode([word])[0], KINDS.index(sort.kind)] = 1
    assert word_kinds.share_of_a_kind(table, vocabulary) == 1


def test_training_puts_words_of_a_kind_together():
    translator = load_translator("grammar")
    table = translator.model.source_embedding.words.table.weight.detach()
    words = translator.source_vocabulary
    torch.manual_seed(0)
    fresh = torch.randn_like(table)
    assert word_kinds.share_of_a_kind(table, words) > 0.8
    assert word_kinds.share_of_a_kind(fresh, words) < 0.35
