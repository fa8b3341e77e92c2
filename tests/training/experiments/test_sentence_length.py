import pytest
import torch

from helpers.language import UNSEEN_PAIRS, chinese_vocabulary, english_vocabulary
from helpers.model import Transformer, TransformerConfig
from helpers.training import encode_samples
from helpers.training.experiments import sentence_length as experiment
from helpers.training.experiments.sentence_length import (
    FORGETFUL,
    LengthResult,
    held_out_by_length,
    measure_lengths,
    shares,
    total,
)


@pytest.fixture(scope="module")
def samples():
    return held_out_by_length(set(), each=5, seed=1, draws=3000)


def test_every_split_and_length_has_its_own_sentences(samples):
    for (split, length), some in samples.items():
        assert all(len(sample.english) == length for sample in some)
        assert len({sample.english for sample in some}) == len(some) <= 5
        unseen = [bool(sample.pairs & UNSEEN_PAIRS) for sample in some]
        assert unseen == [split == "unseen pairs"] * len(some)
    assert len(samples["seen pairs", 6]) == len(samples["unseen pairs", 6]) == 5


def test_known_sentences_are_left_out(samples):
    known = {sample.english for some in samples.values() for sample in some}
    others = held_out_by_length(known, each=5, seed=1, draws=3000)
    assert not known & {s.english for some in others.values() for s in some}
    assert others["seen pairs", 6]


def test_right_sentences_are_counted(samples, monkeypatch):
    words = english_vocabulary(), chinese_vocabulary()
    keys = ("seen pairs", 5), ("unseen pairs", 6)
    pairs = {key: encode_samples(samples[key], *words).pairs for key in keys}
    pairs["seen pairs", 7] = []
    torch.manual_seed(0)
    config = TransformerConfig(*map(len, words), 16, 2, 32, 1, 1, max_len=32)
    monkeypatch.setattr(experiment, "exact_match", lambda model, some: 0.4)
    rows = measure_lengths("mine", Transformer(config), pairs)
    assert rows == [LengthResult("mine", *key, 5, 2) for key in keys]
    assert shares(rows, "mine", "seen pairs", least=5) == {5: 0.4}
    assert shares(rows, "mine", "seen pairs", least=6) == {}
    assert total(rows, "mine", "unseen pairs") == 0.4


def test_what_the_notebook_says_of_the_table():
    results = experiment.LENGTH.read()

    def curve(model, split):
        return shares(results, model, split)

    assert {result.model for result in results} == {*experiment.MODELS, FORGETFUL}
    seen = {name: total(results, name, "seen pairs") for name in experiment.MODELS}
    assert abs(seen["grammar"] - seen["grammar-recurrent"]) < 0.003
    assert min(seen.values()) > 0.99
    assert min(curve("grammar", "unseen pairs").values()) > 0.96
    recurrent = curve("grammar-recurrent", "unseen pairs")
    assert recurrent[4] == 1 and recurrent[15] < 0.78
    forgetful = curve(FORGETFUL, "seen pairs")
    assert forgetful[3] > 0.75 and forgetful[16] < 0.02
