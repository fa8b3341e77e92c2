import dataclasses

import pytest
import torch
from torch.testing import assert_close
from torch_twins import shake, transformer_twin

from helpers.model import Transformer, TransformerConfig, causal_mask

B, T, S = 3, 5, 7
CONFIG = TransformerConfig(
    source_vocab_size=13,
    target_vocab_size=17,
    d_model=12,
    num_heads=3,
    d_ff=20,
    num_encoder_layers=2,
    num_decoder_layers=1,
    dropout=0.0,
    max_len=19,
)


def make(**changes):
    return shake(Transformer(dataclasses.replace(CONFIG, **changes))).eval()


@pytest.fixture
def source_ids():
    ids = torch.randint(3, 13, (B, S))
    ids[0, 4:] = 0
    ids[2, 6:] = 0
    return ids


@pytest.fixture
def target_ids():
    return torch.randint(3, 17, (B, T))


@pytest.mark.filterwarnings("ignore:enable_nested_tensor")  # torch's, about its own
@pytest.mark.parametrize("positions", ["sinusoidal", "learned", "none"])
@pytest.mark.parametrize("norm_first", [False, True])
@pytest.mark.parametrize("activation", ["relu", "gelu"])
def test_the_whole_model_equals_torch(
    source_ids, target_ids, positions, norm_first, activation
):
    ours = make(positions=positions, norm_first=norm_first, activation=activation)
    padding = source_ids == 0
    expected = transformer_twin(ours)(
        ours.source_embedding(source_ids),
        ours.target_embedding(target_ids),
        tgt_mask=~causal_mask(T),
        src_key_padding_mask=padding,
        memory_key_padding_mask=padding,
    )
    expected = expected @ ours.output.weight.T
    assert_close(ours(source_ids, target_ids), expected, atol=1e-5, rtol=0)


def test_rotary_changes_the_result_and_adds_no_parameters(source_ids, target_ids):
    rotary = make(positions="rotary", num_heads=2)
    plain = make(positions="none", num_heads=2)
    plain.load_state_dict(rotary.state_dict())
    logits = rotary(source_ids, target_ids)
    assert not torch.allclose(logits, plain(source_ids, target_ids))


@pytest.mark.parametrize("positions", ["sinusoidal", "rotary", "learned"])
def test_positions_make_word_order_matter(source_ids, target_ids, positions):
    model = make(positions=positions, num_heads=2)
    source_ids[:] = torch.randperm(10)[:S] + 3
    reverse = source_ids.flip(1)
    assert not torch.allclose(
        model(source_ids, target_ids), model(reverse, target_ids), atol=1e-4
    )


def test_without_positions_source_order_is_invisible(source_ids, target_ids):
    model = make(positions="none")
    assert_close(model(source_ids, target_ids), model(source_ids.flip(1), target_ids))


def test_extra_padding_changes_nothing(source_ids, target_ids):
    model = make()
    padded = torch.cat([source_ids, torch.zeros(B, 4, dtype=torch.long)], dim=1)
    assert_close(model(source_ids, target_ids), model(padded, target_ids))


def test_an_empty_source_gives_finite_logits_and_gradients(target_ids):
    model = make()
    logits = model(torch.zeros(B, S, dtype=torch.long), target_ids)
    logits.square().sum().backward()
    assert logits.isfinite().all()
    assert all(p.grad is None or p.grad.isfinite().all() for p in model.parameters())


def test_the_output_map_shares_the_target_embedding_only_when_tied():
    tied, free = make(), make(tie_embeddings=False)
    assert tied.output.weight is tied.target_embedding.words.table.weight
    assert free.output.weight is not free.target_embedding.words.table.weight


def test_a_fresh_model_guesses_no_better_than_chance(source_ids, target_ids):
    logits = Transformer(CONFIG)(source_ids, target_ids)
    labels = torch.randint(17, (B * T,))
    loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), labels)
    assert loss.item() == pytest.approx(torch.tensor(17.0).log().item(), abs=1.0)


def test_a_padded_batch_keeps_its_ids_in_the_error(source_ids):
    with pytest.raises(IndexError, match="id 99 .* 17 words"):
        make()(source_ids, torch.full((B, T), 99))


def test_a_sentence_past_max_len_is_refused(target_ids):
    with pytest.raises(ValueError, match="position 20 is past max_len=19"):
        make()(torch.ones(B, 20, dtype=torch.long), target_ids)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"d_model": 0}, "d_model=0"),
        ({"source_vocab_size": 0}, "source_vocab_size=0"),
        ({"num_heads": 5}, "num_heads=5 must divide d_model=12"),
        ({"num_encoder_layers": -1}, "num_encoder_layers=-1"),
        ({"dropout": 1.0}, "dropout=1.0"),
        ({"positions": "polar"}, "polar"),
        ({"activation": "swish"}, "swish"),
        ({"positions": "rotary", "num_heads": 4}, "odd"),
    ],
)
def test_a_config_that_cannot_work_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        make(**changes)


def test_the_config_cannot_be_changed_afterwards():
    with pytest.raises(dataclasses.FrozenInstanceError):
        CONFIG.d_model = 5
