"""The scale lab: its numbers are those of the experiment."""

import math

import pytest

from helpers.lessons.self_attention.scale import (
    FOOT,
    LOWEST,
    SHOWN_DRAWS,
    ScaleLab,
    times,
)
from helpers.stage import Line, Rule
from helpers.stage.style import INK, PROBLEM
from helpers.training.experiments.scale import (
    D_KS,
    first_draws,
    measure_scale,
    random_draws,
    run_trials,
)


@pytest.fixture(scope="module")
def experiment():
    draws = random_draws()
    results = {(row.d_k, row.scaled): row for row in measure_scale(draws)}
    return first_draws(draws, SHOWN_DRAWS), results


@pytest.fixture(scope="module")
def shared_lab():
    return ScaleLab()


@pytest.fixture
def lab(shared_lab):
    shared_lab.reset()
    return shared_lab


@pytest.mark.parametrize("d_k", [1, 64, 512])
@pytest.mark.parametrize("scaled", [False, True])
@pytest.mark.parametrize("number", [1, SHOWN_DRAWS])
def test_bars_rings_and_points_show_the_experiment(
    lab, experiment, d_k, scaled, number
):
    draws, results = experiment
    lab.d_k.value, lab.scaled.value, lab.draw_number.value = d_k, scaled, number
    trials, row = run_trials(draws, d_k, scaled), results[d_k, scaled]

    weights = trials.weights[number - 1].tolist()
    bars = lab["weights"]
    assert bars.values == pytest.approx(weights)
    assert bars.texts == [f"{w:.2f}" for w in weights]
    entropy = -sum(w * math.log(w) for w in weights if w)
    assert bars.x == f"entropy {entropy:.2f} of ln 8 = 2.08"

    rings = {
        "spread": [row.spread],
        "query": [row.query_mean, row.query_median],
        "scores": [row.scores_mean, row.scores_median],
    }
    for place, heights in rings.items():
        plot = lab[place]
        assert [item.x for item in plot.items if isinstance(item, Rule)] == [d_k]
        assert plot["rings"].xs == [d_k] * len(heights)
        assert plot["rings"].ys == pytest.approx(heights)

    norms = {"query": trials.at_query, "scores": trials.at_scores}
    for place, norm in norms.items():
        draw, exact = lab[place]["this draw"], norm[number - 1].item()
        assert draw.xs == [d_k]
        assert draw.ys == pytest.approx([max(exact, 1.5 * LOWEST)])
        assert draw.shape == ("D" if exact >= 1.5 * LOWEST else "v")
        assert draw.says.endswith(f"number {number}: {exact:.2g}")


def lines(plot, colour):
    """The curves of one colour, by how they are dashed."""
    return {
        item.dash: item
        for item in plot.items
        if isinstance(item, Line) and item.colour == colour
    }


@pytest.mark.parametrize("d_k", [1, 8, 512])
def test_what_was_measured_is_drawn_up_to_the_chosen_d_k(lab, experiment, d_k):
    results = experiment[1]
    lab.d_k.value = d_k
    d_ks = [each for each in D_KS if each <= d_k]
    for scaled, colour in ((False, PROBLEM), (True, INK)):
        rows = [results[each, scaled] for each in d_ks]
        found = {"spread": lines(lab["spread"], colour)[()]}
        for place in ("query", "scores"):
            curves = lines(lab[place], colour)
            found[f"{place}_median"], found[f"{place}_mean"] = curves[()], curves[6, 3]
        for name, line in found.items():
            assert line.xs == d_ks
            assert line.ys == [getattr(row, name) for row in rows]


def test_the_theory_is_drawn_whole(lab):
    theory = [item for item in lab["spread"].items if getattr(item, "silent", 0)]
    found = [list(line.ys) for line in theory[:2]]
    assert found == [[d_k**0.5 for d_k in D_KS], [1] * len(D_KS)]


def test_the_lesson_begins_before_the_median_falls(lab):
    assert (lab.d_k.value, lab.scaled.value) == (8, False)
    assert "2.0× larger (median), 2.2× larger (mean)" in lab.said


def test_names_stand_apart_beside_the_ends_of_their_lines(lab):
    for d_k in D_KS:
        lab.d_k.value = d_k
        for place in ("query", "scores"):
            plot = lab[place]
            assert [line.name for line in plot.named()] == [
                "mean",
                "median",
                "with ÷ √dₖ",
            ]
        texts = [
            shape
            for part in lab.parts()[0]
            for shape in part.shapes
            if getattr(shape, "words", "") in ("mean", "median", "with ÷ √dₖ")
        ]
        # Seven: the third “with ÷ √dₖ” names a line of the spread.
        assert len(texts) == 7
        for column in {text.x for text in texts}:
            ys = sorted(text.y for text in texts if text.x == column)
            assert all(below - y >= 18.9 for y, below in zip(ys, ys[1:], strict=False))


def test_a_click_near_a_curve_goes_to_its_d_k(lab):
    lab.d_k.value = 64
    assert lab["query"].sets is lab.d_k and lab.d_k.values() == list(D_KS)


def test_some_draws_vanish_and_some_explode(lab):
    """The answer that the notebook gives: draws 3 and 11."""
    lab.d_k.value = 512
    norms = {}
    for number in range(1, SHOWN_DRAWS + 1):
        lab.draw_number.value = number
        (norms[number],) = lab["query"]["this draw"].ys
    assert min(norms.values()) < 1e-3
    assert [number for number, norm in norms.items() if norm > 1] == [3, 11]


def test_a_draw_below_the_axis_is_an_arrow_at_its_foot(lab):
    lab.d_k.value, shapes = 512, set()
    for number in range(1, SHOWN_DRAWS + 1):
        lab.draw_number.value = number
        draw = lab["scores"]["this draw"]
        shapes.add(draw.shape)
        assert (draw.shape == "v") == (draw.ys == [FOOT])
    assert shapes == {"D", "v"}


def test_the_sentence_without_the_scale_compares(lab, experiment):
    _, results = experiment
    without, with_scale = results[512, False], results[512, True]
    smaller = with_scale.query_median / without.query_median
    larger = without.query_mean / with_scale.query_mean
    lab.d_k.value = 512
    assert lab.said == (
        "d_k 512, without against with: gradient at the query "
        f"{smaller:.0f}× smaller (median), {larger:.1f}× larger (mean)."
    )
    assert 150 < smaller < 350
    assert 3 < larger < 4


def test_the_sentence_with_the_scale_says_the_figures(lab, experiment):
    row = experiment[1][64, True]
    lab.d_k.value, lab.scaled.value = 64, True
    assert lab.said == (
        "d_k 64, with the scale: gradient at the query "
        f"{row.query_median:.2f} (median), {row.query_mean:.2f} (mean)."
    )


def test_at_d_k_1_the_scale_changes_nothing(lab):
    lab.d_k.value = 1
    assert lab.said.endswith("the same (median), the same (mean).")
    weights = lab["weights"].values
    lab.scaled.value = True
    assert lab["weights"].values == weights


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (1.0, "the same"),
        (0.97, "the same"),
        (2.0, "2.0× larger"),
        (0.5, "2.0× smaller"),
        (0.004, "250× smaller"),
    ],
)
def test_ratios_in_words(ratio, words):
    assert times(ratio) == words
