"""What is minimised, and how fast: the loss and the learning-rate schedule."""

from torch.nn import functional as F


def label_smoothed_loss(logits, labels, pad_id=0, smoothing=0.1):
    """Average the cross-entropy over the real words of a batch, in nats.

    Each label keeps 1 - smoothing of the target probability; the rest is spread over
    the whole vocabulary. Padding does not count.

    Shape: logits (B, T, V), labels (B, T) -> scalar
    Raises: ValueError if smoothing is not from 0 up to below 1, or all is padding.
    Source: Vaswani et al. 2017, section 5.4; Szegedy et al. 2016, section 7.
    """
    if not 0 <= smoothing < 1:
        raise ValueError(
            f"{smoothing=} must be from 0 up to below 1; the paper has 0.1"
        )
    if (labels == pad_id).all():
        raise ValueError(
            f"every label is padding ({pad_id=}): there is nothing to learn"
        )
    return F.cross_entropy(
        logits.flatten(0, 1),  # (B · T, V)
        labels.flatten(),  # (B · T,)
        ignore_index=pad_id,
        label_smoothing=smoothing,
    )


def warmup_schedule(step, d_model, warmup_steps):
    """Return the learning rate: up in a line, then down with 1 / √step.

    Raises: ValueError if step or warmup_steps is below 1.
    Source: Vaswani et al. 2017, section 5.3, equation 3.
    """
    if step < 1 or warmup_steps < 1:
        raise ValueError(f"{step=} and {warmup_steps=} count from 1")
    return d_model**-0.5 * min(step**-0.5, step * warmup_steps**-1.5)
