import pytest
import torch

from helpers.model import RecurrentConfig, RecurrentSeq2Seq
from helpers.pretrained import Translator


@pytest.fixture(autouse=True)
def seed():
    torch.manual_seed(0)


@pytest.fixture(scope="session")
def recurrent(translator):
    """A recurrent model that knows the words, and has learned nothing."""
    torch.manual_seed(0)
    words = translator.source_vocabulary, translator.target_vocabulary
    config = RecurrentConfig(*map(len, words), d_model=24, num_layers=2, max_len=64)
    return Translator("recurrent", RecurrentSeq2Seq(config).eval(), *words)


@pytest.fixture(scope="module")
def shared(request, translator):
    """The explorer that a file's tests share: its `make` makes it."""
    return request.module.make(translator)


@pytest.fixture
def explorer(shared):
    """The explorer, with every control put back."""
    shared.reset_button.click()
    return shared
