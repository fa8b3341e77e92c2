"""What a trained model writes when its decoder forgets the causal mask (claim C15)."""

import pytest
import torch

from helpers.language import generate
from helpers.model import greedy_decode
from helpers.pretrained import load_translator
from helpers.training.batches import batch_of, encode_pair

SENTENCES, MOST = 400, 20


class NoMask(torch.nn.Module):
    """Let every word that is written see all the others, as lesson 6 asks."""

    def __init__(self, model):
        super().__init__()
        self.model, self.config = model, model.config
        self.encode = model.encode

    def decode(self, target_ids, memory, memory_mask=None, cache=None):
        x = self.model.target_embedding(target_ids)
        return self.model.output(self.model.decoder(x, memory, None, memory_mask))


@pytest.mark.parametrize(("wrapper", "right"), [(None, 400), (NoMask, 391)])
def test_what_the_notebook_says_of_writing_without_the_mask(wrapper, right):
    translator = load_translator("grammar")
    words = translator.source_vocabulary, translator.target_vocabulary
    samples = generate(SENTENCES, seed=7)
    pairs = [encode_pair(s.english, s.chinese, *words) for s in samples]
    source_ids, targets = batch_of(pairs)
    model = wrapper(translator.model) if wrapper else translator.model
    written = greedy_decode(model, source_ids, max_len=MOST, cache=wrapper is None)
    wide = torch.zeros_like(targets[:, 1:])
    width = min(wide.size(1), written.size(1))
    wide[:, :width] = written[:, :width]
    assert (wide == targets[:, 1:]).all(dim=1).sum() == right
