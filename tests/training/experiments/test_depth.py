import pytest
import torch
from torch.testing import assert_close

from helpers.training.experiments import depth as experiment
from helpers.training.experiments.tables import write_table


@pytest.mark.parametrize("add", [True, False])
@pytest.mark.parametrize("norm", [True, False])
def test_the_stack_is_wired_as_its_name_says(add, norm):
    torch.manual_seed(0)
    (layer,) = experiment.fresh_stack(1, add, norm)
    x = torch.randn(2, 3, experiment.D_MODEL)
    normed = layer.norm_1, layer.norm_2
    assert all(isinstance(n, torch.nn.LayerNorm) == norm for n in normed)
    a = layer.norm_1(add * x + layer.attend(x, None))
    assert_close(layer(x), layer.norm_2(add * a + layer.feed_forward(a)))


def test_the_gradient_at_a_layer_is_that_of_its_weights():
    sizes = experiment.layer_gradients(3, seed=1)
    torch.manual_seed(1)
    stack = experiment.fresh_stack(3)
    output = stack(torch.randn(experiment.BATCH, experiment.LENGTH, experiment.D_MODEL))
    upstream = torch.randn_like(output)
    weights = list(stack[0].parameters())
    grads = torch.autograd.grad((output * upstream).sum(), weights)
    expected = sum(g.square().sum() for g in grads).sqrt().item()
    assert sizes[0] == pytest.approx(expected, rel=1e-4)
    assert len(sizes) == 3


def test_the_table_has_every_row_and_can_be_made_again():
    rows = experiment.read_results()
    count = sum(experiment.DEPTHS) * 4 * len(experiment.SEEDS)
    assert len(rows) == len({(r.add, r.norm, r.depth, r.seed, r.layer) for r in rows})
    assert len(rows) == count
    for add in (True, False):
        fresh = experiment.layer_gradients(4, add, not add, seed=2)
        shipped = [
            row.size
            for row in rows
            if (row.add, row.norm, row.depth, row.seed) == (add, not add, 4, 2)
        ]
        assert shipped == pytest.approx(fresh, rel=0.05)


def test_what_is_saved_is_loaded(tmp_path):
    rows = [experiment.LayerGradient(1, 0, 2, 1, 2, 1.25e-3)]
    write_table(rows, tmp_path / "table.csv")
    assert experiment.read_results(tmp_path / "table.csv") == rows


def test_a_stack_without_layers_is_refused():
    with pytest.raises(ValueError, match="depth=0 must be at least 1"):
        experiment.fresh_stack(0)


def test_seeds_are_averaged_as_powers_of_ten():
    rows = [
        experiment.LayerGradient(True, True, 1, seed, 1, 10.0**seed)
        for seed in (0, 1, 2)
    ]
    assert experiment.mean_sizes(rows)["post-norm", 1] == pytest.approx([10])
