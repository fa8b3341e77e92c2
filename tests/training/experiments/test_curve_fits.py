import pytest
import torch

from helpers.training.experiments import curve_fits as experiment
from helpers.training.experiments.curve_fits import Fit


def test_the_shipped_weights_have_the_shipped_errors():
    models = experiment.load_models()
    x = experiment.grid()
    target = experiment.target_curve(x)
    table = {row[:3]: row.error for row in experiment.load()}
    for (activation, d_ff), model in models.items():
        with torch.no_grad():
            error = (model(x) - target).square().mean().sqrt().item()
        assert error == pytest.approx(table[activation, d_ff, 0], rel=1e-2)


def test_the_table_has_every_fit():
    keys = [row[:3] for row in experiment.load()]
    assert len(keys) == len(set(keys)) == 3 * 10 * 3


def test_without_a_bend_the_best_line_is_found_at_every_width():
    x = experiment.grid()
    ones = torch.cat([x, torch.ones_like(x)], dim=1)
    target = experiment.target_curve(x)
    line = ones @ torch.linalg.lstsq(ones, target).solution
    best = (line - target).square().mean().sqrt().item()
    for row in experiment.load():
        if row.activation == "none":
            assert row.error == pytest.approx(best, rel=1e-3)


def test_what_the_notebook_says():
    errors = {row[:3]: row.error for row in experiment.load()}
    assert max(errors["ReLU", 512, seed] for seed in range(3)) < 0.006
    assert errors["GELU", 512, 0] == pytest.approx(0.147, abs=5e-4)


@pytest.mark.parametrize("activation", ["ReLU", "GELU"])
def test_the_activation_is_torchs(activation):
    model, x = experiment.new_model(activation, 5), experiment.grid()
    bend = torch.nn.ReLU() if activation == "ReLU" else torch.nn.GELU()
    twin = torch.nn.Sequential(model.W_1, bend, model.W_2)
    torch.testing.assert_close(model(x), twin(x))


def test_a_fit_gets_better_and_its_seed_decides():
    def errors(seed):
        return [error for *_, error in experiment.fit("ReLU", 16, seed, steps=4)]

    first = errors(0)
    assert first[-1] < first[0] and first == errors(0) != errors(1)


def test_what_is_saved_is_loaded(tmp_path):
    rows = [Fit("GELU", 8, 2, 0.25)]
    experiment.save(rows, tmp_path / "table.csv")
    assert experiment.load(tmp_path / "table.csv") == rows


def test_what_is_unknown_is_refused():
    with pytest.raises(ValueError, match="activation='tanh' is unknown"):
        experiment.new_model("tanh", 4)
    with pytest.raises(ValueError, match="d_ff=0 must be at least 1"):
        experiment.new_model("ReLU", 0)
