import pytest
import torch

from helpers.language import BOS_ID, EOS_ID
from helpers.model import Transformer
from helpers.training import exact_match, right_peaks


@pytest.fixture
def model(task, recipe):
    torch.manual_seed(0)
    sizes = len(task.source_vocabulary), len(task.target_vocabulary)
    return Transformer(recipe.config(*sizes)).eval()


def always(model, word):
    """Make the model write `word` for ever."""
    with torch.no_grad():
        model.output.weight.zero_()
        model.output = torch.nn.Linear(model.config.d_model, len(model.output.weight))
        model.output.weight.zero_()
        model.output.bias.zero_()
        model.output.bias[word] = 1
    return model


def test_exact_match_counts_whole_sentences(model):
    always(model, EOS_ID)
    empty, full = ([5, 6], [BOS_ID, EOS_ID]), ([5], [BOS_ID, 7, EOS_ID])
    assert exact_match(model, [empty] * 3 + [full]) == 0.75


def test_a_sentence_that_goes_on_too_long_is_wrong(model):
    always(model, 7)
    assert exact_match(model, [([5], [BOS_ID, 7, EOS_ID])]) == 0.0


def test_peaks_count_the_words_whose_largest_weight_is_right(model):
    """A model that sees one source word only can look nowhere else."""
    pair = ([5], [BOS_ID, 7, 8, EOS_ID])
    assert right_peaks(model, [pair], [(0, 0)]) == [1.0]
    assert right_peaks(model, [pair], [(0, 1)]) == [0.5]
    assert right_peaks(model, [pair, pair], [(None, 0), (None, 1)]) == [0.5]


def test_peaks_of_a_batch_equal_peaks_one_by_one(model, task):
    pairs, alignments = task.test.pairs, task.test.alignments
    together = right_peaks(model, pairs, alignments)[0]
    right = counted = 0
    for pair, alignment in zip(pairs, alignments, strict=True):
        count = sum(source is not None for source in alignment)
        right += right_peaks(model, [pair], [alignment])[0] * count
        counted += count
    assert together == pytest.approx(right / counted)


def test_nothing_to_measure_is_refused(model):
    with pytest.raises(ValueError, match="no pairs"):
        exact_match(model, [])
    with pytest.raises(ValueError, match="no target word"):
        right_peaks(model, [([5], [BOS_ID, 7, EOS_ID])], [(None,)])
