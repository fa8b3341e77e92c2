"""The command line, with a model so small that it takes seconds."""

import dataclasses

import pytest

import helpers.training.__main__ as command
from helpers.model import RecurrentSeq2Seq
from helpers.pretrained import load_snapshots, load_translator
from helpers.training import RECIPES
from helpers.training.recipes import RecurrentRecipe


@pytest.fixture(autouse=True)
def tiny_recipes(monkeypatch, recipe):
    monkeypatch.setitem(RECIPES, "grammar-small", recipe)


def test_training_writes_a_translator_its_snapshots_and_a_card(tmp_path, capsys):
    command.main(["grammar-small", "--output", str(tmp_path)])
    translator = load_translator("grammar-small", folder=tmp_path)
    assert translator.translate("I like apples").source_tokens == (
        "I",
        "like",
        "apples",
    )
    snapshots = load_snapshots("grammar-small-snapshots", folder=tmp_path)
    assert [snapshot.step for snapshot in snapshots] == [0, 2, 6]
    card = (tmp_path / "grammar-small.md").read_text("utf-8")
    assert "python -m helpers.training grammar-small" in card
    assert "exact match, 20 held-out sentences" in card
    assert "exact match, 20 held-out sentences" in capsys.readouterr().out


def test_a_recurrent_model_is_trained_by_the_same_command(
    tmp_path, monkeypatch, recipe
):
    shared = {
        field.name: getattr(recipe, field.name)
        for field in dataclasses.fields(RECIPES["grammar-recurrent"])
    }
    tiny = RecurrentRecipe(**shared | {"name": "grammar-recurrent"})
    monkeypatch.setitem(RECIPES, tiny.name, tiny)
    command.main([tiny.name, "--output", str(tmp_path)])
    model = load_translator(tiny.name, folder=tmp_path).model
    assert isinstance(model, RecurrentSeq2Seq)
    card = (tmp_path / "grammar-recurrent.md").read_text("utf-8")
    assert "recurrent Seq2Seq" in card and "1+1 layers of GRUs" in card
    assert "cross-attention" not in card.lower()


def test_training_twice_writes_the_same_bytes(tmp_path):
    for folder in ("a", "b"):
        command.main(["grammar-small", "--output", str(tmp_path / folder)])
    a, b = (tmp_path / folder / "grammar-small.safetensors" for folder in ("a", "b"))
    assert a.read_bytes() == b.read_bytes()


def test_ctrl_c_keeps_the_best_weights_so_far(tmp_path, monkeypatch, capsys):
    step = command.TrainingRun.train_step

    def interrupted(run, number):
        if number == 4:
            raise KeyboardInterrupt
        return step(run, number)

    monkeypatch.setattr(command.TrainingRun, "train_step", interrupted)
    command.main(["grammar-small", "--output", str(tmp_path)])
    assert "Keeping the best weights" in capsys.readouterr().out
    assert load_translator("grammar-small", folder=tmp_path).model


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["grammer"], "invalid choice: 'grammer'"),
        ([], "required: model"),
        (["grammar", "--steps", "0"], "'0' is no whole number from 1 up"),
        (["grammar", "--threads", "many"], "'many' is no whole number"),
    ],
)
def test_a_wrong_command_line_says_what_is_wrong(arguments, message, capsys):
    with pytest.raises(SystemExit):
        command.main(arguments)
    assert message in capsys.readouterr().err


def test_help_names_every_model_and_option(capsys):
    with pytest.raises(SystemExit):
        command.main(["--help"])
    text = capsys.readouterr().out
    for word in ("grammar-small", "--steps", "--seed", "--threads", "--output"):
        assert word in text
