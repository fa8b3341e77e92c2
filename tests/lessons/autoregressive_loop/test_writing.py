import pytest
import torch
from test_transformer import make
from torch.testing import assert_close

from helpers.lessons.autoregressive_loop.writing import write_words
from helpers.model import greedy_decode
from helpers.training.experiments.sentence_length import OnlyLastWord

S = 7


@pytest.fixture
def source_ids():
    return torch.randint(3, 13, (1, S))


@pytest.mark.parametrize("cache", [True, False])
def test_the_words_are_those_of_greedy_decode(source_ids, cache):
    model = make()
    words = write_words(model, source_ids, max_len=9, eos_id=-1, cache=cache)
    expected = greedy_decode(model, source_ids, max_len=9, eos_id=-1)[0].tolist()
    assert [word.chosen for word in words] == expected
    for count, word in enumerate(words):
        assert word.before == (1, *expected[:count])
        assert word.probabilities.argmax() == word.chosen
        assert_close(word.probabilities.sum().item(), 1.0)


def test_the_loop_goes_on_from_a_forced_start(source_ids):
    model = make()
    words = write_words(model, source_ids, max_len=4, start=(5, 6), eos_id=-1)
    assert words[0].before == (1, 5, 6) and len(words) == 4
    logits = model(source_ids, torch.tensor([[1, 5, 6]]))[0, -1]
    assert words[0].chosen == logits.argmax()


def test_the_loop_ends_at_eos(source_ids):
    model = make()
    (first, *_) = write_words(model, source_ids, max_len=3)
    (only,) = write_words(model, source_ids, max_len=3, eos_id=first.chosen)
    assert only.chosen == first.chosen
    assert write_words(model, source_ids, max_len=3, start=(2,)) == []


def test_only_the_last_word_is_seen(source_ids):
    model = OnlyLastWord(make(num_decoder_layers=2))
    memory, mask = model.encode(source_ids)
    one = model.decode(torch.tensor([[1, 4, 5, 6]]), memory, mask)
    other = model.decode(torch.tensor([[1, 7, 8, 6]]), memory, mask)
    elsewhere = model.decode(torch.tensor([[1, 7, 6]]), memory, mask)
    assert torch.equal(one, other) and one.shape == (1, 1, 17)
    assert not torch.allclose(one, elsewhere)  # the position still counts
    whole = model.model.decode(torch.tensor([[1, 4, 5, 6]]), memory, mask)
    assert not torch.allclose(one[:, -1], whole[:, -1])


def test_the_first_word_needs_no_memory_of_others(source_ids):
    model = make()
    memory, mask = model.encode(source_ids)
    ids = torch.tensor([[1]])
    forgetful = OnlyLastWord(model).decode(ids, memory, mask)
    assert_close(forgetful, model.decode(ids, memory, mask))


def test_greedy_decode_runs_it(source_ids):
    forgetful = OnlyLastWord(make())
    cached, refed = (
        greedy_decode(forgetful, source_ids, max_len=9, eos_id=-1, cache=cache)
        for cache in (True, False)
    )
    assert torch.equal(cached, refed) and cached.shape == (1, 9)
