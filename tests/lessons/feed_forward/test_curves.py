import numpy as np
import pytest
import torch
from drawn import hits

from helpers.lessons.feed_forward import CurveLab
from helpers.lessons.feed_forward.curves import XS, hinges
from helpers.model import FeedForward
from helpers.training.experiments import curve_fits as experiment


@pytest.fixture
def lab():
    return CurveLab()


@pytest.mark.parametrize("d_ff", [1, 512])
@pytest.mark.parametrize("activation", ["ReLU", "none"])
def test_the_picture_shows_the_shipped_fit(lab, d_ff, activation):
    lab.set(d_ff=d_ff, activation=activation)
    model, curve = experiment.load_models()[activation, d_ff], lab["curve"]
    errors = lab["errors"]
    with torch.no_grad():
        expected = model(XS[:, None])[:, 0].numpy()
    np.testing.assert_array_equal(curve["fit"].ys, expected)
    np.testing.assert_array_equal(curve["target"].ys, experiment.target_curve(XS))
    error = min(lab.table[activation, d_ff, seed] for seed in range(3))
    assert (errors["ring"].xs, errors["ring"].ys) == ([d_ff], [error])
    assert f"{error:.3f} off" in lab.said
    places = curve["hinge"].xs
    assert len(places) == (0 if activation == "none" else len(hinges(model)))
    widths = {name: errors[name].width for name in experiment.ACTIVATIONS}
    assert max(widths, key=widths.get) == activation
    assert len(set(widths.values())) == 2


def test_errors_show_up_to_the_width_whatever_was_seen(lab):
    def drawn(name):
        return list(lab["errors"][name].xs)

    assert drawn("ReLU") == drawn("GELU") == drawn("none") == [1]
    lab.d_ff.value = 8
    assert drawn("ReLU") == drawn("none") == [1, 2, 4, 8]
    lab.d_ff.value = 2
    assert drawn("ReLU") == drawn("none") == [1, 2]
    for name in experiment.ACTIVATIONS:
        seeds = lab["errors"][f"{name}, one seed"]
        shown = sorted(zip(seeds.xs, seeds.ys, strict=True))
        table = [(w, lab.table[name, w, seed]) for w in (1, 2) for seed in range(3)]
        assert shown == sorted(table)
        medians = [sorted(e for w, e in table if w == width)[1] for width in (1, 2)]
        np.testing.assert_allclose(lab["errors"][name].ys, medians)


def test_the_name_of_a_curve_chooses_its_activation(lab):
    found = [hit for hit in hits(lab.parts()[0]) if hit["sets"] == "activation"]
    spots = {spot[4]: spot[5] for hit in found for spot in hit["spots"]}
    assert spots == {"ReLU": 0, "GELU": 1, "none": 2}


def test_hinges_are_where_units_switch():
    model = FeedForward(1, 3)
    with torch.no_grad():
        model.W_1.weight[:, 0] = torch.tensor([2.0, -1.0, 0.1])
        model.W_1.bias[:] = torch.tensor([1.0, 2.0, 5.0])
        assert hinges(model).tolist() == [-0.5, 2.0]  # the third is at −50


def test_a_live_fit_is_drawn_where_it_belongs_and_reset_takes_it_away(lab, press):
    lab.d_ff.value = 2
    before = lab["curve"]["fit"].ys
    press(lab.fitting)
    *_, (step, model, error) = experiment.fit("ReLU", 2, seed=3)
    with torch.no_grad():
        expected = model(XS[:, None])[:, 0]
    np.testing.assert_allclose(lab["curve"]["fit"].ys, expected, atol=1e-4)
    assert lab["errors"]["ring"].ys == [pytest.approx(error)]
    assert lab.fitting.status.value == f"ReLU, d_ff 2, error {error:.3f}"
    assert lab.fitting.bar.value == step == experiment.STEPS
    lab.d_ff.value = 4
    assert f"{min(lab.table['ReLU', 4, s] for s in range(3)):.3f} off" in lab.said
    lab.reset_button.click()
    lab.d_ff.value = 2
    np.testing.assert_array_equal(lab["curve"]["fit"].ys, before)


def test_a_fit_can_be_stopped(press):
    lab = CurveLab()
    press(lab.fitting, stop_at=2)
    assert lab.fitting.bar.value == 2
