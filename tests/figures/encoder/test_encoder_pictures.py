import numpy as np
import pytest
from matplotlib.colors import to_hex

from helpers.figures.encoder.block import LINE_STEPS, STEPS, BlockPicture
from helpers.figures.encoder.layer_norm import LayerNormPicture
from helpers.figures.encoder.padding import PaddingPicture
from helpers.figures.encoder.wirings import STRONG, STYLES, WEAK, curves_of, stress
from helpers.figures.style import ACCENT, new_figure


def test_every_step_of_the_block_lights_its_own_arrows():
    picture = BlockPicture(new_figure(900, 720))
    stages = {
        name: np.full((2, 5), number)
        for number, name in enumerate(
            "x attended first_sum middle thought second_sum output".split()
        )
    }
    picture.label(["a", "b"])
    picture.show(stages, limit=6)
    for step in range(len(STEPS)):
        picture.go_to(step, word=1)
        lit = {first for first, light in picture.lights if light.get_visible()}
        assert lit == {step}
        reached = [panel.image.get_visible() for panel in picture.panels]
        assert reached == [first <= step for line in LINE_STEPS for first in line]
    shown = [int(panel.matrix[0, 0]) for panel in picture.panels]
    assert shown == [0, 1, 2, 3, 3, 4, 5, 6]


def test_layer_norms_band_is_mean_and_spread():
    picture = LayerNormPicture(new_figure(900, 460), 4)
    numbers = np.array([-1.0, 2.0, 3.0, 8.0])
    picture.show(numbers, -numbers)
    before, after = picture.sides
    assert before.band.get_y() == pytest.approx(3 - numbers.std())
    assert before.band.get_height() == pytest.approx(2 * numbers.std())
    assert before.mean.get_ydata() == [3, 3]
    np.testing.assert_array_equal(after.line.get_ydata(), -numbers)
    assert after.words.get_text().startswith("mean −3.00")


@pytest.mark.parametrize("masked", [True, False])
def test_hatches_stand_on_masked_padding_alone(masked):
    picture = PaddingPicture(new_figure(900, 500), most_pads=4)
    picture.label(["I", "like"], {True: [0] * 5, False: [0, 0.1, 0.2, 0.3, 0.4]})
    picture.show(np.full((2, 5), 0.2), 3, masked, "我")
    assert picture.hidden.get_visible() == masked
    assert picture.hidden.get_bbox().extents.tolist() == [1.5, -0.5, 4.5, 1.5]
    cells = picture.image.get_array()
    assert cells.shape == (2, 6) and np.isnan(np.asarray(cells)[:, 5]).all()
    x, y = picture.here.get_data()
    assert (x[0], y[0]) == (3, 0 if masked else 0.3)
    places = [name.get_position()[0] for name in picture.names if name.get_visible()]
    assert places == [2, 3, 4]
    picture.show(np.full((2, 2), 0.5), 0, masked, "我")
    assert not picture.hidden.get_visible()


def test_one_wiring_is_stressed_and_keeps_its_look():
    lines = curves_of(new_figure(300, 200).subplots(), ["no norm", "no add"])
    stress(lines, "no add")
    assert lines["no add"].get_linewidth() == STRONG
    assert lines["no norm"].get_linewidth() == WEAK
    looks = {(style["color"], str(style["linestyle"])) for style in STYLES.values()}
    assert len(looks) == len(STYLES)
    assert to_hex(ACCENT) not in {to_hex(color) for color, _ in looks}
