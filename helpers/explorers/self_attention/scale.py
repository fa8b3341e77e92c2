"""Lesson 2: what dividing by √d_k does to scores, weights and gradients (claim C7)."""

import ipywidgets as widgets

from helpers.explorers.live import Explorer
from helpers.figures.self_attention.scale import ScalePicture
from helpers.training.experiments.scale import (
    D_KS,
    NUM_KEYS,
    entropy,
    first_draws,
    measure_scale,
    random_draws,
    run_trials,
)

FIRST_D_K = 8  # the lesson asks before the largest is seen
SHOWN_DRAWS = 20
CURVES = ("spread", "query_mean", "query_median", "scores_mean", "scores_median")


class ScaleLab(Explorer):
    """Measure attention between random queries and keys, with and without 1/√d_k.

    Controls: `d_k`, `scaled`, `draw_number` (whose weights are shown, from 1).

    Source: Vaswani et al. 2017, section 3.2.1, footnote 4; claim C7.
    """

    height = 540

    def build(self):
        draws = random_draws()
        self.results = {(row.d_k, row.scaled): row for row in measure_scale(draws)}
        shown = first_draws(draws, SHOWN_DRAWS)
        self.trials = {setting: run_trials(shown, *setting) for setting in self.results}
        self.d_k = self.control(
            widgets.SelectionSlider(
                options=D_KS,
                value=FIRST_D_K,
                description="d_k",
                tooltip="How many numbers a query and a key have",
            )
        )
        self.scaled = self.control(
            widgets.ToggleButton(
                description="÷ √d_k", tooltip="Divide the scores before softmax"
            )
        )
        self.draw_number = self.control(
            widgets.IntSlider(1, 1, SHOWN_DRAWS, description="draw")
        )
        self.draw_number.tooltip = "Which random query, with its 8 random keys"
        curves = curves_of(self.results)
        self.picture = ScalePicture(self.figure, D_KS, curves, NUM_KEYS)
        self.live(*self.picture.artists)

    def update(self):
        d_k, scaled = self.d_k.value, self.scaled.value
        number = self.draw_number.value - 1
        trials = self.trials[d_k, scaled]
        weights = trials.weights[number]
        gradients = {
            "query": trials.at_query[number].item(),
            "scores": trials.at_scores[number].item(),
        }
        self.picture.show(
            d_k, scaled, weights.tolist(), entropy(weights).item(), gradients
        )
        return say_result(self.results[d_k, scaled], self.results[d_k, True])


def curves_of(results):
    """Turn results by (d_k, scaled) into curves over d_k: name -> {scaled: list}."""
    return {
        name: {
            scaled: [getattr(results[d_k, scaled], name) for d_k in D_KS]
            for scaled in (False, True)
        }
        for name in CURVES
    }


def say_result(result, with_scale):
    """Put one result into a sentence; without the scale, compare it."""
    median, mean = result.query_median, result.query_mean
    if result.scaled:
        return (
            f"d_k {result.d_k}, with the scale: gradient at the query "
            f"{median:.2f} (median), {mean:.2f} (mean)."
        )
    return (
        f"d_k {result.d_k}, without against with: gradient at the query "
        f"{times(median / with_scale.query_median)} (median), "
        f"{times(mean / with_scale.query_mean)} (mean)."
    )


def times(ratio):
    """Say a ratio in words: 248× smaller, 3.4× larger, or the same."""
    size = max(ratio, 1 / ratio)
    if size < 1.05:
        return "the same"
    digits = 0 if size >= 10 else 1
    return f"{size:.{digits}f}× {'larger' if ratio > 1 else 'smaller'}"
