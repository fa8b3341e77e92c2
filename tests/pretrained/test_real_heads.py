"""The recorded heads of a real model, and what is counted in them."""

import os

import pytest
import torch
from torch.testing import assert_close

from helpers.pretrained import load_translator
from helpers.pretrained.bert import load_bert
from helpers.pretrained.real_heads import (
    FILE,
    KINDS,
    SENTENCES,
    counted_sentences,
    load_real_heads,
    maps_of,
    shares_of_kinds,
)
from helpers.training.checkpoints import sha256

PREVIOUS, ITSELF, NEXT, CLS, SEP = KINDS


def test_the_maps_are_those_of_sentences_and_rows_sum_to_one():
    heads, _ = load_real_heads()
    assert len(heads.pieces) == len(heads.maps) == len(SENTENCES)
    for pieces, maps in zip(heads.pieces, heads.maps, strict=True):
        assert maps.shape == (6, 12, len(pieces), len(pieces))
        assert (pieces[0], pieces[-1]) == ("[CLS]", "[SEP]")
        assert_close(maps.sum(dim=-1), torch.ones(maps.shape[:-1]), atol=5e-3, rtol=0)


def test_what_the_lesson_says_of_both_models():
    heads, ours = load_real_heads()
    assert heads.shares[PREVIOUS][0, 2] > 0.995
    assert heads.shares[PREVIOUS].flatten().topk(2).values[1] < 0.45
    assert f"{heads.shares[NEXT][1, 8]:.0%}" == "82%"
    assert (heads.shares[CLS] + heads.shares[SEP] > 0.5).sum() == 65
    assert (heads.shares[CLS] > 0.5).sum() == 62
    assert (heads.shares[SEP] > 0.5).sum() == 1
    assert ours[PREVIOUS].max() < 0.38 and ours[CLS].max() == ours[SEP].max() == 0


def test_the_shares_of_our_model_are_counted_again():
    translator = load_translator("grammar")
    found = shares_of_kinds(translator.read, translator.model, counted_sentences())
    _, shipped = load_real_heads()
    for kind in KINDS:
        assert_close(found[kind], shipped[kind], atol=2e-3, rtol=0)


class Told(torch.nn.Module):
    """Stands for a model of one head whose peaks are told."""

    def __init__(self, peaks):
        super().__init__()
        self.peaks = peaks

    def maps(self):
        return torch.nn.functional.one_hot(torch.tensor(self.peaks), 5)[None, None]


def test_peaks_are_counted_by_their_kind(monkeypatch):
    pieces = ["[CLS]", "a", "b", "c", "[SEP]"]
    told = Told([0, 2, 1, 4, 4])  # a: next; b: previous; c: [SEP]
    where = "helpers.pretrained.real_heads.maps_of"
    monkeypatch.setattr(where, lambda model, ids: model.maps())
    shares = shares_of_kinds(lambda text: (pieces, None), told, ["a b c"])
    assert [shares[kind].item() for kind in KINDS] == pytest.approx(
        [1 / 2, 0, 1 / 2, 0, 1 / 3]
    )


def test_the_card_names_the_file_that_is_shipped():
    assert sha256(FILE) in FILE.with_suffix(".md").read_text("utf-8")


@pytest.mark.skipif(
    "MINILM_FOLDER" not in os.environ, reason="MINILM_FOLDER is not given"
)
def test_the_real_model_gives_the_recorded_maps():
    heads, _ = load_real_heads()
    bert = load_bert(os.environ["MINILM_FOLDER"])
    for text, pieces, maps in zip(SENTENCES, heads.pieces, heads.maps, strict=True):
        found, ids = bert.read(text)
        assert found == pieces
        assert_close(maps_of(bert, ids), maps, atol=1e-3, rtol=0)
