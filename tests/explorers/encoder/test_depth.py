import pytest

from helpers.explorers.encoder import DepthLab
from helpers.explorers.encoder.depth import in_words
from helpers.training.experiments import depth as experiment


@pytest.fixture(scope="module")
def rows():
    return experiment.read_results()


@pytest.mark.parametrize("depth", [1, 24])
@pytest.mark.parametrize(
    ("add", "norm", "wiring"),
    [
        (True, True, "post-norm"),
        (False, True, "no add"),
        (True, False, "no norm"),
        (False, False, "neither"),
    ],
)
def test_the_lines_show_the_table(rows, depth, add, norm, wiring):
    lab = DepthLab(rows)
    lab.depth.value, lab.add.value, lab.norm.value = depth, add, norm
    line = lab.picture.lines[wiring]
    assert len(line.get_xdata()) == depth
    found = [
        row.size
        for row in rows
        if (row.add, row.norm, row.depth, row.layer) == (add, norm, depth, 1)
    ]
    mean = (found[0] * found[1] * found[2]) ** (1 / 3)
    assert line.get_ydata()[0] == pytest.approx(mean)
    way = lab.picture.ways[wiring].get_data()
    assert list(way[0]) == list(range(1, depth + 1))
    assert way[1] == [lab.ratio(wiring, d) for d in range(1, depth + 1)]
    (x,), (y,) = lab.picture.ring.get_data()
    assert (x, y) == (depth, lab.ratio(wiring, depth))
    widths = {name: line.get_linewidth() for name, line in lab.picture.lines.items()}
    assert max(widths, key=widths.get) == wiring
    assert in_words(y) in lab.sentence


def test_add_and_norm_together_keep_the_gradient(rows):
    """What the notebook says of the shipped table."""
    lab = DepthLab(rows)
    assert all(1 / 3 < lab.ratio("post-norm", depth) < 3 for depth in range(1, 25))
    assert 0.3 < lab.ratio("no add", 24) < 3
    assert lab.ratio("no norm", 24) > 300
    assert lab.ratio("neither", 24) < 1e-3


def test_ratios_in_words():
    assert in_words(0.6604) == "0.66 times"
    assert in_words(821.9) == "820 times"
    assert in_words(2512) == "3 · 10^3 times"
    assert in_words(0.000113) == "1 · 10^−4 times"


def test_reset(rows):
    lab = DepthLab(rows)
    before = lab.image.value
    lab.depth.value, lab.add.value = 3, False
    assert lab.image.value != before
    lab.reset_button.click()
    assert lab.image.value == before
