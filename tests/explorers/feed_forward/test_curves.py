import numpy as np
import pytest
import torch

from helpers.explorers.feed_forward import CurveLab
from helpers.explorers.feed_forward.curves import hinges
from helpers.model import FeedForward
from helpers.training.experiments import curve_fits as experiment


@pytest.fixture
def lab():
    return CurveLab()


@pytest.mark.parametrize("d_ff", [1, 512])
@pytest.mark.parametrize("activation", ["ReLU", "none"])
def test_the_picture_shows_the_shipped_fit(lab, d_ff, activation):
    lab.d_ff.value, lab.activation.value = d_ff, activation
    model = experiment.load_models()[activation, d_ff]
    with torch.no_grad():
        expected = model(experiment.grid())[:, 0].numpy()
    np.testing.assert_array_equal(lab.picture.fit.get_ydata(), expected)
    error = min(lab.table[activation, d_ff, seed] for seed in range(3))
    assert lab.picture.ring.get_data() == ([d_ff], [error])
    assert f"{error:.3f} off" in lab.sentence
    places = lab.picture.hinges.get_xdata()
    assert len(places) == (0 if activation == "none" else len(hinges(model)))
    lines = lab.picture.medians.items()
    widths = {name: line.get_linewidth() for name, line in lines}
    assert max(widths, key=widths.get) == activation


def test_errors_show_up_to_the_largest_width_that_was_seen(lab):
    def drawn(name):
        return list(lab.picture.medians[name].get_xdata())

    assert drawn("ReLU") == [1] and drawn("GELU") == drawn("none") == []
    lab.d_ff.value = 8
    lab.d_ff.value = 2
    assert drawn("ReLU") == [1, 2, 4, 8] and drawn("none") == []
    lab.activation.value = "none"
    assert drawn("none") == [1, 2]
    seeds = lab.picture.seeds["none"]
    shown = sorted(zip(*seeds.get_data(), strict=True))
    table = [(w, lab.table["none", w, seed]) for w in (1, 2) for seed in range(3)]
    assert shown == sorted(table)
    lab.reset_button.click()
    assert drawn("ReLU") == [1] and drawn("none") == []


def test_hinges_are_where_units_switch():
    model = FeedForward(1, 3)
    with torch.no_grad():
        model.W_1.weight[:, 0] = torch.tensor([2.0, -1.0, 0.1])
        model.W_1.bias[:] = torch.tensor([1.0, 2.0, 5.0])
        assert hinges(model).tolist() == [-0.5, 2.0]  # the third is at −50


def test_a_live_fit_is_drawn_where_it_belongs_and_reset_takes_it_away(lab, press):
    lab.d_ff.value = 2
    before = lab.image.value
    press(lab.fitting)
    *_, (step, model, error) = experiment.fit("ReLU", 2, seed=3)
    with torch.no_grad():
        expected = model(experiment.grid())[:, 0]
    np.testing.assert_allclose(lab.picture.fit.get_ydata(), expected, atol=1e-4)
    assert lab.fitting.status.value == f"ReLU, d_ff 2, error {error:.3f}"
    assert lab.fitting.bar.value == step == experiment.STEPS
    lab.reset_button.click()
    lab.d_ff.value = 2
    assert lab.image.value == before


def test_a_fit_can_be_stopped(lab, press):
    lab.d_ff.value = 1
    press(lab.fitting, stop_at=2)
    assert lab.fitting.bar.value == 2
