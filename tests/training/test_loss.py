import math

import pytest
import torch
from torch.testing import assert_close

from helpers.training import label_smoothed_loss, warmup_schedule

B, T, V = 2, 3, 5


@pytest.fixture
def logits():
    return torch.randn(B, T, V, generator=torch.manual_seed(0))


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_loss_is_the_cross_entropy_with_a_smoothed_target(logits, smoothing):
    labels = torch.tensor([[1, 4, 2], [3, 1, 2]])
    target = torch.full((B, T, V), smoothing / V)
    target.scatter_add_(2, labels[..., None], torch.full((B, T, 1), 1 - smoothing))
    expected = -(target * logits.log_softmax(-1)).sum(-1).mean()
    assert_close(label_smoothed_loss(logits, labels, smoothing=smoothing), expected)


def test_padding_does_not_count(logits):
    labels = torch.tensor([[1, 4, 2], [3, 0, 0]])
    changed = logits.clone()
    changed[1, 1:] += 100 * torch.randn(2, V)
    assert_close(
        label_smoothed_loss(logits, labels), label_smoothed_loss(changed, labels)
    )
    real = logits.flatten(0, 1)[:4][None]
    assert_close(
        label_smoothed_loss(logits, labels),
        label_smoothed_loss(real, torch.tensor([[1, 4, 2, 3]])),
    )


def test_a_model_that_knows_nothing_pays_the_logarithm_of_the_vocabulary():
    loss = label_smoothed_loss(torch.zeros(B, T, V), torch.ones(B, T, dtype=torch.long))
    assert loss.item() == pytest.approx(math.log(V))


def test_the_rate_climbs_to_the_warm_up_step_and_falls_with_the_square_root():
    rates = [warmup_schedule(step, 64, 100) for step in range(1, 401)]
    assert rates.index(max(rates)) == 99
    assert rates[49] == pytest.approx(rates[99] / 2)
    assert rates[399] == pytest.approx(rates[99] / 2)
    assert rates[99] == pytest.approx(64**-0.5 * 100**-0.5)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda x: label_smoothed_loss(x, torch.ones(B, T).long(), smoothing=1.0),
            "1.0",
        ),
        (lambda x: label_smoothed_loss(x, torch.zeros(B, T).long()), "padding"),
        (lambda x: warmup_schedule(0, 64, 100), "step=0"),
        (lambda x: warmup_schedule(1, 64, 0), "warmup_steps=0"),
    ],
)
def test_wrong_arguments_are_named(logits, call, message):
    with pytest.raises(ValueError, match=message):
        call(logits)
