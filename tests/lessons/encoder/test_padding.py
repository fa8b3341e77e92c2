import numpy as np
import pytest
import torch
from drawn import hits

from helpers.lessons.encoder import PaddingLab
from helpers.lessons.encoder.padding import MOST_PADS, encode


@pytest.fixture
def lab(translator):
    return PaddingLab(translator)


@pytest.mark.parametrize("masked", [True, False])
@pytest.mark.parametrize("pads", [0, 3, MOST_PADS])
def test_the_mask_hides_padding_and_nothing_else_changes(lab, masked, pads):
    lab.set(masked=masked, pads=pads)
    attention, ring = lab["attention"], lab["drifts"]["here"]
    assert attention.numbers.shape == (3, 3 + pads)
    assert list(attention.columns.values()).count("<pad>") == pads
    np.testing.assert_allclose(attention.numbers.sum(axis=1), 1, atol=1e-5)
    expected = np.zeros((3, 3 + pads), bool)
    expected[:, 3:] = masked
    np.testing.assert_array_equal(attention.hidden, expected)
    assert ring.xs == [pads]
    assert ring.ys == pytest.approx([100 * lab.drifts[masked][pads]], abs=0.01)
    if masked:
        assert attention.numbers[:, 3:].sum() == 0
        assert lab.drifts[True][pads] < 1e-5
        assert lab["written"].text.endswith("我喜欢苹果")


def test_without_the_mask_the_outputs_drift(lab, translator):
    lab.pads.value = MOST_PADS
    _, ids, _ = translator.read("I like apples")
    padded, model = torch.nn.functional.pad(ids, (0, MOST_PADS)), translator.model
    with torch.no_grad():
        plain = model.encoder(model.source_embedding(ids))
        output = model.encoder(model.source_embedding(padded))[:, :3]
    drift, curves = ((output - plain).norm() / plain.norm()).item(), lab["drifts"]
    assert lab.drifts[False][MOST_PADS] == pytest.approx(drift, rel=1e-3)
    assert curves["without"].ys[MOST_PADS] == pytest.approx(100 * drift, abs=0.01)
    assert not any(curves["with mask"].ys)
    assert f"{drift:.0%}" in lab.said
    assert lab["attention"].numbers[:, 3:].sum() > 0.1


def test_words_stay_where_they_are_when_padding_comes(lab):
    cells = set()
    for pads in (0, 4, MOST_PADS):
        lab.pads.value = pads
        grids = [hit["box"] for hit in hits(lab.parts()[0]) if hit["kind"] == "grid"]
        x, y, width, height = grids[0]
        cells.add((x, y, round(width / (3 + pads), 1), height))
    assert len(cells) == 1


def test_one_pad_turns_apples_into_milk(lab):
    """What the notebook says."""
    assert lab.pads.value == 0
    for pads, word in ((1, "牛奶"), (0, "苹果")):
        lab.pads.value = pads
        assert lab["written"].text.endswith(word)


def test_the_scale_holds_what_drifts_far(lab):
    lab.sentence.value = "not"
    highest = 100 * max(lab.drifts[False])
    assert highest > 60
    assert lab["drifts"].y.high > highest


def test_without_a_mask_the_model_has_the_same_weights(lab, translator):
    model, copied = lab.models[True], lab.models[False]
    ours, theirs = model.state_dict(), copied.state_dict()
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)
    assert model is translator.model and model.config.pad_id == 0
    _, ids, _ = translator.read("I like apples")
    for same, other in zip(encode(model, ids, 0), encode(copied, ids, 0), strict=True):
        assert torch.equal(same, other)
    written = []
    for pads in (0, 1):
        for masked in (True, False):
            lab.set(pads=pads, masked=masked)
            written.append(lab["written"].text)
    assert written[0] == written[1] and written[2] != written[3]
