"""The command line, with a model so small that it takes seconds."""

import dataclasses

import pytest
import torch

import helpers.training.__main__ as command
from helpers.language import Vocabulary
from helpers.model import RecurrentSeq2Seq
from helpers.pretrained import load_snapshots, load_translator
from helpers.training import RECIPES, TrainingRun
from helpers.training.checkpoints import Checkpoint, load_checkpoint, sha256
from helpers.training.recipes import RecurrentRecipe


@pytest.fixture(autouse=True)
def tiny_recipes(monkeypatch, recipe):
    monkeypatch.setitem(RECIPES, "grammar-small", recipe)


def test_training_writes_a_translator_its_snapshots_and_a_card(tmp_path, capsys):
    command.main(["grammar-small", "--output", str(tmp_path)])
    translator = load_translator("grammar-small", folder=tmp_path)
    tokens = translator.translate("I like apples").source_tokens
    assert tokens == ("I", "like", "apples")
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


def test_a_run_goes_on_from_the_weights_of_another(tmp_path, recipe, monkeypatch):
    first, second = (tmp_path / name / "grammar-small.safetensors" for name in "ab")
    command.main(["grammar-small", "--output", str(first.parent)])
    idle = dataclasses.replace(recipe, steps=1, warmup_steps=10**9)
    monkeypatch.setitem(RECIPES, "grammar-small", idle)
    start = ["--start", str(first)]
    command.main(["grammar-small", "--output", str(second.parent), *start])
    before, after = (load_checkpoint(path).weights for path in (first, second))
    assert all(torch.allclose(before[n], after[n], atol=1e-3) for n in before)
    card = second.with_suffix(".md").read_text("utf-8")
    assert sha256(first) in card and "--start FILE" in card


@pytest.mark.parametrize(
    ("change", "message"),
    [({"d_model": 8}, "d_model=16"), ({"train_sentences": 100}, "is missing")],
)
def test_weights_that_do_not_fit_are_refused(
    tmp_path, recipe, monkeypatch, change, message
):
    path = tmp_path / "grammar-small.safetensors"
    if "d_model" in change:
        command.main(["grammar-small", "--output", str(tmp_path)])
    other = dataclasses.replace(recipe, **change)
    monkeypatch.setitem(RECIPES, "grammar-small", other)
    with pytest.raises(SystemExit, match=message):
        command.main(["grammar-small", "--start", str(path)])


def test_weights_that_know_other_words_are_refused(task, recipe):
    run = TrainingRun(task, recipe)
    words = Vocabulary([f"w{n}" for n in range(len(task.source_vocabulary) - 4)])
    start = Checkpoint(
        run.model.config, words, task.target_vocabulary, run.best.weights
    )
    with pytest.raises(ValueError, match="know other words"):
        TrainingRun(task, recipe, start)


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
        (["tatoeba"], "cmn-eng.zip from https://www.manythings.org/anki"),
        (["grammar", "--corpus", "cmn.txt"], "grammar makes its own sentences"),
        (["tatoeba", "--corpus", "no/cmn.txt"], "there is no file"),
    ],
)
def test_a_wrong_command_line_says_what_is_wrong(arguments, message, capsys):
    with pytest.raises(SystemExit) as error:
        command.main(arguments)
    assert message in capsys.readouterr().err + str(error.value)


def test_help_names_every_model_and_option(capsys):
    with pytest.raises(SystemExit):
        command.main(["--help"])
    text = capsys.readouterr().out
    for word in ("grammar-small", "--steps", "--seed", "--threads", "--output"):
        assert word in text
