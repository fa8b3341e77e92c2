import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from helpers.lessons.autoregressive_loop.decoding_cost import (
    cached_word_cost,
    encoding_cost,
    filling_cost,
    recurrent_word_cost,
    refed_word_cost,
)
from helpers.model import (
    RecurrentConfig,
    RecurrentSeq2Seq,
    Transformer,
    TransformerConfig,
    greedy_decode,
)

S = 7  # all sizes differ, so that a swapped one is found
CONFIG = TransformerConfig(
    11, 13, d_model=12, num_heads=3, d_ff=20, num_encoder_layers=1, num_decoder_layers=2
)


def counted(run):
    with FlopCounterMode(display=False) as counter:
        run()
    return counter.get_total_flops() // 2  # torch counts one product as two


@pytest.fixture
def source_ids():
    return torch.randint(3, 11, (1, S))


@pytest.fixture(autouse=True)
def no_grad():
    with torch.no_grad():
        yield


@pytest.mark.parametrize("words", [1, 2, 9])
@pytest.mark.parametrize(
    ("cache", "word_cost"), [(False, refed_word_cost), (True, cached_word_cost)]
)
def test_the_formulas_are_what_torch_counts(source_ids, words, cache, word_cost):
    model = Transformer(CONFIG).eval()

    def write():
        greedy_decode(model, source_ids, max_len=words, eos_id=-1, cache=cache)

    expected = encoding_cost(CONFIG, S) + cache * filling_cost(CONFIG, S)
    expected += sum(word_cost(CONFIG, S, fed) for fed in range(1, words + 1))
    assert counted(write) == expected


@pytest.mark.parametrize("cache", [False, True])
def test_the_trained_model_costs_what_the_readme_says(cache):
    """README, "How good is it": eight words from a source of eight."""
    config = TransformerConfig(256, 192, 128, 4, 512, 2, 2)
    word_cost = cached_word_cost if cache else refed_word_cost
    total = encoding_cost(config, 8) + cache * filling_cost(config, 8)
    total += sum(word_cost(config, 8, fed) for fed in range(1, 9))
    assert total == (7_620_608 if cache else 25_024_512)


def test_a_recurrent_word_costs_the_same_for_ever():
    torch.manual_seed(0)
    config = RecurrentConfig(11, 13, d_model=12, num_layers=2)
    model = RecurrentSeq2Seq(config).eval()
    memory, _ = model.encode(torch.randint(3, 11, (1, S)))
    cache, costs = model.new_cache(), set()
    for word in (3, 4, 5):
        ids = torch.tensor([[word]])
        costs.add(counted(lambda ids=ids: model.decode(ids, memory, None, cache)))
    assert costs == {recurrent_word_cost(config)}
