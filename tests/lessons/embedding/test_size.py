import numpy as np
import pytest

from helpers.lessons.embedding import SizeLab
from helpers.lessons.embedding.size import LOSSES
from helpers.training.experiments.sizes import SIZE


@pytest.fixture(scope="module")
def results():
    return SIZE.read()


@pytest.fixture
def lab():
    return SizeLab()


@pytest.mark.parametrize("d_model", [2, 256])
@pytest.mark.parametrize("step", [25, 500])
def test_lines_are_those_of_the_table(lab, results, d_model, step):
    lab.set(d_model=d_model, step=step)

    def mean(name, **wanted):
        found = [r for r in results if wanted.items() <= r._asdict().items()]
        assert len(found) == 3
        return np.mean([getattr(result, name) for result in found])

    dots = [
        item for item in lab["sizes"].items if not item.name and hasattr(item, "xs")
    ]
    for (loss, name, _), seeds in zip(LOSSES, dots, strict=True):
        sizes = [mean(loss, d_model=d, step=step) for d in SIZE.values]
        steps = [mean(loss, d_model=d_model, step=s) for s in range(25, 501, 25)]
        np.testing.assert_allclose(lab["sizes"][name].ys, sizes)
        np.testing.assert_allclose(lab["steps"][name].ys, steps)
        assert len(seeds.xs) == 24
        expected = sorted(
            (row.d_model, getattr(row, loss)) for row in results if row.step == step
        )
        assert sorted(zip(seeds.xs, seeds.ys, strict=True)) == expected
        assert f"{mean(loss, d_model=d_model, step=step):.2f} on" in lab.said
    assert [lab[plot].items[-1].x for plot in ("sizes", "steps")] == [d_model, step]


def test_the_lesson_begins_before_the_losses_part(lab):
    assert (lab.d_model.value, lab.step.value) == (2, 25)
    learned, held_out = (np.asarray(lab["sizes"][name].ys) for _, name, _ in LOSSES)
    assert max(abs(learned - held_out)) < 0.1
    assert max(lab.numbers.flat) < lab["sizes"].y.high


def test_the_gap_lies_between_the_two_lines(lab):
    lab.step.value = 500
    gap = lab["sizes"]["the gap"]
    ends = [lab["sizes"][name].ys[3] for _, name, _ in LOSSES]
    assert gap.xs[3] == 16 and [gap.low[3], gap.high[3]] == ends


def test_the_curves_go_to_the_end_at_every_step(lab):
    assert lab["steps"]["held-out"].xs[-1] == 500
    faint = [item for item in lab["steps"].items if getattr(item, "opacity", 1) < 1]
    assert len(faint) == 6
