import numpy as np
import pytest

from helpers.explorers.embedding import SizeLab
from helpers.training.experiments import size as experiment


@pytest.fixture(scope="module")
def results():
    return experiment.read_results()


@pytest.fixture
def lab(results):
    return SizeLab(results)


@pytest.mark.parametrize("d_model", [2, 256])
@pytest.mark.parametrize("step", [25, 500])
def test_lines_are_those_of_the_table(lab, results, d_model, step):
    lab.d_model.value, lab.step.value = d_model, step

    def mean(name, **wanted):
        found = [r for r in results if wanted.items() <= r._asdict().items()]
        assert len(found) == 3
        return np.mean([getattr(result, name) for result in found])

    for number, name in enumerate(("train_loss", "held_out_loss")):
        sizes = [mean(name, d_model=d, step=step) for d in experiment.D_MODELS]
        steps = [mean(name, d_model=d_model, step=s) for s in range(25, 501, 25)]
        across, along = (pair[number] for pair in lab.picture.means)
        np.testing.assert_allclose(across.get_ydata(), sizes)
        np.testing.assert_allclose(along.get_ydata(), steps)
        assert len(lab.picture.dots[number].get_xdata()) == 24
        assert f"{mean(name, d_model=d_model, step=step):.2f} on" in lab.sentence
    places = [line.get_xdata()[0] for line in lab.picture.lines]
    assert places == [d_model, step]


def test_the_lesson_begins_before_the_losses_part(lab):
    assert (lab.d_model.value, lab.step.value) == (2, 25)
    learned, held_out = (line.get_ydata() for line in lab.picture.means[0])
    assert max(abs(learned - held_out)) < 0.1
    highest = max(lab.losses.flat)
    assert highest < lab.picture.size_ax.get_ylim()[1]


def test_the_gap_lies_between_the_two_lines(lab):
    lab.step.value = 500
    (path,) = lab.picture.gap.get_paths()
    heights = sorted({y for x, y in path.vertices if x == 16})
    assert heights == [line.get_ydata()[3] for line in lab.picture.means[0]]


@pytest.fixture
def short_runs(monkeypatch):
    train = experiment.train_size
    monkeypatch.setattr(experiment, "train_size", lambda *run: train(*run, steps=50))


def test_a_live_run_draws_its_curves_where_it_belongs(lab, short_runs, press):
    lab.d_model.value = 4
    press(lab.learning)
    task = experiment.size_task()
    expected = list(experiment.train_size(task, 4, 3))
    learned, held_out = lab.picture.live_runs
    assert learned.get_ydata() == pytest.approx([r.train_loss for r in expected])
    assert held_out.get_ydata() == pytest.approx([r.held_out_loss for r in expected])
    assert list(held_out.get_xdata()) == [25, 50]
    assert lab.learning.status.value.startswith("d_model 4, step 50, loss")
    lab.d_model.value = 8
    assert not len(learned.get_ydata())
    lab.d_model.value = 4
    assert len(learned.get_ydata()) == 2


def test_a_run_can_be_stopped_and_reset(lab, short_runs, press):
    before = lab.image.value
    lab.d_model.value = 2
    press(lab.learning, stop_at=25)
    assert lab.learning.bar.value == 25
    lab.reset_button.click()
    assert lab.image.value == before


def test_a_failing_run_is_shown_and_raised(lab, monkeypatch, press):
    def broken(*run):
        raise RuntimeError("no sentences today")
        yield

    monkeypatch.setattr(experiment, "train_size", broken)
    with pytest.raises(RuntimeError):
        press(lab.learning)
    assert "no sentences today" in lab.message.value
