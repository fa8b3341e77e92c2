import pytest

from helpers import stage
from helpers.lessons.decoder import LeakLab
from helpers.lessons.decoder.leak import NOTHING, lines_of, written_by
from helpers.training.experiments import leak as experiment
from helpers.training.experiments.leak import MASKS, Point


@pytest.fixture(scope="module")
def points():
    return experiment.read_results()


@pytest.fixture
def lab(points):
    return LeakLab(points)


def rules(lab):
    return [item.x for item in lab["losses"].items if isinstance(item, stage.Rule)]


@pytest.mark.parametrize("seed", [0, 2])
@pytest.mark.parametrize("step", [0, 400])
def test_curves_and_writings_are_those_of_the_table(lab, points, seed, step):
    lab.seed.value, lab.step.value = seed, step
    written = []
    for mask in MASKS:
        mine = [p for p in points if (p.mask, p.seed) == (mask, seed)]
        curve = lab["losses"][mask]
        assert list(curve.ys) == [p.loss for p in mine]
        assert list(curve.xs) == [p.step for p in mine]
        here = next(p for p in mine if p.step == step)
        written += [f"mask {mask}, writing alone", *lines_of(here)]
        assert f"{mask} {here.loss:.2f}" in lab.said
    labels = [mark for mark in lab.marks().all() if isinstance(mark, stage.Label)]
    assert [label.text for label in labels] == written
    assert step in rules(lab)
    assert f"the floor is {experiment.entropy_floor():.2f}." in lab.said


def test_what_is_no_sentence_of_the_language_is_marked():
    known = "".join(experiment.language().sentences[0])
    point = Point("right", 0, 0, 1.0, 0.5, f"{known}/的的//")
    assert written_by(point) == [known, "的的", NOTHING]
    assert lines_of(point) == [
        "50% are sentences of the language",
        *(f"✓ {known}", "✗ 的的", f"✗ {NOTHING}"),
    ]


@pytest.fixture
def short_runs(monkeypatch):
    train = experiment.train
    monkeypatch.setattr(
        experiment, "train", lambda mask, seed: train(mask, seed, steps=20)
    )


@pytest.mark.parametrize("mask", ["right", "inverted"])
def test_a_live_run_draws_its_curve_and_says_what_it_writes(
    lab, short_runs, press, mask
):
    lab.mask.value = mask
    press(lab.learning)
    expected = list(experiment.train(mask, seed=3))
    assert list(lab["losses"]["run here"].xs) == [0, 10, 20]
    assert lab["losses"]["run here"].ys == pytest.approx([p.loss for p in expected])
    assert lab.learning.bar.value == 20
    assert lab.learning.status.value.startswith(f"loss {expected[-1].loss:.2f}; writes")


def test_a_run_can_be_stopped_and_reset(lab, short_runs, press):
    before = lab.front.frame["parts"]
    press(lab.learning, stop_at=10)
    assert lab.learning.bar.value == 10
    assert len(lab["losses"]["run here"].ys) == 2
    lab.step.value = 50
    lab.reset_button.click()
    assert lab.front.frame["parts"] == before


def test_a_failing_run_is_shown_and_raised(lab, monkeypatch, press):
    def broken(mask, seed):
        raise RuntimeError("no words today")
        yield

    monkeypatch.setattr(experiment, "train", broken)
    with pytest.raises(RuntimeError):
        press(lab.learning)
    assert "no words today" in lab.front.problem
