import pytest
import torch
from safetensors.torch import save_file

from helpers.language import Vocabulary
from helpers.model import RecurrentConfig, TransformerConfig
from helpers.training.checkpoints import (
    load_checkpoint,
    new_model,
    read_checksums,
    read_tensors,
    save_checkpoint,
    sha256,
    write_tensors,
)

SIZES = {"d_model": 8, "num_heads": 2, "d_ff": 12, "max_len": 9}
CONFIG = TransformerConfig(7, 6, **SIZES)
UNTIED = TransformerConfig(7, 6, **SIZES, tie_embeddings=False)
RECURRENT = RecurrentConfig(7, 6, d_model=8, num_layers=1, max_len=9)
WORDS = Vocabulary(["I", "like", "apples"]), Vocabulary(["我", "喜欢"])


@pytest.fixture
def path(tmp_path):
    return tmp_path / "m.safetensors"


@pytest.mark.parametrize("config", [CONFIG, UNTIED, RECURRENT])
def test_a_model_comes_back_as_it_was_saved(path, config):
    torch.manual_seed(0)
    model = new_model(config).eval()
    save_checkpoint(path, config, *WORDS, model.state_dict())
    checkpoint = load_checkpoint(path)
    assert checkpoint.config == config
    assert (checkpoint.source_vocabulary, checkpoint.target_vocabulary) == WORDS
    loaded = checkpoint.build()
    assert loaded.config == config and not loaded.training
    is_tied = loaded.output.weight is loaded.target_embedding.words.table.weight
    assert is_tied == config.tie_embeddings
    torch.testing.assert_close(
        loaded.output.weight, model.output.weight, atol=1e-2, rtol=0
    )
    ids = torch.tensor([[4, 5, 6]]), torch.tensor([[1, 4]])
    torch.testing.assert_close(loaded(*ids), model(*ids), atol=2e-2, rtol=0)


def test_saving_twice_gives_the_same_bytes_and_one_checksum(path):
    weights = new_model(CONFIG).state_dict()
    save_checkpoint(path, CONFIG, *WORDS, weights)
    first = path.read_bytes()
    save_checkpoint(path, CONFIG, *WORDS, weights)
    assert path.read_bytes() == first
    assert read_checksums(path.parent) == {"m.safetensors": sha256(path)}


def test_a_missing_file_is_named(path):
    with pytest.raises(FileNotFoundError, match=r"m\.safetensors is missing.*git"):
        load_checkpoint(path)


@pytest.mark.parametrize("content", [b"", b"no weights", b"\x08" + b"\0" * 40])
def test_a_damaged_file_is_named(path, content):
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"m\.safetensors is damaged"):
        load_checkpoint(path)


def test_a_file_of_another_project_is_named(path):
    save_file({"a": torch.ones(2)}, path)
    with pytest.raises(ValueError, match="no file of this project"):
        load_checkpoint(path)


def test_tensors_keep_their_names(path):
    write_tensors(path, {"0/a": torch.ones(2), "5/a": torch.zeros(3)}, {"n": [0, 5]})
    tensors, header = read_tensors(path)
    assert header == {"n": [0, 5]} and sorted(tensors) == ["0/a", "5/a"]
    with pytest.raises(ValueError, match="holds no model"):
        load_checkpoint(path)
