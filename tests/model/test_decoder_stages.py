import pytest
import torch
from torch.testing import assert_close
from torch_twins import decoder_layer_twin, shake

from helpers.model import Transformer, TransformerConfig, causal_mask
from helpers.model.decoder_stages import decoder_stages

SIZES = {"d_model": 12, "num_heads": 3, "d_ff": 20, "num_decoder_layers": 2}
SOURCE, TARGET = torch.tensor([[4, 5, 6, 7, 8]]), torch.tensor([[1, 4, 6]])


def model_with(**options):
    torch.manual_seed(0)
    config = TransformerConfig(9, 7, dropout=0.0, max_len=8, **SIZES, **options)
    return shake(Transformer(config)).eval()


def test_the_stages_are_what_flows_through_torchs_block():
    model = model_with()
    blocks = decoder_stages(model, SOURCE, TARGET)
    memory, _ = model.encode(SOURCE)
    x = model.target_embedding(TARGET)
    for layer, block in zip(model.decoder.layers, blocks, strict=True):
        assert_close(block.x, x[0])
        assert_close(block.first_sum, block.x + block.back)
        assert_close(block.middle, layer.norm_1(block.first_sum))
        assert_close(block.second_sum, block.middle + block.across)
        assert_close(block.upper, layer.norm_2(block.second_sum))
        assert_close(block.third_sum, block.upper + block.thought)
        x = decoder_layer_twin(layer)(x, memory, tgt_mask=~causal_mask(3))
        assert_close(block.output, x[0])
    logits = model.output(blocks[-1].output)
    assert_close(logits, model(SOURCE, TARGET)[0])


def test_wrong_arguments_are_named():
    with pytest.raises(ValueError, match="norm_first=True"):
        decoder_stages(model_with(norm_first=True), SOURCE, TARGET)
    two = torch.ones(2, 3, dtype=torch.long)
    with pytest.raises(ValueError, match="source_ids has shape"):
        decoder_stages(model_with(), two, TARGET)
    with pytest.raises(ValueError, match="target_ids has shape"):
        decoder_stages(model_with(), SOURCE, two[0])
