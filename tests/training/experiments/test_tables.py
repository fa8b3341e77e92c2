from typing import NamedTuple

import pytest

from helpers.training.experiments.tables import read_table, write_table


class Row(NamedTuple):
    name: str
    count: int
    loss: float


def test_what_is_written_is_read(tmp_path):
    rows = [Row("a, b", 3, 0.25), Row("苹果", -1, 1e-9)]
    write_table(rows, tmp_path / "table.csv")
    assert read_table(Row, tmp_path / "table.csv") == rows
    text = (tmp_path / "table.csv").read_bytes().decode("utf-8")
    assert text.startswith("name,count,loss\n") and "\r" not in text


def test_a_missing_table_is_named_with_the_command_that_makes_it(tmp_path):
    with pytest.raises(
        FileNotFoundError, match=f"make it again with `python -m {__name__}`"
    ):
        read_table(Row, tmp_path / "fits.csv")
