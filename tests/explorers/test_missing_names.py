import pytest
from IPython.core.interactiveshell import InteractiveShell

from helpers.explorers.missing_names import HINT, explain_missing_names


@pytest.fixture
def shell():
    shell = InteractiveShell(colors="nocolor")
    explain_missing_names(shell)
    return shell


def test_a_cell_out_of_turn_says_what_to_run_first(shell, capsys):
    result = shell.run_cell("show(translator_of_the_first_cell)")
    assert isinstance(result.error_in_exec, NameError)
    said = capsys.readouterr().out
    assert "NameError: name 'show' is not defined" in said
    assert HINT.format(name="show") in said


def test_other_errors_stay_as_they_are(shell, capsys):
    result = shell.run_cell("1 / 0")
    assert isinstance(result.error_in_exec, ZeroDivisionError)
    assert "Run All Above" not in capsys.readouterr().out


def test_without_a_notebook_nothing_happens():
    explain_missing_names(None)
