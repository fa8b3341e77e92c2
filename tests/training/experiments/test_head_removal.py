"""Heads go one by one: the shipped table fits the shipped model, and the least goes."""

from itertools import islice

import pytest
import torch

from helpers.language import UNSEEN_PAIRS, english_vocabulary
from helpers.language.grammar import sentences
from helpers.model import heads_off
from helpers.model.tap import named_attentions
from helpers.pretrained import load_translator
from helpers.pretrained.translator import checked_file
from helpers.training import exact_match
from helpers.training.experiments.head_removal import (
    REMOVAL,
    all_heads,
    effect_without,
    held_out_pairs,
    measure,
    remove_one_by_one,
)


@pytest.fixture(scope="module")
def model():
    return load_translator("grammar").model


@pytest.fixture
def small_model():
    return load_translator("grammar-small").model


@pytest.fixture(scope="module")
def shipped():
    return REMOVAL.read()


def heads_of(rows):
    return [(row.attention, row.head - 1) for row in rows]


def test_every_sentence_holds_a_pair_that_training_never_saw():
    pairs_of = {sample.english: sample.pairs for sample in islice(sentences(0), 5_000)}
    held_out = held_out_pairs(20)
    words = english_vocabulary()
    assert len({tuple(source) for source, _ in held_out}) == 20
    for source, _ in held_out:
        assert pairs_of[tuple(words.decode(source))] & UNSEEN_PAIRS
    assert held_out_pairs(5, seed=1) != held_out_pairs(5, seed=2)
    with pytest.raises(ValueError, match="count=0 must be at least 1"):
        held_out_pairs(0)


def test_the_effect_of_a_head_is_measured_on_the_model_without_it(small_model):
    pairs = held_out_pairs(8)
    whole = effect_without(small_model, pairs, []).loss
    silent = [head for head in all_heads(small_model) if head[0] == "decoder.0.cross"]
    effect = effect_without(small_model, pairs, silent)
    assert effect.loss != whole and effect.exact_match == 0
    with torch.no_grad():
        small_model.decoder.layers[0].cross_attention.W_o.weight.zero_()
    off = effect_without(small_model, pairs, []).loss
    assert off == pytest.approx(effect.loss, rel=1e-5)


@pytest.mark.parametrize("count", [0, 12, 16, 20, 24])
def test_right_is_what_greedy_decoding_writes_right(model, shipped, count):
    pairs, off = held_out_pairs(), heads_of(shipped[:count])
    with heads_off(model, off):
        written = exact_match(model, pairs)
    assert effect_without(model, pairs, off).exact_match == written


def test_every_head_goes_once(model, small_model, shipped):
    names = "encoder.0.self", "decoder.0.self", "decoder.0.cross"
    every = [(name, head) for name in names for head in range(4)]
    assert all_heads(small_model) == every
    assert sorted(heads_of(shipped)) == sorted(all_heads(model))
    assert [row.removed for row in shipped] == list(range(1, 25))


@pytest.mark.parametrize("count", [1, 12, 24])
def test_the_shipped_figures_are_measured_again(model, shipped, count):
    effect = effect_without(model, held_out_pairs(), heads_of(shipped[:count]))
    assert effect.loss == pytest.approx(shipped[count - 1].loss, abs=2e-3)
    # Two sentences of grace: another machine may round to another word.
    assert effect.exact_match == pytest.approx(shipped[count - 1].exact_match, abs=0.04)


def test_what_the_lesson_says(shipped):
    assert (shipped[0].attention, shipped[0].head) == ("decoder.1.cross", 2)
    assert all(row.exact_match == 1 for row in shipped[:10])
    assert all(abs(row.alone) < 0.001 for row in shipped)


def test_first_goes_the_head_that_hurts_least(small_model, monkeypatch):
    rows = list(remove_one_by_one(small_model, held_out_pairs(8)))
    assert sorted(heads_of(rows)) == sorted(all_heads(small_model))
    assert rows[0].alone == min(row.alone for row in rows)
    assert rows[0].attention in named_attentions(small_model)


def test_the_models_are_found_in_their_folder(monkeypatch):
    few = held_out_pairs(2)
    monkeypatch.setattr(
        "helpers.training.experiments.head_removal.held_out_pairs", lambda: few
    )
    row = next(measure(checked_file("grammar").parent))
    assert row.removed == 1 and 0 <= row.exact_match <= 1
