import pytest

from helpers.pretrained import load_translator
from helpers.training.batches import encode_pair
from helpers.training.experiments.beam_repairs import (
    MODELS,
    REPAIRS,
    SPLITS,
    compare,
)
from helpers.training.tasks import Split

# From the held-out sentences: right both ways, right with a beam, right greedily.
PAIRS = (
    ("I like apples", "我 喜欢 苹果"),
    ("she likes the rice that Tom likes", "她 喜欢 汤姆 喜欢 的 米饭"),
    (
        "John found Mary's small white dog at school in the morning",
        "约翰 早上 在 学校 找到 了 玛丽 的 白色 的 小 狗",
    ),
)


@pytest.fixture(scope="module")
def found():
    translator = load_translator("grammar-small")
    words = translator.source_vocabulary, translator.target_vocabulary
    pairs = [encode_pair(e.split(), c.split(), *words) for e, c in PAIRS]
    return compare("mine", "three", translator.model, Split(pairs, []), words)


def test_repaired_and_spoilt_sentences_are_told_apart(found):
    assert (found.sentences, found.greedy, found.beam) == (3, 2, 2)
    assert (found.repaired, found.spoilt) == (1, 1)
    assert found.repaired_sentences == "she likes the rice that Tom likes/"


def test_the_shipped_table_is_complete_and_adds_up():
    results = REPAIRS.read()
    assert [(r.model, r.split) for r in results] == [
        (model, split) for model in MODELS for split in SPLITS
    ]
    for result in results:
        assert result.beam == result.greedy + result.repaired - result.spoilt
        assert result.repaired_sentences.count("/") == result.repaired
        assert result.sentences == 1000


def test_what_the_notebook_says():
    large = [result for result in REPAIRS.read() if result.model == "grammar"]
    assert sum(result.repaired + result.spoilt for result in large) == 0
    small = [result for result in REPAIRS.read() if result.model == "grammar-small"]
    assert sum(result.repaired for result in small) == 2
    assert sum(result.spoilt for result in small) == 1
    assert PAIRS[1][0] in small[0].repaired_sentences
