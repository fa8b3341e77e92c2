import numpy as np
import pytest
import torch
from drawn import shapes, spots
from seen import overlapping, texts_of

from helpers.lessons.embedding import RotaryLab
from helpers.lessons.embedding.rotary import round_ticks
from helpers.model import apply_rotary, sinusoidal_positions
from helpers.stage.pen import Text

BASES = pytest.mark.parametrize("base", [10, 10_000])


@pytest.fixture
def lab(translator):
    return RotaryLab(translator)


def score(lab):
    """Return the score of the point that stands where query and key are."""
    (score,) = lab["scores"]["here now"].ys
    return score


def five_apart(lab):
    """Return the scores of all places at distance 5."""
    scores = []
    for place in range(16):
        lab.set(query_position=place, key_position=place + 5)
        scores.append(score(lab))
    return scores


def test_added_positions_come_first_and_scores_depend_on_both_places(lab):
    assert lab.kind.value == "sinusoidal"
    assert "it varies by 5.03" in lab.said
    assert np.ptp(five_apart(lab)) > 0.5
    assert lab["scores"].title.endswith("a curve of its own")


def test_rotary_scores_depend_on_the_distance_alone(lab):
    lab.kind.value = "rotary"
    scores = five_apart(lab)
    assert np.ptp(scores) < 1e-4
    lab.set(query_position=0, key_position=20)
    assert score(lab) != pytest.approx(scores[0], abs=0.1)
    assert "varies by 0.00" in lab.said
    assert lab["scores"].title == "all lie on one curve"


@pytest.mark.parametrize("query", [0, 20])
@BASES
def test_arrows_are_moved_and_turned_as_the_helpers_do_it(lab, query, base):
    lab.set(query_position=query, base=base)
    row = lab.numbers["apples"][None]
    waves = sinusoidal_positions(21, 8, base)[query]
    np.testing.assert_allclose(lab.placed[0], (row + waves)[0], atol=1e-6)
    lab.kind.value = "rotary"
    turned = apply_rotary(row, torch.tensor([query]), base)[0]
    np.testing.assert_allclose(lab.placed[0], turned, atol=1e-6)
    written = [text.words for text in shapes(lab.parts()[0], Text)]
    parts = [w.split(": ")[1] for w in written if w.startswith("q · k here")]
    total = sum(float(part.replace("−", "-")) for part in parts)
    assert len(parts) == 4 and total == pytest.approx(score(lab), abs=0.03)


def test_every_arrow_says_its_numbers(lab):
    lab.kind.value = "rotary"
    tips = {s[4]: s[:2] for s in spots(lab.parts()[0]) if s[4].endswith(")")}
    roles = [tip.split(":")[0] for tip in tips]
    assert roles == ["query before", "key before", "query now", "key now"] * 4
    right, up = lab.placed[0][:2]
    assert f"query now: ({right:.2f}, {up:.2f})".replace("-", "−") in tips
    assert all(0 < x < 900 and 0 < y < lab.height for x, y in tips.values())


def test_the_point_stands_on_the_curve_of_its_query(lab):
    lab.set(query_position=10, key_position=3)
    plot = lab["scores"]
    curve, here = plot["query at 10"], plot["here now"]
    assert here.xs == [-7]
    assert here.ys == pytest.approx([curve.ys[list(curve.xs).index(-7)]])
    control, values = plot.sets
    assert control.name == "key_position" and values[-7] == 3


@BASES
def test_both_kinds_fit_into_the_axes(lab, base):
    lab.base.value = base
    scores, lows = list(lab.scores.values()), set()
    for kind in lab.kind.values():
        lab.kind.value = kind
        axis = lab["scores"].y
        assert axis.low < np.min(scores) and np.max(scores) < axis.high
        lows.add(axis.low)
    assert len(lows) == 1


def test_ticks_are_round():
    assert round_ticks(-7, 11, 6) == [-5, 0, 5, 10]
    assert round_ticks(-2, 2, 6) == [-2, -1, 0, 1, 2]


def test_other_words_are_named(lab):
    lab.set(query_word="hat", key_word="old")
    assert (lab["query"].text, lab["key"].text) == ("query: hat", "key: old")


def test_on_a_phone_the_legend_has_lines_enough(lab):
    assert not overlapping(texts_of(lab.parts(width=390)[0]))
