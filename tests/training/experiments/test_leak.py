import itertools
import math

import pytest
import torch

from helpers.language import EOS_ID, PAD_ID
from helpers.training.experiments import leak as experiment
from helpers.training.experiments.leak import MASKS, language

FLOOR = experiment.entropy_floor()


@pytest.fixture(scope="module")
def points():
    return experiment.LEAK.read()


class Knower:
    """Guess each next word with its true probability, by counting sentences."""

    def __call__(self, ids, mask=None):
        rows = language().rows
        logits = torch.full((*ids.shape, len(language().vocabulary)), -1e9)
        for sentence, place in itertools.product(*map(range, ids.shape)):
            same = (rows[:, : place + 1] == ids[sentence, : place + 1]).all(dim=1)
            counts = rows[same, place + 1].bincount(minlength=logits.size(-1))
            logits[sentence, place] = counts.log().clamp(min=-1e9)
        return logits


def test_who_knows_the_language_reaches_the_floor_and_writes_no_other_sentence():
    loss = experiment.loss_of(Knower(), "right", language().rows).item()
    assert loss == pytest.approx(FLOOR, rel=1e-5)
    written = experiment.write(Knower(), "right", count=40)
    assert set(written) <= set(language().sentences) and len(set(written)) > 25


def test_every_sentence_of_the_language_is_there_once_and_ends():
    sentences, vocabulary, rows = language()
    assert len(set(sentences)) == len(rows) == experiment.NUM_SENTENCES
    assert max(map(len, sentences)) == experiment.MOST_WORDS
    for sentence, row in zip(sentences, rows.tolist(), strict=True):
        assert experiment.as_words(row[1:]) == sentence
        assert row[len(sentence) + 1 :].count(EOS_ID) == 1
    assert all(word in vocabulary for words in sentences for word in words)


def test_each_mask_is_what_its_name_says_and_hides_padding():
    ids = torch.tensor([[5, 6, PAD_ID]])
    shown = {
        kind: experiment.mask_for(kind, ids)[0, 0].int().tolist() for kind in MASKS
    }
    assert shown == {
        "right": [[1, 0, 0], [1, 1, 0], [1, 1, 0]],
        "absent": [[1, 1, 0], [1, 1, 0], [1, 1, 0]],
        "inverted": [[0, 1, 0], [0, 0, 0], [0, 0, 0]],
    }
    with pytest.raises(ValueError, match="mask 'none' is unknown: choose one of"):
        experiment.mask_for("none", ids)


def test_the_honest_never_fall_through_the_floor_and_the_cheats_do(points):
    assert {p.step for p in points} == set(range(0, experiment.STEPS + 1, 10))
    ends = {kind: [] for kind in MASKS}
    for point in points:
        if point.mask == "right":
            assert point.loss > FLOOR
        if point.step == experiment.STEPS:
            ends[point.mask].append(point)
    assert all(FLOOR < p.loss < FLOOR + 0.03 and p.known > 0.9 for p in ends["right"])
    for kind in ("absent", "inverted"):
        assert all(p.loss < 0.001 and p.known < 0.1 for p in ends[kind])


@pytest.mark.parametrize("kind", MASKS)
def test_the_shipped_points_can_be_made_again(points, kind):
    fresh = list(experiment.train(kind, seed=1, steps=experiment.EVERY))
    shipped = [p for p in points if (p.mask, p.seed) == (kind, 1)][:2]
    assert fresh[0].loss == pytest.approx(math.log(len(language().vocabulary)), rel=0.1)
    for new, old in zip(fresh, shipped, strict=True):
        assert new.loss == pytest.approx(old.loss, rel=0.02)
