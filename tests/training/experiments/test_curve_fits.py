import shutil
from statistics import median

import pytest
import torch

from helpers.training.experiments import curve_fits as experiment


def test_the_shipped_weights_have_the_best_of_the_shipped_errors():
    models = experiment.load_models()
    x = experiment.grid()
    target = experiment.target_curve(x)
    rows = experiment.FITS.read()
    table = {row[:3]: row.error for row in rows}
    assert len(rows) == len(table) == 3 * 10 * 3
    for (activation, d_ff), model in models.items():
        with torch.no_grad():
            error = (model(x) - target).square().mean().sqrt().item()
        best = min(table[activation, d_ff, seed] for seed in experiment.SEEDS)
        assert error == pytest.approx(best, rel=1e-2)


def test_without_a_bend_the_best_line_is_found_at_every_width():
    x = experiment.grid()
    ones = torch.cat([x, torch.ones_like(x)], dim=1)
    target = experiment.target_curve(x)
    line = ones @ torch.linalg.lstsq(ones, target).solution
    best = (line - target).square().mean().sqrt().item()
    for row in experiment.FITS.read():
        if row.activation == "none":
            assert row.error == pytest.approx(best, rel=1e-3)


def test_what_the_notebook_says():
    errors = {row[:3]: row.error for row in experiment.FITS.read()}
    relu, gelu = (
        [
            median(errors[name, d_ff, seed] for seed in experiment.SEEDS)
            for d_ff in experiment.WIDTHS
        ]
        for name in ("ReLU", "GELU")
    )
    assert relu == sorted(relu, reverse=True)  # more units, a smaller error
    at_16 = experiment.WIDTHS.index(16)
    assert gelu[at_16] < relu[at_16] / 4
    assert min(gelu) < gelu[-1] < 2 * gelu[at_16] and relu[-1] < gelu[-1] / 5


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


def test_a_damaged_file_is_refused(tmp_path):
    for name in (experiment.WEIGHTS.name, "SHA256SUMS"):
        shutil.copy(experiment.WEIGHTS.with_name(name), tmp_path)
    copy = tmp_path / experiment.WEIGHTS.name
    assert len(experiment.load_models(copy)) == 30
    content = bytearray(copy.read_bytes())
    content[-1] ^= 1
    copy.write_bytes(content)
    with pytest.raises(ValueError, match="curve_fits.safetensors is not the file"):
        experiment.load_models(copy)


def test_what_is_unknown_is_refused():
    with pytest.raises(ValueError, match="activation='tanh' is unknown"):
        experiment.new_model("tanh", 4)
    with pytest.raises(ValueError, match="d_ff=0 must be at least 1"):
        experiment.new_model("ReLU", 0)
