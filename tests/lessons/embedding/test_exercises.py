"""What the exercises of lesson 1 say of its pictures is what these show."""

import torch
from wrong_answers import told

from helpers.lessons.embedding import WavesExplorer, WordMapExplorer
from helpers.lessons.embedding.exercises import (
    NEAREST_WORD,
    ONE_HOT_SHAPE,
    SAME_LIKENESS,
)


def test_the_nearest_word_is_the_one_that_the_map_shows(translator):
    word_map = WordMapExplorer(translator)
    word_map.table.value = "trained"
    assert [*word_map.nearest][0] == told(NEAREST_WORD, "nearest to teacher")
    word_map.word.value = "tall"
    assert [*word_map.nearest][0] == NEAREST_WORD.solution
    assert [*word_map.nearest][1] == told(NEAREST_WORD, "the second bar")
    kinds = {word: word_map.sorts[word].kind for word in word_map.nearest}
    adjectives = [word for word, kind in kinds.items() if kind == "adjectives"]
    assert adjectives[0] == told(NEAREST_WORD, "the nearest adjective")
    assert kinds[NEAREST_WORD.solution] != "adjectives"
    word_map.table.value = "untrained"
    assert [*word_map.nearest][0] == told(NEAREST_WORD, "random rows")


def test_only_two_positions_are_as_alike_to_30_as_3_to_9():
    waves = WavesExplorer()
    alike = torch.from_numpy(waves["alike"].numbers)
    same = torch.isclose(alike[30], alike[3, 9], atol=1e-5).nonzero().flatten()
    after = told(SAME_LIKENESS, "stands after it")
    assert same.tolist() == [SAME_LIKENESS.solution, after]


def test_the_product_has_the_shape_that_is_asked_for():
    one_hot = torch.nn.functional.one_hot(torch.zeros(2, 7).long(), 260).float()
    assert one_hot.shape == told(ONE_HOT_SHAPE, "shape of the one-hot rows")
    assert (one_hot @ torch.zeros(260, 128)).shape == ONE_HOT_SHAPE.solution
