"""A head that is made to follow a rule gets all of its rows; others stay at chance."""

import pytest
import torch

from helpers.language import chinese_vocabulary, english_vocabulary, generate
from helpers.model import Transformer
from helpers.training import RECIPES, head_kinds
from helpers.training.head_kinds import Count, kinds_of, measure_kinds


@pytest.fixture(scope="module")
def words():
    return english_vocabulary(), chinese_vocabulary()


@pytest.fixture(scope="module")
def model(words):
    torch.manual_seed(0)
    config = RECIPES["grammar-small"].config(*map(len, words))
    return Transformer(config).eval()


def test_shares_and_chance_are_counted_by_hand():
    count = Count()
    count.add([None, 0, 2], peaks=[[0, 0], [0, 1], [2, 2]], visible=[1, 2, 4])
    share = count.share("a kind")
    assert share == ("a kind", 2, (1 / 2 + 1 / 4) / 2, (1.0, 0.5))


def test_a_kind_without_rows_has_no_shares():
    count = Count()
    count.add([None], peaks=[[0, 0]], visible=[1])
    assert count.share("a kind") == ("a kind", 0, 0, (0, 0))


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
    found = {share.kind: share for share in shares}
    assert found["previous word"].shares[2] == 1
    assert max(found["previous word"].shares[:2]) < 0.3
    rows = sum(len(sample.english) - 1 for sample in samples)
    assert found["previous word"].rows == rows


def test_an_untrained_model_is_near_chance(model, words):
    shares = measure_kinds(model, generate(60, seed=2), *words)
    assert set(shares) == {"encoder.0.self", "decoder.0.self", "decoder.0.cross"}
    for share in shares["decoder.0.cross"]:
        assert 0.05 < share.chance < 0.35
        assert abs(sum(share.shares) / 4 - share.chance) < 0.15


def test_wrong_arguments_are_named(model, words):
    with pytest.raises(ValueError, match="'cross' names no attention"):
        kinds_of("cross")
    with pytest.raises(ValueError, match="no samples"):
        measure_kinds(model, [], *words)
