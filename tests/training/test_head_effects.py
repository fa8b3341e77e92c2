from itertools import islice

import pytest
import torch

from helpers.language import UNSEEN_PAIRS, chinese_vocabulary, english_vocabulary
from helpers.language.grammar import sentences
from helpers.model import Transformer, heads_off
from helpers.pretrained import load_translator
from helpers.training import RECIPES, exact_match
from helpers.training.experiments.head_removal import read_results
from helpers.training.head_effects import (
    all_heads,
    effect_without,
    held_out_pairs,
    loss_without,
)


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(0)
    words = english_vocabulary(), chinese_vocabulary()
    return Transformer(RECIPES["grammar-small"].config(*map(len, words))).eval()


def test_every_sentence_holds_a_pair_that_training_never_saw():
    pairs_of = {sample.english: sample.pairs for sample in islice(sentences(0), 5_000)}
    held_out = held_out_pairs(20)
    words = english_vocabulary()
    assert len({tuple(source) for source, _ in held_out}) == 20
    for source, _ in held_out:
        assert pairs_of[tuple(words.decode(source))] & UNSEEN_PAIRS
    assert held_out_pairs(5, seed=1) != held_out_pairs(5, seed=2)


def test_the_effect_of_a_head_is_measured_on_the_model_without_it(model):
    pairs = held_out_pairs(8)
    whole = loss_without(model, pairs, [])
    silent = [head for head in all_heads(model) if head[0] == "decoder.0.cross"]
    effect = effect_without(model, pairs, silent)
    assert effect.loss == loss_without(model, pairs, silent) != whole
    assert effect.exact_match == 0
    with torch.no_grad():
        model.decoder.layers[0].cross_attention.W_o.weight.zero_()
    assert loss_without(model, pairs, []) == pytest.approx(effect.loss, rel=1e-5)


@pytest.mark.parametrize("count", [0, 12, 16, 20, 24])
def test_right_is_what_greedy_decoding_writes_right(count):
    model, pairs = load_translator("grammar").model, held_out_pairs()
    off = [(row.attention, row.head - 1) for row in read_results()[:count]]
    with heads_off(model, off):
        written = exact_match(model, pairs)
    assert effect_without(model, pairs, off).exact_match == written


def test_all_heads_are_listed_once(model):
    names = "encoder.0.self", "decoder.0.self", "decoder.0.cross"
    assert all_heads(model) == [(name, head) for name in names for head in range(4)]


def test_no_sentence_is_refused():
    with pytest.raises(ValueError, match="count=0 must be at least 1"):
        held_out_pairs(0)
