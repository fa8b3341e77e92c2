"""Rules name the right keys; a head that follows one gets all of its rows."""

from types import SimpleNamespace

import pytest
import torch

from helpers.language import chinese_vocabulary, english_vocabulary, generate
from helpers.model import Transformer
from helpers.training import RECIPES, head_kinds
from helpers.training.head_kinds import KINDS, counted, kinds_of, measure_kinds, share

SAMPLE = SimpleNamespace(
    english="I saw a big hat in the old park".split(),
    chinese=("我", "看见", "了", "帽子"),
    alignment=(0, 1, 1, 4),
    content=(True, True, False, True),
)
WANTED = {
    "same word": [0, 1, 2, 3, 4, 5, 6, 7, 8],
    "previous word": [None, 0, 1, 2, 3, 4, 5, 6, 7],
    "next word": [1, 2, 3, 4, 5, 6, 7, 8, None],
    "article → noun": [None, None, 4, None, None, None, 8, None, None],
    "adjective → noun": [None, None, None, 4, None, None, None, None],
    "noun → adjective": [None, None, None, None, 3, None, None, None, None],
    "in, on, at → noun": [None, None, None, None, None, 8, None, None, None],
    "newest word": [None, 1, 2, 3, 4],
    "word before it": [None, 0, 1, 2, 3],
    "<bos>": [None, 0, 0, 0, 0],
    "right word": [0, 1, None, 4],
    "just translated": [None, 0, 1, None, 4],
    "last word": [8, 8, 8, 8, 8],
}
RULES = {kind: rule for kinds in KINDS.values() for kind, rule in kinds.items()}


@pytest.fixture(scope="module")
def words():
    return english_vocabulary(), chinese_vocabulary()


@pytest.fixture(scope="module")
def model(words):
    torch.manual_seed(0)
    config = RECIPES["grammar-small"].config(*map(len, words))
    return Transformer(config).eval()


def test_shares_and_chance_are_counted_by_hand():
    rows = counted([None, 0, 2], peaks=[[0, 0], [0, 1], [2, 2]], visible=[1, 2, 4])
    found = share("a kind", rows, num_heads=2)
    assert found == ("a kind", 2, (1 / 2 + 1 / 4) / 2, (1.0, 0.5))


def test_a_kind_without_rows_has_no_shares():
    rows = counted([None], peaks=[[0, 0]], visible=[1])
    assert share("a kind", rows, num_heads=2) == ("a kind", 0, 0, (0, 0))


def test_a_head_that_looks_back_is_found(model, words, monkeypatch):
    """Encoder head 3 is made to look at the word before, all others at word 0."""

    class Recorded(dict):
        def __enter__(self):
            return self

        def __exit__(self, *_):
            rows = 16
            weights = torch.zeros(40, 4, rows, rows)
            weights[..., 0] = 0.1
            weights[:, 2] += torch.eye(rows).roll(-1, dims=1)
            self["encoder.0.self"] = weights

    monkeypatch.setattr(head_kinds, "record_attention", lambda model: Recorded())
    samples = generate(40, seed=1)
    (shares,) = measure_kinds(model, samples, *words).values()
    found = {each.kind: each for each in shares}
    assert found["previous word"].shares[2] == 1
    assert max(found["previous word"].shares[:2]) < 0.3
    rows = sum(len(sample.english) - 1 for sample in samples)
    assert found["previous word"].rows == rows


def test_an_untrained_model_is_near_chance(model, words):
    shares = measure_kinds(model, generate(60, seed=2), *words)
    assert set(shares) == {"encoder.0.self", "decoder.0.self", "decoder.0.cross"}
    for found in shares["decoder.0.cross"]:
        assert 0.05 < found.chance < 0.35
        assert abs(sum(found.shares) / 4 - found.chance) < 0.15


def test_wrong_arguments_are_named(model, words):
    with pytest.raises(ValueError, match="'cross' names no attention"):
        kinds_of("cross")
    with pytest.raises(ValueError, match="no samples"):
        measure_kinds(model, [], *words)


def test_every_kind_has_its_rule():
    assert set(RULES) == set(WANTED)


@pytest.mark.parametrize("kind", WANTED)
def test_a_rule_names_the_keys(kind):
    assert list(RULES[kind](SAMPLE)) == WANTED[kind]
