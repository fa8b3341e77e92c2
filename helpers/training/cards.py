"""The page beside every file of weights: where it comes from, how good it is."""

from pathlib import Path

import torch

from helpers.training.checkpoints import sha256

CARD = """# {name}

An English to Chinese Transformer, trained from scratch by this project.

| | |
|---|---|
| data | {train:,} sentence pairs made by `helpers/language/grammar` (seed {seed}) |
| model | {encoder}+{decoder} layers, d_model {d_model}, {heads} heads, d_ff {d_ff}; \
{parameters:,} parameters, kept in float16 |
| training | {steps:,} steps of {batch} sentences, Adam with warm-up, label smoothing \
{smoothing}, dropout {dropout}; the running average of the weights, {average}, is kept |
| command | `python -m helpers.training {name}` |
| made with | torch {torch}, {threads} thread |
| licence | MIT, as the code |
| sha256 | `{sha256}` |

Measured on the weights as they are shipped. The held-out sentences were never trained
on; those with unseen word pairs hold two words that were never together in training.
A cross-attention peak is right when the largest weight, averaged over the heads, stands
on the English word that the grammar made the Chinese word from.

| measured | |
|---|---|
{figures}
"""


def write_card(path, run, figures):
    """Write the card of a file of weights beside it, and return its path."""
    path = Path(path)
    recipe, config = run.recipe, run.model.config
    card = path.with_suffix(".md")
    card.write_text(
        CARD.format(
            name=recipe.name,
            train=len(run.task.train.pairs),
            seed=recipe.seed,
            encoder=config.num_encoder_layers,
            decoder=config.num_decoder_layers,
            d_model=config.d_model,
            heads=config.num_heads,
            d_ff=config.d_ff,
            parameters=sum(p.numel() for p in run.model.parameters()),
            steps=recipe.steps,
            batch=recipe.batch_size,
            smoothing=recipe.smoothing,
            dropout=config.dropout,
            average=recipe.average,
            torch=torch.__version__.partition("+")[0],
            threads=torch.get_num_threads(),
            sha256=sha256(path),
            figures="\n".join(
                f"| {name} | {value} |" for name, value in figures.items()
            ),
        ),
        "utf-8",
    )
    return card
