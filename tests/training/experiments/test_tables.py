"""Every experiment: its table is whole, can be written again, and has a command."""

import itertools
from typing import NamedTuple

import pytest

from helpers.training.experiments import __main__ as command
from helpers.training.experiments.__main__ import EXPERIMENTS, SWEEPS
from helpers.training.experiments.sweep import Sweep
from helpers.training.experiments.tables import read_table, write_table


class Row(NamedTuple):
    name: str
    count: int
    loss: float


ROWS = [Row("a, b", 3, 0.25), Row("苹果", -1, 1e-9)]


def test_what_is_written_is_read(tmp_path):
    write_table(ROWS, tmp_path / "table.csv")
    assert read_table(Row, tmp_path / "table.csv") == ROWS
    text = (tmp_path / "table.csv").read_bytes().decode("utf-8")
    assert text.startswith("name,count,loss\n") and "\r" not in text


def test_a_table_without_rows_is_not_begun(tmp_path):
    write_table([], tmp_path / "table.csv")
    assert not (tmp_path / "table.csv").exists()


def test_a_table_that_is_cut_short_holds_what_was_measured(tmp_path):
    def broken():
        yield ROWS[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_table(broken(), tmp_path / "table.csv")
    assert read_table(Row, tmp_path / "table.csv") == ROWS[:1]


def test_a_module_of_its_own_is_named_as_the_command(tmp_path):
    with pytest.raises(FileNotFoundError, match=f"again with `python -m {__name__}`"):
        read_table(Row, tmp_path / "fits.csv")


@pytest.mark.parametrize("experiment", EXPERIMENTS.values(), ids=EXPERIMENTS)
def test_a_shipped_table_is_what_would_be_written(experiment, tmp_path):
    rows = experiment.read()
    write_table(rows, tmp_path / "table.csv", experiment.steps)
    assert experiment.read(tmp_path / "table.csv") == rows
    # The table of `size` was written with zeros at the ends of its numbers.
    if experiment.name != "size":
        shipped = experiment.table.read_bytes()
        assert (tmp_path / "table.csv").read_bytes() == shipped
    with pytest.raises(FileNotFoundError, match=f"experiments {experiment.name}`"):
        experiment.read(tmp_path / "none.csv")


@pytest.mark.parametrize("sweep", SWEEPS, ids=lambda sweep: sweep.name)
def test_a_shipped_sweep_has_every_run(sweep):
    rows = sweep.read()
    runs = {}
    for row in rows:
        setting = tuple(getattr(row, name) for name in sweep.settings)
        runs.setdefault(setting, []).append(row)
    assert list(runs) == sweep.runs()
    if "step" in sweep.row._fields:
        steps = [[row.step for row in run] for run in runs.values()]
        assert all(some == steps[0] == sorted(set(some)) for some in steps)
        assert len(rows) == len(runs) * len(steps[0])


def test_a_sweep_trains_every_run_and_the_command_writes_the_table(
    tmp_path, monkeypatch, capsys
):
    def train(name, count):
        yield from (Row(name, count, loss) for loss in (0.5, 0.25))

    sweep = Sweep("mine", Row, train, letter=("a", "b"), seed=(0, 1))
    sweep.table = tmp_path / "mine.csv"
    monkeypatch.setitem(EXPERIMENTS, "mine", sweep)
    command.main(["mine"])
    assert "Written: mine.csv, 8 rows" in capsys.readouterr().out
    runs = itertools.product("ab", (0, 1), (0.5, 0.25))
    assert sweep.read() == [Row(*run) for run in runs]
    assert (sweep.knob, sweep.values, sweep.fresh_seed) == ("letter", ("a", "b"), 2)


@pytest.mark.parametrize("name", [n for n, e in EXPERIMENTS.items() if e.needs])
def test_a_command_says_what_it_needs(name, capsys):
    with pytest.raises(SystemExit):
        command.main([name])
    assert "arguments are required: path" in capsys.readouterr().err
