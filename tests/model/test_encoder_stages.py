import pytest
import torch
from torch.testing import assert_close
from torch_twins import encoder_layer_twin, shake

from helpers.model import Transformer, TransformerConfig
from helpers.model.encoder_stages import encoder_stages

SIZES = {"d_model": 12, "num_heads": 3, "d_ff": 20, "num_encoder_layers": 2}


def model_with(**options):
    torch.manual_seed(0)
    config = TransformerConfig(9, 7, dropout=0.0, max_len=8, **SIZES, **options)
    return shake(Transformer(config)).eval()


def test_the_stages_are_what_flows_through_torchs_block():
    model, ids = model_with(), torch.tensor([[4, 5, 6, 7, 8]])
    blocks = encoder_stages(model, ids)
    x = model.source_embedding(ids)
    for layer, block in zip(model.encoder.layers, blocks, strict=True):
        assert_close(block.x, x[0])
        assert_close(block.first_sum, block.x + block.attended)
        assert_close(block.middle, layer.norm_1(block.first_sum))
        assert_close(block.second_sum, block.middle + block.thought)
        x = encoder_layer_twin(layer)(x)
        assert_close(block.output, x[0])
    assert_close(blocks[-1].output, model.encode(ids)[0][0])


def test_wrong_arguments_are_named():
    with pytest.raises(ValueError, match="norm_first=True"):
        encoder_stages(model_with(norm_first=True), torch.tensor([[4]]))
    for shape in ((2, 3), (3,)):
        with pytest.raises(ValueError, match="give one sentence"):
            encoder_stages(model_with(), torch.ones(shape, dtype=torch.long))
