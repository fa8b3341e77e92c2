"""Heads go one by one: the shipped table fits the shipped model, and the least goes."""

import pytest

from helpers.model.tap import named_attentions
from helpers.pretrained import load_translator
from helpers.pretrained.translator import checked_file
from helpers.training.experiments import head_removal
from helpers.training.experiments.tables import write_table
from helpers.training.head_effects import all_heads, effect_without, held_out_pairs

WEIGHTS = checked_file("grammar-small")


@pytest.fixture(scope="module")
def model():
    return load_translator("grammar").model


@pytest.fixture(scope="module")
def shipped():
    return head_removal.read_results()


def test_every_head_goes_once(model, shipped):
    gone = [(row.attention, row.head - 1) for row in shipped]
    assert sorted(gone) == sorted(all_heads(model))
    assert [row.removed for row in shipped] == list(range(1, 25))


@pytest.mark.parametrize("count", [1, 12, 24])
def test_the_shipped_figures_are_measured_again(model, shipped, count):
    off = [(row.attention, row.head - 1) for row in shipped[:count]]
    effect = effect_without(model, held_out_pairs(), off)
    assert effect.loss == pytest.approx(shipped[count - 1].loss, abs=2e-3)
    # Two sentences of grace: another machine may round to another word.
    assert effect.exact_match == pytest.approx(shipped[count - 1].exact_match, abs=0.04)


def test_what_the_lesson_says(shipped):
    assert (shipped[0].attention, shipped[0].head) == ("decoder.1.cross", 2)
    assert all(row.exact_match == 1 for row in shipped[:10])
    assert all(abs(row.alone) < 0.001 for row in shipped)


def test_first_goes_the_head_that_hurts_least(small_model, tmp_path):
    pairs = held_out_pairs(8)
    rows = list(head_removal.remove_one_by_one(small_model, pairs))
    assert len(rows) == len(all_heads(small_model))
    assert rows[0].alone == min(row.alone for row in rows)
    assert rows[0].attention in named_attentions(small_model)
    write_table(rows, tmp_path / "table.csv")
    assert head_removal.read_results(tmp_path / "table.csv") == rows


@pytest.fixture
def small_model():
    return load_translator("grammar-small").model


def test_the_command_writes_the_table(tmp_path, monkeypatch, capsys):
    table = tmp_path / "table.csv"
    monkeypatch.setattr(head_removal, "TABLE", table)
    monkeypatch.setattr(head_removal, "held_out_pairs", lambda: held_out_pairs(2))
    monkeypatch.setattr("sys.argv", ["head_removal", str(WEIGHTS)])
    head_removal.main()
    assert "Written: table.csv, 12 rows" in capsys.readouterr().out
    assert len(head_removal.read_results(table)) == 12


def test_a_missing_table_says_how_to_make_it(tmp_path):
    with pytest.raises(FileNotFoundError, match="experiments.head_removal"):
        head_removal.read_results(tmp_path / "none.csv")
