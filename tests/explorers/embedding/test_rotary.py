import numpy as np
import pytest
import torch

from helpers.explorers.embedding import RotaryLab
from helpers.model import apply_rotary


@pytest.fixture
def lab(translator):
    return RotaryLab(translator)


def place(lab, query, key):
    with lab.hold():
        lab.query_position.value, lab.key_position.value = query, key
    return lab.score


def test_the_lesson_begins_with_added_positions(lab):
    assert lab.kind.value == "sinusoidal"
    assert "it varies by 5.03" in lab.sentence


def test_rotary_scores_depend_on_the_distance_alone(lab):
    lab.kind.value = "rotary"
    scores = [place(lab, m, m + 5) for m in range(16)]
    assert np.ptp(scores) < 1e-4
    assert place(lab, 0, 20) != pytest.approx(scores[0], abs=0.1)
    assert "varies by 0.00" in lab.sentence
    assert lab.picture.curve_title.get_text().endswith("all lie on one curve")


def test_sinusoidal_scores_depend_on_both_places(lab):
    assert np.ptp([place(lab, m, m + 5) for m in range(16)]) > 0.5
    assert lab.picture.curve_title.get_text().endswith("a curve of its own")


def arrows(lab, name):
    tips = [pair[name].get_xydata()[1] for pair in lab.picture.arrows]
    return np.concatenate(tips)


@pytest.mark.parametrize("query", [0, 20])
@pytest.mark.parametrize("base", [10, 10_000])
def test_arrows_are_turned_as_the_helper_turns_them(lab, query, base):
    lab.kind.value = "rotary"
    lab.query_position.value, lab.base.value = query, base
    row = lab.rows["apples"][None]
    turned = apply_rotary(row, torch.tensor([query]), lab.base.value)[0]
    np.testing.assert_allclose(arrows(lab, "query"), turned.numpy(), atol=1e-6)
    parts = [text.get_text().split(": ")[1] for text in lab.picture.parts]
    total = sum(float(part.replace("−", "-")) for part in parts)
    assert total == pytest.approx(lab.score, abs=0.03)


def test_a_position_that_is_added_is_added(lab):
    place(lab, 0, 0)
    waves = [0, 1] * 4  # sine and cosine of 0
    expected = lab.rows["apples"].numpy() + waves
    np.testing.assert_allclose(arrows(lab, "query"), expected, atol=1e-6)


def test_the_point_stands_on_the_curve_of_its_query(lab):
    place(lab, 10, 3)
    distances, scores = lab.picture.curves[10].get_data()
    (x,), (y,) = lab.picture.here.get_data()
    assert x == -7 and y == pytest.approx(float(scores[list(distances).index(-7)]))


def test_other_words_are_named_and_reset_brings_the_first_back(lab):
    before = lab.image.value
    lab.query_word.value, lab.key_word.value = "hat", "old"
    names = {role: text.get_text() for role, text in lab.picture.names.items()}
    assert (names["query"], names["key"]) == ("query: hat", "key: old")
    lab.reset_button.click()
    assert lab.image.value == before
