"""A trained model writes the same with a cache as when it reads all again (C16)."""

import pytest
import torch

from helpers.language import generate
from helpers.model import beam_search, greedy_decode, sample_decode
from helpers.pretrained import load_translator
from helpers.training.batches import batch_of, encode_pair

SENTENCES, MOST = 200, 24
WAYS = {
    "greedy": (greedy_decode, {}),
    "sampling": (sample_decode, {"temperature": 2.0, "top_p": 0.95}),
    "beam": (beam_search, {"beam_width": 3}),
}


@pytest.fixture(scope="module")
def translator():
    return load_translator("grammar")


@pytest.fixture(scope="module")
def source_ids(translator):
    words = translator.source_vocabulary, translator.target_vocabulary
    samples = generate(SENTENCES, seed=16)
    pairs = [encode_pair(s.english, s.chinese, *words) for s in samples]
    return batch_of(pairs)[0]


@pytest.mark.parametrize("way", WAYS)
def test_a_cache_changes_no_word_of_200_sentences(translator, source_ids, way):
    decode, options = WAYS[way]
    cached, refed = (
        decode(translator.model, source_ids, max_len=MOST, cache=cache, **options)
        for cache in (True, False)
    )
    assert len(cached) == SENTENCES
    assert torch.equal(cached, refed)
