"""What the exercises of lesson 1 say of its pictures is what these show."""

import pytest
import torch

from helpers.exercises.embedding import NEAREST_WORD, ONE_HOT_SHAPE, SAME_LIKENESS
from helpers.lessons.embedding import WavesExplorer, WordMapExplorer
from helpers.pretrained import load_translator

WRONG = {
    exercise.name: {m.name: m.answer for m in exercise.mistakes}
    for exercise in (NEAREST_WORD, ONE_HOT_SHAPE, SAME_LIKENESS)
}


@pytest.fixture(scope="module")
def word_map():
    return WordMapExplorer(load_translator("grammar"))


def test_the_nearest_word_is_the_one_that_the_map_shows(word_map):
    word_map.table.value = "trained"
    assert [*word_map.nearest][0] == WRONG[NEAREST_WORD.name]["other word"]
    word_map.word.value = "tall"
    assert [*word_map.nearest][0] == NEAREST_WORD.solution
    assert [*word_map.nearest][1] == WRONG[NEAREST_WORD.name]["second"]
    kinds = {word: word_map.sorts[word].kind for word in word_map.nearest}
    adjectives = [word for word, kind in kinds.items() if kind == "adjectives"]
    assert adjectives[0] == WRONG[NEAREST_WORD.name]["own kind"]
    assert kinds[NEAREST_WORD.solution] != "adjectives"
    word_map.table.value = "untrained"
    assert [*word_map.nearest][0] == WRONG[NEAREST_WORD.name]["untrained"]


def test_only_two_positions_are_as_alike_to_30_as_3_to_9():
    waves = WavesExplorer()
    alike = torch.from_numpy(waves["alike"].numbers)
    same = torch.isclose(alike[30], alike[3, 9], atol=1e-5).nonzero().flatten()
    assert same.tolist() == [SAME_LIKENESS.solution, WRONG[SAME_LIKENESS.name]["after"]]


def test_the_product_has_the_shape_that_is_asked_for():
    one_hot = torch.nn.functional.one_hot(torch.zeros(2, 7).long(), 260).float()
    assert one_hot.shape == WRONG[ONE_HOT_SHAPE.name]["one-hot itself"]
    assert (one_hot @ torch.zeros(260, 128)).shape == ONE_HOT_SHAPE.solution
