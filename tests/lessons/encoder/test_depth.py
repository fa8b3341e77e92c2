import pytest

from helpers.lessons.encoder import DepthLab
from helpers.lessons.encoder.depth import NAMES, in_words
from helpers.training.experiments.add_and_norm import GRADIENT


@pytest.fixture(scope="module")
def rows():
    return GRADIENT.read()


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
    lab = DepthLab()
    lab.set(depth=depth, add=add, norm=norm)
    line = lab["layers"][NAMES[wiring]]
    assert len(line.xs) == depth
    found = [
        row.size
        for row in rows
        if (row.add, row.norm, row.depth, row.layer) == (add, norm, depth, 1)
    ]
    mean = (found[0] * found[1] * found[2]) ** (1 / 3)
    assert line.ys[0] == pytest.approx(mean)
    way = lab["depths"][NAMES[wiring]]
    assert list(way.xs) == list(range(1, depth + 1))
    assert way.ys == [lab.ratio(wiring, d) for d in range(1, depth + 1)]
    ring = lab["depths"]["ring"]
    assert (ring.xs, ring.ys) == ([depth], [lab.ratio(wiring, depth)])
    assert lab["depths"]["here"].x == depth
    widths = {name: lab["layers"][name].width for name in NAMES.values()}
    assert max(widths, key=widths.get) == NAMES[wiring]
    assert in_words(ring.ys[0]) in lab.said


def test_it_opens_on_the_papers_depth():
    lab = DepthLab()
    assert (lab.depth.value, lab.add.value, lab.norm.value) == (6, True, True)


def test_a_click_on_a_ratio_goes_to_its_depth():
    lab = DepthLab()
    assert lab["depths"].sets is lab.depth
    assert lab.depth.values() == list(range(1, 25))


def test_add_and_norm_together_keep_the_gradient():
    """What the notebook says of the shipped table."""
    lab = DepthLab()
    assert all(1 / 3 < lab.ratio("post-norm", depth) < 3 for depth in range(1, 25))
    assert 0.3 < lab.ratio("no add", 24) < 3
    assert lab.ratio("no norm", 24) > 300
    assert lab.ratio("neither", 24) < 1e-3


def test_ratios_in_words():
    assert in_words(0.6604) == "0.66 times"
    assert in_words(821.9) == "820 times"
    assert in_words(2512) == "3 · 10^3 times"
    assert in_words(0.000113) == "1 · 10^−4 times"
