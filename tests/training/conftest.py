import dataclasses

import pytest

from helpers.training import RECIPES, grammar_task

TINY = dataclasses.replace(
    RECIPES["grammar-small"],
    d_model=16,
    num_heads=2,
    d_ff=32,
    steps=6,
    batch_size=32,
    warmup_steps=4,
    train_sentences=200,
    held_out=20,
    check_every=3,
    check_sentences=10,
    snapshot_steps=(0, 2, 6),
)


@pytest.fixture
def recipe():
    return TINY


@pytest.fixture(scope="session")
def task():
    return grammar_task(TINY)
