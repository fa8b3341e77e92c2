import numpy as np
import pytest

from helpers.lessons.self_attention import AttentionStepper
from helpers.lessons.self_attention.stepper import PANELS, STEPS
from helpers.model import record_attention

FIRST = {name: first for line in PANELS for name, _, first, _ in line}


@pytest.fixture
def explorer(translator):
    return AttentionStepper(translator)


def matrices(explorer):
    return {name: explorer[name].numbers for name in FIRST}


def test_the_matrices_have_the_shapes_of_the_running_sentence(explorer):
    assert {name: matrix.shape for name, matrix in matrices(explorer).items()} == {
        "x": (3, 128),
        "query": (3, 32),
        "key": (3, 32),
        "value": (3, 32),
        "scores": (3, 3),
        "scaled": (3, 3),
        "weights": (3, 3),
        "output": (3, 32),
    }


def test_each_stage_follows_from_the_one_before(explorer):
    x, q, k, v, scores, scaled, weights, output = matrices(explorer).values()
    np.testing.assert_allclose(scores, q @ k.T, atol=1e-4)
    np.testing.assert_allclose(scaled, scores / np.sqrt(32), atol=1e-5)
    np.testing.assert_allclose(weights.sum(axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(output, weights @ v, atol=1e-5)


@pytest.mark.parametrize("layer", [1, 2])
@pytest.mark.parametrize("head", [1, 4])
def test_layer_and_head_show_the_weights_of_the_real_forward_pass(
    explorer, translator, layer, head
):
    explorer.layer.value, explorer.head.value = layer, head
    _, ids, _ = translator.read("I like apples")
    with record_attention(translator.model) as maps:
        translator.model.encode(ids)
    expected = maps[f"encoder.{layer - 1}.self"][0, head - 1].numpy()
    np.testing.assert_allclose(explorer["weights"].numbers, expected, atol=1e-5)


def test_one_limit_holds_for_all_layers_and_heads(explorer):
    limits = explorer.limits
    explorer.layer.value, explorer.head.value = 2, 3
    assert explorer.limits == limits
    assert explorer["scaled"].limits == explorer["scores"].limits
    assert explorer["weights"].limits == (0, 1)


@pytest.mark.parametrize("step", range(len(STEPS)))
def test_a_step_shows_what_has_been_computed_and_no_more(explorer, step):
    explorer.step.value = step
    for name, first in FIRST.items():
        assert explorer[name].shown == (first <= step)
        assert explorer[name].current == (first == step)


@pytest.mark.parametrize("word", [0, 2])
def test_the_query_lights_its_row(explorer, word):
    explorer.word.value = word
    for name in ("x", "query", "scores", "weights", "output"):
        assert explorer[name].lit == word
    assert explorer["weights"].write == "row"  # three numbers fit
    texts = {
        shape.words
        for part in explorer.parts()[0]
        for shape in part.shapes
        if hasattr(shape, "words")
    }
    assert {f"{w:.2f}" for w in explorer["weights"].numbers[word]} <= texts


def test_a_query_needs_all_keys_and_all_values(explorer):
    explorer.step.value = 2
    assert explorer["key"].outlines == [(0, 0, 3, 32)]
    explorer.step.value = 5
    assert explorer["value"].outlines == [(0, 0, 3, 32)]
    assert explorer["key"].outlines == []


def test_next_and_previous_stop_at_the_ends(explorer):
    assert explorer.step.value == 5  # the whole picture comes first
    for _ in range(9):
        explorer.step.previous.click()
    assert explorer.step.value == 0
    for _ in range(9):
        explorer.step.next.click()
    assert explorer.step.value == 5


def test_a_new_sentence_brings_its_own_queries(explorer):
    explorer.sentence.value = "the cat sleeps"
    assert [label for label, _ in explorer.word.options] == ["the", "cat", "sleeps"]
    assert explorer.word.value == 2  # the last one asks first
    assert explorer["weights"].numbers.shape == (3, 3)
    assert list(explorer["weights"].columns.values()) == ["the", "cat", "sleeps"]


def test_an_unknown_word_is_shown_as_unknown_and_named(explorer):
    explorer.sentence.value = "I like zebras"
    assert [label for label, _ in explorer.word.options] == ["I", "like", "<unk>"]
    assert "zebras" in explorer.note()


@pytest.mark.parametrize("text", ["", "   ", " ".join(["cat"] * 13)])
def test_what_cannot_be_shown_is_refused_and_kept(explorer, text):
    explorer.sentence.value = text
    assert explorer.sentence.widget.value == text
    assert "word" in explorer.front.problem
    assert explorer.tokens == ["I", "like", "apples"]
    explorer.word.value = 0  # the last good sentence still answers
    assert explorer["weights"].lit == 0


def test_the_sentence_is_true(explorer):
    explorer.step.value = 4
    weights = explorer["weights"].numbers[2]
    best = ["I", "like", "apples"][weights.argmax()]
    assert explorer.said == (
        f"“apples” looks at “{best}” with weight {weights.max():.2f}; "
        "its row sums to 1.00."
    )


def test_every_step_says_its_numbers(explorer):
    said = []
    for step in range(len(STEPS)):
        explorer.step.value = step
        said.append(explorer.said)
    assert said[0] == "X has a row for each of the 3 words: 128 numbers a word."
    assert "32 numbers" in said[1]
    scores, scaled = (explorer[name].numbers[2] for name in ("scores", "scaled"))
    assert f"key of “I” best: their dot product is {scores.max():.1f}" in said[2]
    before, after = (abs(row).max() for row in (scores, scaled))
    assert f"√32 = 5.66: the largest score of “apples” shrinks from {before:.2f} to "
    assert said[3].endswith(f"{before:.2f} to {after:.2f}.")
    assert said[5].startswith("The output of “apples” = 0.84 × v of “I” + 0.16 × v of")
