import numpy as np
import pytest
import torch

from helpers.explorers.encoder import PaddingLab
from helpers.explorers.encoder.padding import MOST_PADS, look, without_mask


@pytest.fixture(scope="module")
def lab(translator):
    lab = PaddingLab(translator)
    yield lab
    lab.close()


@pytest.fixture(autouse=True)
def fresh(lab):
    lab.reset_button.click()


@pytest.mark.parametrize("pads", [0, MOST_PADS])
def test_with_the_mask_nothing_changes(lab, pads):
    lab.masked.value, lab.pads.value = True, pads
    weights = np.asarray(lab.picture.image.get_array())
    assert weights.shape == (3, 3 + MOST_PADS)
    assert np.nansum(weights[:, 3:]) == 0
    assert lab.drifts[True][pads] < 1e-5
    assert lab.picture.hidden.get_visible() == (pads > 0)
    assert [name.get_visible() for name in lab.picture.names].count(True) == pads
    assert lab.picture.output.get_text().endswith("我喜欢苹果")


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
    assert f"{drift:.0%}" in lab.sentence
    weights = np.asarray(lab.picture.image.get_array())
    assert weights[:, 3:].sum() > 0.1
    np.testing.assert_allclose(weights.sum(axis=1), 1, atol=1e-5)
    assert not lab.picture.hidden.get_visible()


def test_one_pad_turns_apples_into_milk(lab):
    """What the notebook says."""
    assert lab.pads.value == 0
    lab.pads.value = 1
    assert lab.picture.output.get_text().endswith("牛奶")
    lab.pads.value = 0
    assert lab.picture.output.get_text().endswith("苹果")


def test_the_copy_has_the_same_weights_and_no_mask(translator):
    copy = without_mask(translator)
    ours, theirs = (t.model.state_dict() for t in (translator, copy))
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)
    _, ids, _ = translator.read("I like apples")
    for same, other in zip(look(translator, ids, 0), look(copy, ids, 0), strict=True):
        assert same == other if isinstance(same, str) else torch.equal(same, other)


def test_a_long_sentence_is_refused(lab):
    before = lab.image.value
    lab.sentence_box.text.value = "cat " * 11
    assert "has room for 10" in lab.message.value
    assert lab.image.value == before
