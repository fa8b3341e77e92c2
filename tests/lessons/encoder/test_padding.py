import numpy as np
import pytest
import torch

from helpers.lessons.encoder import PaddingLab
from helpers.lessons.encoder.padding import (
    MOST_PADS,
    look,
    translation,
    with_padding,
    without_mask,
)


@pytest.fixture(scope="module")
def lab(translator):
    lab = PaddingLab(translator)
    yield lab
    lab.close()


@pytest.fixture(autouse=True)
def fresh(lab):
    lab.reset_button.click()


def written(lab):
    return lab["written"].text


@pytest.mark.parametrize("pads", [0, MOST_PADS])
def test_with_the_mask_nothing_changes(lab, pads):
    lab.set(masked=True, pads=pads)
    looks = lab["looks"]
    assert looks.numbers.shape == (3, 3 + pads)
    assert looks.numbers[:, 3:].sum() == 0
    assert lab.drifts[True][pads] < 1e-5
    assert list(looks.columns.values()).count("<pad>") == pads
    assert written(lab).endswith("我喜欢苹果")


def test_without_the_mask_the_outputs_drift(lab, translator):
    lab.pads.value = MOST_PADS
    _, ids, _ = translator.read("I like apples")
    padded = torch.nn.functional.pad(ids, (0, MOST_PADS))
    model = translator.model
    with torch.no_grad():
        plain = model.encoder(model.source_embedding(ids))
        output = model.encoder(model.source_embedding(padded))[:, :3]
    drift = ((output - plain).norm() / plain.norm()).item()
    assert lab.drifts[False][MOST_PADS] == pytest.approx(drift, rel=1e-3)
    assert lab["drifts"]["without"].ys[MOST_PADS] == pytest.approx(
        100 * drift, abs=0.01
    )
    assert not any(lab["drifts"]["with mask"].ys)
    assert f"{drift:.0%}" in lab.said
    weights = lab["looks"].numbers
    assert weights[:, 3:].sum() > 0.1
    np.testing.assert_allclose(weights.sum(axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("masked", [True, False])
@pytest.mark.parametrize("pads", [0, 3])
def test_hatches_stand_on_masked_padding_alone(lab, masked, pads):
    lab.set(masked=masked, pads=pads)
    expected = np.zeros((3, 3 + pads), bool)
    expected[:, 3:] = masked
    np.testing.assert_array_equal(lab["looks"].hidden, expected)


def test_words_stay_where_they_are_when_padding_comes(lab):
    cells = set()
    for pads in (0, 4, MOST_PADS):
        lab.pads.value = pads
        hits = [hit for part in lab.parts()[0] for hit in part.hits]
        (x, y, width, height) = next(h["box"] for h in hits if h["kind"] == "grid")
        cells.add((x, y, round(width / (3 + pads), 1), height))
    assert len(cells) == 1


def test_one_pad_turns_apples_into_milk(lab):
    """What the notebook says."""
    assert lab.pads.value == 0
    lab.pads.value = 1
    assert written(lab).endswith("牛奶")
    lab.pads.value = 0
    assert written(lab).endswith("苹果")


def test_the_ring_is_on_the_curve_that_is_meant(lab):
    for masked in (True, False):
        lab.set(pads=5, masked=masked)
        ring = lab["drifts"]["here"]
        assert ring.xs == [5]
        assert ring.ys == pytest.approx([100 * lab.drifts[masked][5]], abs=0.01)


def test_the_scale_holds_what_drifts_far(lab):
    lab.sentence.value = "not"
    highest = 100 * max(lab.drifts[False])
    assert highest > 60
    assert lab["drifts"].y.high > highest


def test_the_copy_has_the_same_weights_and_no_mask(translator):
    copy = without_mask(translator)
    ours, theirs = (t.model.state_dict() for t in (translator, copy))
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)
    _, ids, _ = translator.read("I like apples")
    for same, other in zip(look(translator, ids, 0), look(copy, ids, 0), strict=True):
        assert torch.equal(same, other)
    assert translation(translator, ids) == translation(copy, ids)
    padded = with_padding(ids, 1)
    assert translation(translator, padded) != translation(copy, padded)


def test_a_long_sentence_is_refused(lab):
    lab.sentence.value = "cat " * 11
    assert "has room for 10" in lab.front.problem
    assert lab.tokens == ["I", "like", "apples"]
