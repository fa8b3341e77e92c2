import pytest

from helpers import stage
from helpers.lessons.decoder import LeakLab
from helpers.lessons.decoder.leak import NOTHING, lines_of, written_by
from helpers.training.experiments import leak as experiment
from helpers.training.experiments.leak import MASKS, Point


@pytest.fixture(scope="module")
def points():
    return experiment.LEAK.read()


@pytest.fixture
def lab():
    return LeakLab()


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
