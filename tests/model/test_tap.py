"""What a tap names is what the model computes; an edit changes what comes after."""

import threading

import pytest
import torch
from test_transformer import make
from torch.nn import functional as F
from torch.testing import assert_close

from helpers.model import causal_mask, edit, heads_off, record, record_attention
from helpers.model.tap import named_attentions

B, S, T = 2, 6, 4
EMBEDDING = {"encoder": "source_embedding", "decoder": "target_embedding"}
SIZES = {"num_heads": 2, "num_encoder_layers": 2, "num_decoder_layers": 2}
EVERY_CONFIG = pytest.mark.parametrize(
    "options",
    [
        {"norm_first": norm_first, "positions": positions}
        for norm_first in (False, True)
        for positions in ("sinusoidal", "rotary", "learned", "none")
    ],
    ids=str,
)


@pytest.fixture
def pair():
    source_ids = torch.randint(3, 13, (B, S))
    source_ids[0, 4:] = 0
    return source_ids, torch.randint(3, 17, (B, T))


def recorded(model, *inputs):
    with record(model) as tensors:
        model(*inputs)
    return tensors


@EVERY_CONFIG
def test_the_tensors_of_an_attention_follow_from_each_other(pair, options):
    model = make(**SIZES, **options)
    tensors = recorded(model, *pair)
    source, memory = (pair[0] != 0)[:, None, None], tensors["encoder.output"]
    masks = {"encoder.1.self": source, "decoder.1.cross": source}
    masks["decoder.1.self"] = causal_mask(T)
    for place, mask in masks.items():
        attention = named_attentions(model)[place]
        query, key, value, scores, weights, heads, x, output = (
            tensors[f"{place}.{name}"]
            for name in "query key value scores weights heads input output".split()
        )
        assert_close(scores, query @ key.mT / query.size(-1) ** 0.5)
        hidden = scores.masked_fill(~mask, -torch.inf)
        assert_close(weights, hidden.softmax(dim=-1))
        assert_close(heads, weights @ value)
        assert_close(output, attention.W_o(heads.transpose(1, 2).flatten(2)))
        assert_close(query, attention.project_query(x))
        keys_from = memory if place.endswith("cross") else x
        assert_close((key, value), attention.project_memory(keys_from, keys_from))


@EVERY_CONFIG
def test_the_residual_stream_is_followed_in_both_norm_positions(pair, options):
    model = make(**SIZES, **options)
    tensors = recorded(model, *pair)
    parts = {"encoder": ["self"], "decoder": ["self", "cross"]}
    for stack, attentions in parts.items():
        layers = getattr(model, stack).layers
        x = tensors[f"{EMBEDDING[stack]}.output"]
        for place, layer in ((f"{stack}.{n}", layer) for n, layer in enumerate(layers)):
            assert_close(tensors[f"{place}.input"], x)
            for number, part in enumerate([*attentions, "feed_forward"], start=1):
                norm = getattr(layer, f"norm_{number}")
                change = tensors[f"{place}.{part}.output"]
                assert_close(tensors[f"{place}.sum_{number}"], x + change)
                normed = tensors[f"{place}.norm_{number}"]
                before = x if layer.norm_first else x + change
                assert_close(normed, norm(before))
                inside = tensors[f"{place}.{part}.input"]
                assert_close(inside, normed if layer.norm_first else x)
                x = x + change if layer.norm_first else normed
            assert_close(tensors[f"{place}.output"], x)
        assert_close(tensors[f"{stack}.output"], getattr(model, stack).norm(x))


@EVERY_CONFIG
def test_the_ends_of_the_model_and_its_hidden_units_are_named(pair, options):
    model = make(**SIZES, **options)
    tensors = recorded(model, *pair)
    words = model.source_embedding.words(pair[0])
    assert_close(tensors["source_embedding.words"], words)
    assert_close(tensors["source_embedding.output"], model.source_embedding(pair[0]))
    assert_close(tensors["encoder.output"], model.encode(pair[0])[0])
    assert_close(tensors["logits"], model.output(tensors["decoder.output"]))
    assert_close(tensors["logits"], model(*pair))
    ffn, place = model.decoder.layers[1].feed_forward, "decoder.1.feed_forward"
    wide = ffn.W_1(tensors[f"{place}.input"])
    assert_close(tensors[f"{place}.wide"], wide)
    assert_close(tensors[f"{place}.hidden"], F.relu(wide))
    assert_close(tensors[f"{place}.output"], ffn.W_2(F.relu(wide)))


@pytest.mark.parametrize("positions", ["sinusoidal", "rotary"])
def test_with_a_cache_the_last_word_is_recorded_with_all_keys(pair, positions):
    model = make(**SIZES, positions=positions)
    whole = recorded(model, *pair)
    memory, mask = model.encode(pair[0])
    cache = model.new_cache()
    for word in range(T):
        with record(model) as tensors:
            model.decode(pair[1][:, word : word + 1], memory, mask, cache)
    for name, tensor in tensors.items():
        wanted = whole[name]
        if name.endswith(("self.key", "self.value")) or "cross.key" in name:
            assert_close(tensor, wanted)
        elif "cross.value" not in name:
            wanted = wanted[:, -1:] if wanted.dim() == 3 else wanted[:, :, -1:]
            assert_close(tensor, wanted)


def test_recording_leaves_no_trace_and_no_gradients(pair):
    model = make(**SIZES)
    before = {name: dict(vars(module)) for name, module in model.named_modules()}
    logits = model(*pair)
    tensors = recorded(model, *pair)
    assert_close(model(*pair), logits)
    assert not any(tensor.requires_grad for tensor in tensors.values())
    after = {name: dict(vars(module)) for name, module in model.named_modules()}
    assert after == before and not any(m._forward_hooks for m in model.modules())


def test_recording_stops_after_an_error_and_sees_one_model_alone(pair):
    model, other = make(**SIZES), make(**SIZES)
    with pytest.raises(IndexError), record(model) as tensors:
        model(pair[0], torch.full((B, T), 99))
    count = len(tensors)
    model(*pair)
    assert len(tensors) == count
    with record(model) as mine, record(other) as theirs:
        other(*pair)
    assert not mine and set(theirs) == set(recorded(model, *pair))


def test_a_thread_records_what_it_runs_itself(pair):
    model = make(**SIZES)
    with record(model) as tensors:
        thread = threading.Thread(target=model, args=pair)
        thread.start()
        thread.join()
    assert not tensors


def test_recorded_maps_are_named_by_their_place(pair):
    model = make(**SIZES)
    with record_attention(model) as maps:
        model(*pair)
    assert {name: tuple(weights.shape) for name, weights in maps.items()} == {
        "encoder.0.self": (B, 2, S, S),
        "encoder.1.self": (B, 2, S, S),
        "decoder.0.self": (B, 2, T, T),
        "decoder.0.cross": (B, 2, T, S),
        "decoder.1.self": (B, 2, T, T),
        "decoder.1.cross": (B, 2, T, S),
    }
    assert set(named_attentions(model)) == set(maps)
    assert not any(weights.requires_grad for weights in maps.values())
    assert (maps["decoder.0.self"][:, :, ~causal_mask(T)] == 0).all()
    layer, x = model.encoder.layers[0], torch.randn(B, S, 12)
    with (
        record_attention(layer) as of_layer,
        record_attention(layer.self_attention) as alone,
    ):
        layer(x)
    assert list(of_layer) == ["self"] and list(alone) == ["attention"]


def test_an_edit_changes_all_that_comes_after_and_nothing_before(pair):
    model = make(**SIZES)
    whole = recorded(model, *pair)
    with record(model) as tensors, edit(model, {"encoder.1.self.scores": torch.neg}):
        model(*pair)
    assert_close(tensors["encoder.1.self.scores"], -whole["encoder.1.self.scores"])
    names = list(whole)
    place = names.index("encoder.1.self.scores")
    assert all(torch.equal(tensors[name], whole[name]) for name in names[:place])
    assert not torch.allclose(tensors["logits"], whole["logits"])
    assert_close(model(*pair), whole["logits"])


@pytest.mark.parametrize("off", [[], [0], [1], [0, 1]])
def test_a_head_that_is_off_equals_zero_columns_of_W_o(off):
    attention = make(**SIZES).encoder.layers[0].self_attention
    x = torch.randn(B, S, 12)
    with heads_off(attention, [("attention", head) for head in off]):
        silenced, weights = attention(x, x, x)
    _, expected_weights = attention(x, x, x)
    with torch.no_grad():
        for head in off:
            attention.W_o.weight[:, 6 * head : 6 * (head + 1)] = 0
    assert_close(silenced, attention(x, x, x)[0])
    assert_close(weights, expected_weights)


def test_afterwards_the_model_is_whole_again(pair):
    model = make(**SIZES)
    whole = model(*pair)
    with heads_off(model, [("decoder.1.cross", 1), ("encoder.0.self", 0)]):
        assert not torch.allclose(model(*pair), whole)
    assert_close(model(*pair), whole)
    with pytest.raises(RuntimeError), heads_off(model, [("decoder.1.cross", 1)]):
        raise RuntimeError
    assert_close(model(*pair), whole)


@pytest.mark.parametrize("head", [("decoder.1.cross", 3), ("encoder.9.self", 0)])
def test_a_head_that_is_not_there_is_named(head):
    message = f"no head {head[1]} in '{head[0]}'"
    with pytest.raises(ValueError, match=message), heads_off(make(**SIZES), [head]):
        pass


@pytest.mark.parametrize("name", ["encoder.0.norm_1.output", "output.x", "score"])
def test_a_name_that_no_module_gives_is_refused_once_the_model_has_worked(pair, name):
    model = make(**SIZES)
    with (
        pytest.raises(ValueError, match="is called|computes"),
        edit(model, {name: torch.neg}),
    ):
        model(*pair)


def test_an_edit_of_nothing_is_named(pair):
    model = make(**SIZES)
    with (
        pytest.raises(ValueError, match="no module computes 'encoder.7.self.scores'"),
        edit(model, {"encoder.7.self.scores": torch.neg}),
    ):
        model(*pair)
    with (
        pytest.raises(
            ValueError, match=r"nothing is called \['encoder.0.self.score'\] .*wei"
        ),
        edit(model, {"encoder.0.self.score": torch.neg}),
    ):
        model(*pair)
