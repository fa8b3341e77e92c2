"""The scale lab: its numbers are those of the experiment, at every control's ends."""

import math

import pytest

from helpers.explorers.self_attention.scale import SHOWN_DRAWS, ScaleLab, times
from helpers.figures.self_attention.scale import LOWEST
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
    picture = lab.picture
    widths = [bar.get_width() for bar in picture.bars]
    assert widths == pytest.approx(weights, abs=2e-6)  # the rest is rounding
    assert [n.get_text() for n in picture.numbers] == [f"{w:.2f}" for w in weights]
    entropy = -sum(w * math.log(w) for w in weights if w)
    assert picture.entropy.get_text() == f"entropy {entropy:.2f} of ln 8 = 2.08"

    rings = {
        "spread": [row.spread],
        "query": [row.query_mean, row.query_median],
        "scores": [row.scores_mean, row.scores_median],
    }
    for place, heights in rings.items():
        marker = picture.markers[place]
        assert list(marker.line.get_xdata()) == [d_k, d_k]
        assert list(marker.rings.get_xdata()) == [d_k] * len(heights)
        assert list(marker.rings.get_ydata()) == pytest.approx(heights)

    norms = {"query": trials.at_query, "scores": trials.at_scores}
    for place, norm in norms.items():
        draw, exact = picture.markers[place].draw, norm[number - 1].item()
        assert list(draw.get_ydata()) == pytest.approx([max(exact, 1.5 * LOWEST)])
        assert draw.get_marker() == ("D" if exact >= 1.5 * LOWEST else "v")


@pytest.mark.parametrize("d_k", [1, 8, 512])
def test_what_was_measured_is_drawn_up_to_the_chosen_d_k(lab, experiment, d_k):
    results = experiment[1]
    lab.d_k.value = d_k
    d_ks = [each for each in D_KS if each <= d_k]
    for scaled in (False, True):
        rows = [results[each, scaled] for each in d_ks]
        lines = {"spread": lab.picture.points[scaled]}
        for place, pairs in lab.picture.lines.items():
            names = (f"{place}_mean", f"{place}_median")
            lines |= dict(zip(names, pairs[scaled], strict=True))
        for name, line in lines.items():
            assert list(line.get_xdata()) == d_ks
            assert list(line.get_ydata()) == [getattr(row, name) for row in rows]


def test_the_lesson_begins_before_the_median_falls(lab):
    assert (lab.d_k.value, lab.scaled.value) == (8, False)
    assert "2.0× larger (median), 2.2× larger (mean)" in lab.sentence


def test_names_stand_apart_beside_the_ends_of_their_lines(lab):
    for d_k in D_KS:
        lab.d_k.value = d_k
        for names in lab.picture.names.values():
            places = [name.get_position() for name in names]
            assert [x for x, _ in places] == [d_k * 1.5] * 3
            heights = sorted(y for _, y in places)
            assert heights[1] / heights[0] > 3 and heights[2] / heights[1] > 3
    names = lab.picture.names["query"]
    mean, median, scaled = (name.get_position()[1] for name in names)
    assert mean > scaled > median  # as the ends are, at d_k 512


def test_some_draws_vanish_and_some_explode(lab):
    """The answer that the notebook gives: draws 3 and 11."""
    lab.d_k.value = 512
    norms = {}
    for number in range(1, SHOWN_DRAWS + 1):
        lab.draw_number.value = number
        (norms[number],) = lab.picture.markers["query"].draw.get_ydata()
    assert min(norms.values()) < 1e-3
    assert [number for number, norm in norms.items() if norm > 1] == [3, 11]


def test_the_sentence_without_the_scale_compares(lab, experiment):
    _, results = experiment
    without, with_scale = results[512, False], results[512, True]
    smaller = with_scale.query_median / without.query_median
    larger = without.query_mean / with_scale.query_mean
    lab.d_k.value = 512
    assert lab.sentence == (
        "d_k 512, without against with: gradient at the query "
        f"{smaller:.0f}× smaller (median), {larger:.1f}× larger (mean)."
    )
    assert 150 < smaller < 350
    assert 3 < larger < 4


def test_the_sentence_with_the_scale_says_the_figures(lab, experiment):
    row = experiment[1][64, True]
    lab.d_k.value, lab.scaled.value = 64, True
    assert lab.sentence == (
        "d_k 64, with the scale: gradient at the query "
        f"{row.query_median:.2f} (median), {row.query_mean:.2f} (mean)."
    )


def test_at_d_k_1_the_scale_changes_nothing(lab):
    lab.d_k.value = 1
    assert lab.sentence.endswith("the same (median), the same (mean).")
    bars = [bar.get_width() for bar in lab.picture.bars]
    lab.scaled.value = True
    assert [bar.get_width() for bar in lab.picture.bars] == bars


def test_every_sentence_fits_on_its_line(lab):
    for d_k in D_KS:
        for scaled in (False, True):
            with lab.hold():
                lab.d_k.value, lab.scaled.value = d_k, scaled
            assert lab.foot.get_window_extent().width < lab.width - 20


def test_reset_puts_everything_back(lab):
    sentence, picture = lab.sentence, lab.image.value
    lab.d_k.value, lab.scaled.value, lab.draw_number.value = 6, True, 9
    assert lab.image.value != picture
    lab.reset_button.click()
    assert (lab.d_k.value, lab.scaled.value, lab.draw_number.value) == (8, False, 1)
    assert (lab.sentence, lab.image.value) == (sentence, picture)


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
