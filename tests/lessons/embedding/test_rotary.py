import numpy as np
import pytest
import torch
from seen import overlapping, texts_of

from helpers.lessons.embedding import RotaryLab
from helpers.model import apply_rotary
from helpers.stage.pen import Text


@pytest.fixture
def lab(translator):
    return RotaryLab(translator)


def place(lab, query, key):
    lab.set(query_position=query, key_position=key)
    return lab.score


def written(lab):
    shapes = [shape for part in lab.parts()[0] for shape in part.shapes]
    return [shape.words for shape in shapes if isinstance(shape, Text)]


def test_the_lesson_begins_with_added_positions(lab):
    assert lab.kind.value == "sinusoidal"
    assert "it varies by 5.03" in lab.said


def test_rotary_scores_depend_on_the_distance_alone(lab):
    lab.kind.value = "rotary"
    scores = [place(lab, m, m + 5) for m in range(16)]
    assert np.ptp(scores) < 1e-4
    assert place(lab, 0, 20) != pytest.approx(scores[0], abs=0.1)
    assert "varies by 0.00" in lab.said
    assert lab["scores"].title == "all lie on one curve"


def test_sinusoidal_scores_depend_on_both_places(lab):
    assert np.ptp([place(lab, m, m + 5) for m in range(16)]) > 0.5
    assert lab["scores"].title.endswith("a curve of its own")


@pytest.mark.parametrize("query", [0, 20])
@pytest.mark.parametrize("base", [10, 10_000])
def test_arrows_are_turned_as_the_helper_turns_them(lab, query, base):
    lab.set(kind="rotary", query_position=query, base=base)
    row = lab.numbers["apples"][None]
    turned = apply_rotary(row, torch.tensor([query]), base)[0]
    np.testing.assert_allclose(lab.placed["query"], turned.numpy(), atol=1e-6)
    parts = [w.split(": ")[1] for w in written(lab) if w.startswith("q · k here")]
    total = sum(float(part.replace("−", "-")) for part in parts)
    assert len(parts) == 4 and total == pytest.approx(lab.score, abs=0.03)


def tips(lab):
    """Return what the spots at the arrows' tips say, and where they stand."""
    spots = [
        spot
        for part in lab.parts()[0]
        for hit in part.hits
        for spot in hit["spots"]
        if spot[4].startswith(("query now", "key now", "query before", "key before"))
    ]
    return {spot[4]: spot[:2] for spot in spots}


def test_every_arrow_says_its_numbers(lab):
    lab.kind.value = "rotary"
    found = tips(lab)
    assert len(found) == 16
    right, up = lab.placed["query"][:2]
    told = f"query now: ({right:.2f}, {up:.2f})".replace("-", "−")
    assert told in found
    assert all(0 < x < 900 and 0 < y < lab.height for x, y in found.values())


def test_a_position_that_is_added_is_added(lab):
    place(lab, 0, 0)
    waves = [0, 1] * 4  # sine and cosine of 0
    expected = lab.numbers["apples"].numpy() + waves
    np.testing.assert_allclose(lab.placed["query"], expected, atol=1e-6)


def test_the_point_stands_on_the_curve_of_its_query(lab):
    place(lab, 10, 3)
    curve, here = lab["scores"]["query at 10"], lab["scores"]["here now"]
    assert here.xs == [-7]
    assert here.ys == pytest.approx([curve.ys[list(curve.xs).index(-7)]])
    control, values = lab["scores"].sets
    assert control.name == "key_position" and values[-7] == 3


@pytest.mark.parametrize("base", [10, 10_000])
def test_both_kinds_fit_into_the_axes(lab, base):
    lab.base.value = base
    lows = []
    for kind in ("sinusoidal", "rotary"):
        lab.kind.value = kind
        plot = lab["scores"]
        assert plot.y.low < lab.scores.min() and lab.scores.max() < plot.y.high
        lows.append(plot.y.low)
    assert lows[0] == lows[1]


def test_other_words_are_named(lab):
    lab.query_word.value, lab.key_word.value = "hat", "old"
    assert (lab["query"].text, lab["key"].text) == ("query: hat", "key: old")


def test_on_a_phone_the_legend_has_lines_enough(lab):
    parts, _ = lab.parts(width=390)
    assert not overlapping(texts_of(parts))
