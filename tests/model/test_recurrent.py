import dataclasses

import pytest
import torch
from torch.testing import assert_close

from helpers.model import (
    RecurrentConfig,
    RecurrentSeq2Seq,
    beam_search,
    greedy_decode,
    sample_decode,
)

B, T, S = 3, 5, 7
CONFIG = RecurrentConfig(
    source_vocab_size=13,
    target_vocab_size=17,
    d_model=12,
    num_layers=2,
    dropout=0.0,
    max_len=19,
)


@pytest.fixture
def model():
    return RecurrentSeq2Seq(CONFIG).eval()


@pytest.fixture
def source_ids():
    ids = torch.randint(3, 13, (B, S))
    ids[0, 4:] = 0
    ids[2, 6:] = 0
    return ids


@pytest.fixture
def target_ids():
    return torch.randint(3, 17, (B, T))


def test_padding_changes_nothing(model, source_ids, target_ids):
    logits = model(source_ids, target_ids)
    assert logits.shape == (B, T, 17)
    alone = model(source_ids[:1, :4], target_ids[:1])
    assert_close(logits[:1], alone)


def test_memory_has_one_size_for_every_length(model, source_ids):
    short, _ = model.encode(source_ids[1:2, :1])
    long, _ = model.encode(source_ids[1:2])
    assert short.shape == long.shape == (1, 2, 12)
    assert not torch.allclose(short, long)


def test_it_writes_from_the_memory_word_by_word(model, source_ids, target_ids):
    memory, _ = model.encode(source_ids)
    states = memory.transpose(0, 1).contiguous()
    for t in range(T):
        x = model.target_embedding(target_ids[:, t : t + 1])
        outputs, states = model.decoder(x, states)
    expected = outputs[:, -1] @ model.target_embedding.words.table.weight.T
    assert_close(model(source_ids, target_ids)[:, -1], expected)


def test_a_later_word_does_not_reach_an_earlier_score(model, source_ids, target_ids):
    before = model(source_ids, target_ids)
    target_ids[:, 3] = 3
    after = model(source_ids, target_ids)
    assert_close(before[:, :3], after[:, :3], rtol=0, atol=0)
    assert not torch.allclose(before[:, 3:], after[:, 3:])


@pytest.mark.parametrize("decode", [greedy_decode, sample_decode, beam_search])
def test_carried_states_give_what_reading_again_gives(model, source_ids, decode):
    for parameter in model.parameters():
        parameter.data *= 3  # fresh weights would write one word for ever
    refed = decode(model, source_ids, max_len=12, cache=False)
    assert len(refed.unique()) > 2
    assert torch.equal(decode(model, source_ids, max_len=12), refed)


@pytest.mark.parametrize(
    "change",
    [{"d_model": 0}, {"num_layers": 0}, {"dropout": 1.0}, {"target_vocab_size": 0}],
)
def test_a_size_that_cannot_be_used_is_named(change):
    (name,) = change
    with pytest.raises(ValueError, match=name):
        dataclasses.replace(CONFIG, **change)


def test_a_sentence_that_is_too_long_is_refused(model):
    with pytest.raises(ValueError, match="max_len=19"):
        model.encode(torch.full((1, 20), 3))


def test_an_untied_model_has_an_output_map_of_its_own():
    model = RecurrentSeq2Seq(dataclasses.replace(CONFIG, tie_embeddings=False))
    table = model.target_embedding.words.table
    assert model.output.weight is not table.weight
