import pytest
import torch

from helpers.model import Transformer, TransformerConfig
from helpers.training.experiments import mistakes as experiment
from helpers.training.experiments.mistakes import (
    edits,
    force_mistakes,
    likely_words,
    measure_mistakes,
    overall,
    wrong_places,
)

WORDS = 12
PAIRS = [([4, 5, 6], [1, 7, 8, 9, 2]), ([5, 4], [1, 8, 2]), ([6], [1, 9, 7, 10, 11, 2])]


@pytest.fixture
def model():
    torch.manual_seed(0)
    config = TransformerConfig(WORDS, WORDS, 16, 2, 32, 1, 2, max_len=32)
    with torch.no_grad():
        yield Transformer(config).eval()


@pytest.mark.parametrize("rank", [2, 5])
def test_the_rest_is_written_with_the_right_words_and_with_its_own(model, rank):
    place = 1
    taught, free, wanted = force_mistakes(model, PAIRS, rank, place)
    assert wanted == [[9, 2], [10, 11, 2]] and any(free)
    for i, (source, target) in enumerate((PAIRS[0], PAIRS[2])):
        source_ids = torch.tensor([source])
        logits = model(source_ids, torch.tensor([target[:-1]]))[0]
        assert taught[i] == logits[place + 1 :].argmax(dim=-1).tolist()
        order = logits[place].argsort(descending=True).tolist()
        others = [w for w in order if w not in (0, 1, 3, target[place + 1])]
        ids = [*target[: place + 1], others[rank - 2]]
        while ids[-1] != 2 and len(ids) < place + 2 + len(free[i]):
            ids.append(model(source_ids, torch.tensor([ids]))[0, -1].argmax().item())
        assert free[i] == ids[place + 2 :]


def test_specials_but_eos_are_no_words():
    scores = torch.tensor([[9.0, 8.0, 7.0, 6.0, 5.0]])
    assert likely_words(scores)[0, :2].tolist() == [2, 4]


@pytest.mark.parametrize(
    ("found", "wanted", "count"),
    [
        ("abc", "abc", 0),
        ("", "abc", 3),
        ("abc", "", 3),
        ("xabc", "abc", 1),
        ("ac", "bc", 1),
    ],
)
def test_edits(found, wanted, count):
    assert edits(found, wanted) == count


def test_wrong_places():
    assert wrong_places("abd", "abc") == 1
    assert wrong_places("a", "abc") == 2
    assert wrong_places("abcd", "abc") == 0


def test_a_place_that_no_sentence_has_is_left_out(model):
    assert measure_mistakes(model, PAIRS, 2, 9) is None
    result = measure_mistakes(model, PAIRS, 2, 3)
    assert result[:3] == (2, 3, 1) and 0 <= result.intact <= 1 <= result.free_edits + 1


def test_what_the_notebook_says_of_the_table():
    results = experiment.MISTAKES.read()
    assert {result.rank for result in results} == set(experiment.RANKS)
    taught, wrong, _, intact = overall(results, 2)
    assert taught < 0.001 < 0.6 < wrong < 0.63
    assert 0.36 < intact < 0.39
    assert overall(results, 10)[3] < 0.3
