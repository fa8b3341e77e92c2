"""How many heads: the shipped table is whole, and a short run gives such rows."""

import dataclasses

import pytest

from helpers.training.experiments import heads
from helpers.training.experiments.tables import write_table


@pytest.fixture(scope="module")
def shipped():
    return heads.read_results()


def test_every_model_is_measured_at_every_step(shipped):
    steps = range(100, 1_001, 100)
    keys = [(row.num_heads, row.seed, row.step) for row in shipped]
    assert len(set(keys)) == len(keys)
    assert set(keys) == {
        (number, seed, step)
        for number in heads.NUM_HEADS
        for seed in heads.SEEDS
        for step in steps
    }


def test_only_the_cut_differs(shipped):
    assert {row.num_heads * row.d_k for row in shipped} == {heads.RECIPE.d_model}
    assert len({row.parameters for row in shipped}) == 1


def test_what_the_lesson_says(shipped):
    last = {number: [] for number in heads.NUM_HEADS}
    for row in shipped:
        if row.step == 1_000:
            last[row.num_heads].append(row.exact_match)
    assert max(last[1]) < min(last[2]) and max(last[2]) < min(last[4])
    assert abs(sum(last[8]) - sum(last[16])) < 0.02


def test_a_run_yields_a_row_at_each_check_and_the_table_keeps_it(
    task, recipe, tmp_path
):
    short = heads.heads_recipe(8, seed=1, recipe=recipe)
    rows = list(heads.train_heads(task, short))
    assert [row.step for row in rows] == [2, 3, 6]
    assert {(row.num_heads, row.d_k, row.seed) for row in rows} == {(8, 2, 1)}
    write_table(rows, tmp_path / "table.csv")
    assert heads.read_results(tmp_path / "table.csv") == rows


def test_the_command_writes_the_table(task, recipe, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(heads, "grammar_task", lambda _: task)
    monkeypatch.setattr(heads, "RECIPE", dataclasses.replace(recipe, num_heads=1))
    monkeypatch.setattr(heads, "NUM_HEADS", (1, 2))
    monkeypatch.setattr(heads, "SEEDS", (4,))
    monkeypatch.setattr(heads, "TABLE", tmp_path / "heads.csv")
    heads.main()
    assert "Written: heads.csv, 6 rows" in capsys.readouterr().out
    assert {row.num_heads for row in heads.read_results(tmp_path / "heads.csv")} == {
        1,
        2,
    }


@pytest.mark.parametrize("number", [0, 3])
def test_a_number_that_does_not_divide_is_named(number):
    with pytest.raises(ValueError, match=f"num_heads={number} must divide d_model=64"):
        heads.heads_recipe(number)


def test_a_missing_table_says_how_to_make_it(tmp_path):
    with pytest.raises(FileNotFoundError, match="experiments.heads`"):
        heads.read_results(tmp_path / "none.csv")
