"""The answers read from lesson 7's pictures, and the model that greedy asks."""

import pytest
import torch
from wrong_answers import told

from helpers.lessons.autoregressive_loop import WordCostLab
from helpers.lessons.autoregressive_loop.decoding_cost import cached_word_cost
from helpers.lessons.autoregressive_loop.exercises import (
    BILL,
    GREEDY,
    MOST_CALLS,
    TOP_P,
    EndlessError,
    Reciter,
)
from helpers.lessons.exercise import examine
from helpers.pretrained import load_translator


@pytest.fixture(scope="module")
def bill(translator):
    return WordCostLab(translator, load_translator("grammar-recurrent"))


def test_the_bill_shows_what_the_check_wants(bill):
    before, after = ([count[n - 1] for count in bill.counts.values()] for n in (64, 65))
    grown = [late - early for early, late in zip(before, after, strict=True)]
    fed_again = told(BILL, "everything is fed again")
    assert grown == [fed_again, BILL.solution, told(BILL, "only the RNN")]
    prices = "whole price at 64 words", "whole price at 65 words"
    assert [before[1], after[1]] == [told(BILL, words) for words in prices]
    ratios = [round(price[0] / price[1]) for price in (before, after)]
    assert ratios == [65, 66] and told(BILL, "only the ratio grows by 1") == 1
    layers = bill.models["RNN"].config.num_layers
    assert told(BILL, "that is one layer") * layers == BILL.solution


def test_every_kept_word_adds_the_same(bill):
    config = bill.models["with a cache"].config
    for words in (1, 40, 200):
        more, less = (cached_word_cost(config, 8, n) for n in (words + 1, words))
        assert more - less == BILL.solution


def test_the_reciter_knows_its_sentence_and_is_lost_without_its_beginning():
    model = Reciter([5, 3, 5, 4, 2], bos=1)
    rows = model([1, 5, 3, 5, 4])
    assert rows.shape == (5, 8) and rows.argmax(dim=-1).tolist() == [5, 3, 5, 4, 2]
    assert model(torch.tensor([5])).argmax().item() == 3
    assert model([7]).argmax().item() == 5 and model([2]).argmax().item() == 5


def test_a_loop_without_an_end_is_ended():
    model = Reciter([5, 2], bos=1)
    for _ in range(MOST_CALLS):
        model([1])
    with pytest.raises(EndlessError, match="append"):
        model([1])


def test_a_loop_may_feed_a_list_or_a_batch_of_one():
    def greedy(score, bos, eos, max_len):
        output = [bos]
        for turn in range(max_len):
            fed = output if turn % 2 else torch.tensor([output])
            output.append(int(score(fed)[-1].argmax()))
            if output[-1] == eos:
                break
        return output[1:]

    assert examine(GREEDY, greedy).passed


def test_another_way_to_keep_at_least_one_word_makes_the_same_mistake():
    def one_too_few(logits, temperature, top_p):
        p = (logits / temperature).softmax(dim=-1)
        ordered, order = p.sort(descending=True)
        keep = ordered.cumsum(dim=0) <= top_p
        keep[0] = True
        kept = torch.zeros_like(p)
        kept[order[keep]] = ordered[keep]
        return kept / kept.sum()

    assert examine(TOP_P, one_too_few).mistake == "one too few"


def test_top_p_by_hiding_logits_passes():
    def hide(logits, temperature, top_p):
        logits = logits / temperature
        ordered, order = logits.sort(descending=True)
        held = ordered.softmax(dim=-1).cumsum(dim=-1)
        logits[order[1:][held[:-1] >= top_p]] = -torch.inf
        return logits.softmax(dim=-1)

    assert examine(TOP_P, hide).passed
