from itertools import islice

import pytest

from helpers.language import BOS_ID, EOS_ID, PAD_ID, Vocabulary
from helpers.training.batches import batch_of, encode_pair, endless_batches

PAIRS = [([5] * n, [BOS_ID, *[6] * (n + 1), EOS_ID]) for n in range(1, 11)] * 30


def test_a_pair_is_encoded_with_its_ends_marked():
    english, chinese = Vocabulary(["I", "like"]), Vocabulary(["我"])
    source, target = encode_pair(("I", "like"), ("我",), english, chinese)
    assert english.decode(source) == ["I", "like"]
    assert target == [BOS_ID, chinese.encode(["我"])[0], EOS_ID]


def test_a_batch_is_padded_at_the_end():
    source_ids, target_ids = batch_of([PAIRS[2], PAIRS[0]])
    assert source_ids.tolist() == [[5, 5, 5], [5, PAD_ID, PAD_ID]]
    assert target_ids[1].tolist() == [BOS_ID, 6, 6, EOS_ID, PAD_ID, PAD_ID]


def test_one_round_holds_every_pair_once():
    batches = list(islice(endless_batches(PAIRS, 30, seed=0), 10))
    lengths = [(ids != PAD_ID).sum(1).tolist() for ids, _ in batches]
    assert sorted(sum(lengths, [])) == sorted(len(source) for source, _ in PAIRS)


def test_sentences_of_one_length_stand_together():
    batches = islice(endless_batches(PAIRS, 30, seed=0), 10)
    assert not any((ids == PAD_ID).any() for ids, _ in batches)


def test_every_round_has_another_order_and_a_seed_repeats_it():
    def lengths(seed):
        batches = islice(endless_batches(PAIRS, 30, seed), 20)
        return [ids.shape[1] for ids, _ in batches]

    assert lengths(0)[:10] != lengths(0)[10:]
    assert lengths(0) == lengths(0) != lengths(1)


@pytest.mark.parametrize(("pairs", "size"), [([], 4), (PAIRS, 0)])
def test_batches_that_cannot_be_are_refused(pairs, size):
    with pytest.raises(ValueError, match=f"batch_size={size} from {len(pairs)} pairs"):
        next(endless_batches(pairs, size, seed=0))
