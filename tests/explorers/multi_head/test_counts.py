import dataclasses

import numpy as np
import pytest

from helpers.explorers.multi_head import HeadCountExplorer
from helpers.figures.multi_head.counts import NAME_GAP
from helpers.training import RECIPES
from helpers.training.experiments.heads import read_results


@pytest.fixture(scope="module")
def explorer():
    return HeadCountExplorer()


@pytest.mark.parametrize("step", [100, 1_000])
def test_the_points_are_the_shipped_rows_of_the_step(explorer, step):
    explorer.step.value = step
    places = {heads: place for place, heads in enumerate((1, 2, 4, 8, 16))}
    expected = sorted(
        (places[row.num_heads], 100 * row.exact_match)
        for row in read_results()
        if row.step == step
    )
    points = explorer.picture.seeds.get_xydata().tolist()
    np.testing.assert_allclose(sorted(map(tuple, points)), expected)
    means = explorer.picture.means.get_ydata()
    first = [share for place, share in expected if place == 0]
    assert means[0] == pytest.approx(sum(first) / 3)
    assert list(explorer.picture.line.get_xdata()) == [step, step]
    assert f"{means[0]:.0f}% right with 1 head" in explorer.sentence


@pytest.mark.parametrize("step", [100, 300, 1_000])
def test_the_curves_end_at_the_step_with_their_names_apart(explorer, step):
    explorer.step.value = step
    picture = explorer.picture
    ends = picture.means.get_ydata()
    for heads, curve in picture.curves.items():
        assert curve.get_xdata()[-1] == step
        assert curve.get_ydata()[-1] == pytest.approx(ends[picture.places[heads]])
    assert [text.get_text() for text in picture.names.values()] == [
        "1 head", "2 heads", "4 heads", "8 heads", "16 heads",
    ]  # fmt: skip
    heights = sorted(text.get_position()[1] for text in picture.names.values())
    assert np.diff(heights).min() > NAME_GAP - 1e-9
    assert heights[0] > -1e-9 and heights[-1] < 105
    assert len({curve.get_marker() for curve in picture.curves.values()}) == 5


def test_the_end_is_not_shown_before_it_is_asked_for():
    first = HeadCountExplorer()
    assert "After 300 steps" in first.sentence
    assert max(first.picture.curves[1].get_xdata()) == 300


@pytest.fixture
def trainer():
    recipe = dataclasses.replace(
        RECIPES["grammar-small"],
        steps=200,
        d_model=16,
        d_ff=16,
        batch_size=2,
        train_sentences=60,
        held_out=8,
        check_sentences=8,
        check_every=100,
        snapshot_steps=(),
    )
    return HeadCountExplorer(recipe)


def test_a_live_run_puts_its_points_beside_ours(trainer, press):
    trainer.num_heads.value = 16
    press(trainer.learning)
    assert list(trainer.fresh) == [100, 200]
    assert trainer.fresh_heads == 16
    assert list(trainer.picture.curve.get_xdata()) == [100, 200]
    trainer.step.value = 100
    assert trainer.picture.curves[16].get_xdata()[-1] == 200  # as far as the run
    trainer.step.value = 200
    ((place, share),) = trainer.picture.live.get_xydata().tolist()
    assert place == 4 and share == 100 * trainer.fresh[200]
    assert "step 200 of 200" in trainer.learning.status.value


def test_training_can_be_stopped_and_forgotten(trainer, press):
    press(trainer.learning, stop_at=10)
    assert trainer.learning.bar.value == 10
    trainer.fresh = {100: 0.5}
    trainer.reset_button.click()
    assert trainer.fresh == {} and len(trainer.picture.curve.get_xdata()) == 0


def test_a_failing_training_is_shown_and_raised(trainer, monkeypatch, press):
    def broken(recipe):
        raise RuntimeError("no sentences today")

    monkeypatch.setattr("helpers.explorers.multi_head.counts.grammar_task", broken)
    with pytest.raises(RuntimeError):
        press(trainer.learning)
    assert "no sentences today" in trainer.message.value
