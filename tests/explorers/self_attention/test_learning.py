import dataclasses

import numpy as np
import pytest

from helpers.explorers.self_attention import LearningExplorer
from helpers.explorers.self_attention.learning import MOST_ROWS
from helpers.training import RECIPES


@pytest.fixture
def explorer(small_translator, snapshots):
    return LearningExplorer(small_translator, snapshots)


def shown_map(explorer):
    return np.asarray(explorer.picture.image.get_array())


def test_attention_turns_from_noise_into_alignment(explorer):
    explorer.snapshot.value = 0
    noise = shown_map(explorer)
    explorer.snapshot.value = len(explorer.snapshots) - 1
    learned = shown_map(explorer)
    assert noise.shape == learned.shape == (4, 3)  # 我 喜欢 苹果 <eos> × I like apples
    assert learned[:3].argmax(axis=1).tolist() == [0, 1, 2]
    assert learned[:3].max(axis=1).mean() > noise[:3].max(axis=1).mean() + 0.2


def test_the_lesson_begins_before_training(explorer):
    assert explorer.sentence.startswith("After 0 steps")


def test_the_notebook_says_when_the_map_and_the_translation_are_right(explorer):
    """The answer that the notebook gives: first the map, then the translation."""
    found = {}
    for number, snapshot in enumerate(explorer.snapshots):
        explorer.snapshot.value = number
        peaks = shown_map(explorer)[:3].argmax(axis=1).tolist()
        output = explorer.picture.output.get_text().split(": ")[1]
        found[snapshot.step] = peaks == [0, 1, 2], output
    assert found[100][0] is False
    assert found[200] == (True, "我喜欢喜欢喜欢")
    assert found[250] == (True, "我喜欢苹果")


@pytest.mark.parametrize("number", [0, -1])
def test_the_marker_stands_on_the_snapshots_exact_match(explorer, number):
    number %= len(explorer.snapshots)
    explorer.snapshot.value = number
    (x,), (y,) = explorer.picture.here.get_data()
    assert (x, y) == (number, 100 * explorer.snapshots[number].exact_match)
    curve = [100 * each.exact_match for each in explorer.snapshots[: number + 1]]
    assert list(explorer.picture.curve.get_ydata()) == curve
    assert f"After {explorer.snapshots[number].step:,} steps" in explorer.sentence


@pytest.mark.parametrize("head", [1, 4])
@pytest.mark.parametrize("name", ["decoder.0.cross", "encoder.0.self"])
def test_map_and_head_show_the_recorded_weights(explorer, head, name):
    explorer.snapshot.value = len(explorer.snapshots) - 1
    explorer.map.value, explorer.head.value = name, head
    _, target, views, _ = explorer.sentence_box.accepted
    expected = views[-1][1][name][head - 1].numpy()
    np.testing.assert_allclose(shown_map(explorer), expected)
    explorer.head.value = 0
    assert not np.allclose(shown_map(explorer), expected)


def test_a_refused_sentence_leaves_the_picture(explorer):
    picture = explorer.image.value
    explorer.sentence_box.text.value = "cat " * 13
    assert "has room for 12" in explorer.message.value
    assert explorer.image.value == picture


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
    return LearningExplorer(small_translator, snapshots, recipe)


def test_training_puts_fresh_snapshots_under_the_slider(trainer, press):
    press(trainer.training)
    assert [label for label, _ in trainer.snapshot.options] == ["0", "10", "30"]
    assert trainer.snapshot.value == 2
    assert (
        trainer.training.bar.value == 30
        and "step 30 of 30" in trainer.training.status.value
    )
    assert (
        not trainer.training.start_button.disabled
        and trainer.training.stop_button.disabled
    )
    shipped = trainer.shipped[0].weights["source_embedding.words.table.weight"]
    fresh = trainer.snapshots[0].weights["source_embedding.words.table.weight"]
    assert fresh.shape == shipped.shape


def test_training_can_be_stopped(trainer, press):
    press(trainer.training, stop_at=10)
    assert trainer.training.bar.value == 10
    assert not trainer.training.start_button.disabled


def test_reset_brings_the_shipped_snapshots_back(trainer, press):
    first = trainer.image.value
    press(trainer.training)
    assert trainer.image.value != first
    trainer.reset_button.click()
    assert trainer.image.value == first


def test_a_failing_training_is_shown_and_raised(trainer, monkeypatch, press):
    def broken(recipe):
        raise RuntimeError("no sentences today")

    monkeypatch.setattr(
        "helpers.explorers.self_attention.learning.grammar_task", broken
    )
    with pytest.raises(RuntimeError):
        press(trainer.training)
    assert "no sentences today" in trainer.message.value
    assert not trainer.training.start_button.disabled


def test_a_translation_without_end_has_no_more_rows_than_fit(explorer):
    explorer.sentence_box.text.value = "she saw an interesting delicious basketball"
    assert len(explorer.picture.map_ax.get_yticklabels()) == MOST_ROWS + 1  # <eos>
    assert shown_map(explorer).shape == (MOST_ROWS + 1, 6)
