import dataclasses

import numpy as np
import pytest

from helpers.lessons.self_attention import LearningLab
from helpers.lessons.self_attention.learning import MOST_ROWS
from helpers.training import RECIPES


@pytest.fixture
def explorer(small_translator, snapshots):
    return LearningLab(small_translator, snapshots)


def test_attention_turns_from_noise_into_alignment(explorer):
    explorer.snapshot.value = 0
    noise = explorer["map"].numbers
    explorer.snapshot.value = len(explorer.snapshots) - 1
    learned = explorer["map"].numbers
    assert noise.shape == learned.shape == (4, 3)  # 我 喜欢 苹果 <eos> × I like apples
    assert learned[:3].argmax(axis=1).tolist() == [0, 1, 2]
    assert learned[:3].max(axis=1).mean() > noise[:3].max(axis=1).mean() + 0.2


def test_the_lesson_begins_before_training(explorer):
    assert explorer.said.startswith("After 0 steps")


def test_the_notebook_says_when_the_map_and_the_translation_are_right(explorer):
    """The answer that the notebook gives: first the map, then the translation."""
    found = {}
    for number, snapshot in enumerate(explorer.snapshots):
        explorer.snapshot.value = number
        peaks = explorer["map"].numbers[:3].argmax(axis=1).tolist()
        output = explorer["output"].text.split(": ")[1]
        found[snapshot.step] = peaks == [0, 1, 2], output
    assert found[100][0] is False
    assert found[200] == (True, "我喜欢喜欢喜欢")
    assert found[250] == (True, "我喜欢苹果")


@pytest.mark.parametrize("number", [0, -1])
def test_the_marker_stands_on_the_snapshots_exact_match(explorer, number):
    number %= len(explorer.snapshots)
    explorer.snapshot.value = number
    plot = explorer["curve"]
    here = plot["here"]
    exact_match = explorer.snapshots[number].exact_match
    assert (here.xs, here.ys) == ([number], [100 * exact_match])
    shares = [100 * each.exact_match for each in explorer.snapshots[: number + 1]]
    assert plot["curve"].ys == shares
    assert plot.sets is explorer.snapshot
    assert f"After {explorer.snapshots[number].step:,} steps" in explorer.said


@pytest.mark.parametrize("head", [1, 4])
@pytest.mark.parametrize("name", ["decoder.0.cross", "encoder.0.self"])
def test_map_and_head_show_the_recorded_weights(explorer, head, name):
    explorer.snapshot.value = len(explorer.snapshots) - 1
    explorer.map.value, explorer.head.value = name, head
    then = explorer.translator_then
    maps = then.attention("I like apples", ["我", "喜欢", "苹果"])
    expected = maps[name][head - 1].numpy()
    np.testing.assert_allclose(explorer["map"].numbers, expected)
    explorer.head.value = 0
    assert not np.allclose(explorer["map"].numbers, expected)


def test_the_sentence_is_about_the_last_word(explorer):
    explorer.snapshot.value = len(explorer.snapshots) - 1
    weight = explorer["map"].numbers[2, 2]
    assert f"“苹果” looks at “apples” with weight {weight:.2f}" in explorer.said
    explorer.map.value = "encoder.0.self"
    row = explorer["map"].numbers[2]
    best = explorer.tokens[row.argmax()]
    assert f"“apples” looks at “{best}” with weight {row.max():.2f}" in explorer.said


def test_a_refused_sentence_leaves_the_picture(explorer):
    explorer.sentence.value = "cat " * 13
    assert "has room for 12" in explorer.front.problem
    assert explorer["map"].numbers.shape == (4, 3)


@pytest.fixture
def trainer(small_translator, snapshots):
    """The explorer with a training of a few steps; its sizes fit the shipped model."""
    recipe = dataclasses.replace(
        RECIPES["grammar-small"],
        steps=30,
        train_sentences=100,
        held_out=10,
        check_sentences=10,
        check_every=30,
        snapshot_steps=(0, 10, 30),
    )
    return LearningLab(small_translator, snapshots, recipe)


def test_training_puts_fresh_snapshots_under_the_slider(trainer, press):
    press(trainer.training)
    assert [label for label, _ in trainer.snapshot.options] == ["0", "10", "30"]
    assert [label for label, _ in trainer.snapshot.widget.options] == ["0", "10", "30"]
    assert trainer.snapshot.value == 2
    assert trainer.said.startswith("After 30 steps")
    run = trainer.training
    assert run.bar.value == 30 and "step 30 of 30" in run.status.value
    assert not run.start_button.disabled and run.stop_button.disabled
    shipped, fresh = (
        snapshots[0].weights["source_embedding.words.table.weight"]
        for snapshots in (trainer.shipped, trainer.snapshots)
    )
    assert fresh.shape == shipped.shape
    assert trainer.snapshots is not trainer.shipped


def test_training_can_be_stopped_and_begun_again(trainer, press):
    press(trainer.training, stop_at=10)
    assert trainer.training.bar.value == 10
    assert not trainer.training.start_button.disabled
    assert [label for label, _ in trainer.snapshot.options] == ["0", "10"]
    assert trainer.snapshot.value == 1
    press(trainer.training)
    assert trainer.training.bar.value == 30
    assert trainer.snapshot.value == 2


def test_reset_brings_the_shipped_snapshots_back(trainer, press):
    first = trainer.front.frame
    press(trainer.training)
    assert trainer.front.frame["parts"] != first["parts"]
    trainer.reset_button.click()
    assert trainer.front.frame["parts"] == first["parts"]
    assert trainer.snapshots is trainer.shipped


def test_a_failing_training_is_shown_and_raised(trainer, monkeypatch, press):
    def broken(recipe):
        raise RuntimeError("no sentences today")

    monkeypatch.setattr("helpers.lessons.self_attention.learning.grammar_task", broken)
    with pytest.raises(RuntimeError):
        press(trainer.training)
    assert "no sentences today" in trainer.front.problem
    assert not trainer.training.start_button.disabled


def test_a_translation_without_end_has_no_more_rows_than_fit(explorer):
    explorer.sentence.value = "she saw an interesting delicious basketball"
    assert len(explorer["map"].rows) == MOST_ROWS + 1  # <eos>
    assert explorer["map"].numbers.shape == (MOST_ROWS + 1, 6)
