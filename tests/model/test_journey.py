import pytest
import torch
from test_transformer import make
from torch.testing import assert_close

from helpers.model import record_attention
from helpers.model.journey import journey

S, T = 6, 4


@pytest.fixture
def pair():
    return torch.randint(3, 13, (1, S)), torch.randint(3, 17, (1, T))


@pytest.mark.parametrize("positions", ["sinusoidal", "rotary", "learned", "none"])
def test_the_last_tensor_is_the_models_own_answer(pair, positions):
    model = make(positions=positions, num_heads=2, num_decoder_layers=2)
    way = journey(model, *pair)
    with torch.no_grad(), record_attention(model) as maps:
        logits = model(*pair)[0, -1]
    assert_close(way.probabilities, logits.softmax(dim=-1))
    assert_close(way.across, maps["decoder.1.cross"][0])
    assert_close(way.back, maps["decoder.1.self"][0])
    assert_close(way.weights, maps["encoder.0.self"][0])


def test_each_tensor_follows_from_the_one_before(pair):
    model = make(num_heads=2)
    layer = model.encoder.layers[0]
    way = journey(model, *pair)
    with torch.no_grad():
        assert_close(way.words + way.positions, way.x)
        heard = (way.weights @ way.value).transpose(0, 1).flatten(1)
        assert_close(layer.self_attention.W_o(heard), way.attended)
        assert_close(layer.norm_1(way.x + way.attended), way.middle)
        assert_close(layer.feed_forward.W_2(way.hidden), way.thought)
        assert (way.hidden >= 0).all()
        chances = model.output(way.written[-1]).softmax(dim=-1)
        assert_close(chances, way.probabilities)
        assert_close(model.target_embedding(pair[1])[0], way.read)


def test_two_sentences_are_refused(pair):
    source_ids, target_ids = pair
    with pytest.raises(ValueError, match="one sentence"):
        journey(make(), source_ids.repeat(2, 1), target_ids)
