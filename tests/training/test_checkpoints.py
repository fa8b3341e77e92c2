import pytest
import torch

from helpers.language import Vocabulary
from helpers.model import (
    RecurrentConfig,
    RecurrentSeq2Seq,
    Transformer,
    TransformerConfig,
)
from helpers.training.checkpoints import (
    load_checkpoint,
    read_checksums,
    save_checkpoint,
    sha256,
    write_tensors,
)

CONFIG = TransformerConfig(7, 6, d_model=8, num_heads=2, d_ff=12, max_len=9)
WORDS = Vocabulary(["I", "like", "apples"]), Vocabulary(["我", "喜欢"])


@pytest.fixture
def model():
    torch.manual_seed(0)
    return Transformer(CONFIG).eval()


def test_a_model_comes_back_as_it_was_saved(tmp_path, model):
    path = tmp_path / "m.safetensors"
    save_checkpoint(path, CONFIG, *WORDS, model.state_dict())
    checkpoint = load_checkpoint(path)
    assert checkpoint.config == CONFIG
    assert (checkpoint.source_vocabulary, checkpoint.target_vocabulary) == WORDS
    loaded = checkpoint.build()
    assert not loaded.training
    assert loaded.output.weight is loaded.target_embedding.words.table.weight
    ids = torch.tensor([[4, 5, 6]]), torch.tensor([[1, 4]])
    torch.testing.assert_close(loaded(*ids), model(*ids), atol=2e-2, rtol=0)


def test_a_recurrent_model_comes_back_too(tmp_path):
    config = RecurrentConfig(7, 6, d_model=8, num_layers=1, max_len=9)
    model = RecurrentSeq2Seq(config).eval()
    path = tmp_path / "m.safetensors"
    save_checkpoint(path, config, *WORDS, model.state_dict())
    loaded = load_checkpoint(path).build()
    assert loaded.config == config
    ids = torch.tensor([[4, 5, 6]]), torch.tensor([[1, 4]])
    torch.testing.assert_close(loaded(*ids), model(*ids), atol=2e-2, rtol=0)


def test_an_untied_model_keeps_its_output_map(tmp_path):
    config = TransformerConfig(
        7, 6, d_model=8, num_heads=2, d_ff=12, tie_embeddings=False
    )
    model = Transformer(config)
    path = tmp_path / "m.safetensors"
    save_checkpoint(path, config, *WORDS, model.state_dict())
    loaded = load_checkpoint(path).build()
    torch.testing.assert_close(
        loaded.output.weight, model.output.weight, atol=1e-2, rtol=0
    )


def test_saving_twice_gives_the_same_bytes_and_one_checksum(tmp_path, model):
    path = tmp_path / "m.safetensors"
    save_checkpoint(path, CONFIG, *WORDS, model.state_dict())
    first = path.read_bytes()
    save_checkpoint(path, CONFIG, *WORDS, model.state_dict())
    assert path.read_bytes() == first
    assert read_checksums(tmp_path) == {"m.safetensors": sha256(path)}


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"m\.safetensors is missing.*git"):
        load_checkpoint(tmp_path / "m.safetensors")


@pytest.mark.parametrize("content", [b"", b"no weights", b"\x08" + b"\0" * 40])
def test_a_damaged_file_is_named(tmp_path, content):
    path = tmp_path / "m.safetensors"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"m\.safetensors is damaged"):
        load_checkpoint(path)


def test_a_file_of_another_project_is_named(tmp_path):
    from safetensors.torch import save_file

    path = tmp_path / "m.safetensors"
    save_file({"a": torch.ones(2)}, path)
    with pytest.raises(ValueError, match="no file of this project"):
        load_checkpoint(path)


def test_tensors_keep_their_names(tmp_path):
    from helpers.training.checkpoints import read_tensors

    path = tmp_path / "t.safetensors"
    write_tensors(path, {"0/a": torch.ones(2), "5/a": torch.zeros(3)}, {"n": [0, 5]})
    tensors, header = read_tensors(path)
    assert header == {"n": [0, 5]} and sorted(tensors) == ["0/a", "5/a"]
