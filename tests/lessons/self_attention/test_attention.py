import numpy as np
import pytest
from drawn import shapes

from helpers.lessons.self_attention import AttentionStepper
from helpers.lessons.self_attention.attention import PANELS, STEPS
from helpers.model import record_attention
from helpers.stage.pen import Text

FIRST = {name: first for line in PANELS for name, _, first, _ in line}


@pytest.fixture
def explorer(translator):
    return AttentionStepper(translator)


def matrices(explorer):
    return {name: explorer[name].numbers for name in FIRST}


def test_the_matrices_have_the_shapes_of_the_running_sentence(explorer):
    shape_of = {name: matrix.shape for name, matrix in matrices(explorer).items()}
    assert shape_of.pop("input") == (3, 128)
    for name in ("query", "key", "value", "heads"):
        assert shape_of.pop(name) == (3, 32)
    assert shape_of == dict.fromkeys(("products", "scores", "weights"), (3, 3))


def test_each_stage_follows_from_the_one_before(explorer):
    _, q, k, v, products, scores, weights, output = matrices(explorer).values()
    np.testing.assert_allclose(products, q @ k.T, atol=1e-4)
    np.testing.assert_allclose(scores, products / np.sqrt(32), atol=1e-5)
    np.testing.assert_allclose(weights.sum(axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(output, weights @ v, atol=1e-5)


@pytest.mark.parametrize("layer", [1, 2])
@pytest.mark.parametrize("head", [1, 4])
def test_layer_and_head_show_the_weights_of_the_real_forward_pass(
    explorer, translator, layer, head
):
    limits = explorer.limits
    explorer.set(layer=layer, head=head)
    with record_attention(translator.model) as maps:
        translator.model.encode(translator.read("I like apples")[1])
    expected = maps[f"encoder.{layer - 1}.self"][0, head - 1].numpy()
    np.testing.assert_allclose(explorer["weights"].numbers, expected, atol=1e-5)
    # One limit holds for all layers and heads.
    assert explorer.limits == limits
    assert explorer["scores"].limits == explorer["products"].limits
    assert explorer["weights"].limits == (0, 1)


@pytest.mark.parametrize("step", range(len(STEPS)))
def test_a_step_shows_what_has_been_computed_and_no_more(explorer, step):
    assert explorer.step.value == 5  # the whole picture comes first
    explorer.step.value = step
    for name, first in FIRST.items():
        assert explorer[name].shown == (first <= step)
        assert explorer[name].current == (first == step)
    # A query needs all keys and all values.
    for name, asked in (("key", 2), ("value", 5)):
        assert explorer[name].outlines == [(0, 0, 3, 32)] * (step == asked)


@pytest.mark.parametrize("word", [0, 2])
def test_the_query_lights_its_row(explorer, word):
    explorer.word.value = word
    for name in ("input", "query", "products", "weights", "heads"):
        assert explorer[name].lit == word
    assert explorer["weights"].write == "row"  # three numbers fit
    texts = {text.words for text in shapes(explorer.parts()[0], Text)}
    assert {f"{w:.2f}" for w in explorer["weights"].numbers[word]} <= texts


def test_a_new_sentence_brings_its_own_queries(explorer):
    explorer.sentence.value = "the cat sleeps"
    assert [label for label, _ in explorer.word.options] == ["the", "cat", "sleeps"]
    assert explorer.word.value == 2  # the last one asks first
    assert explorer["weights"].numbers.shape == (3, 3)
    assert list(explorer["weights"].columns.values()) == ["the", "cat", "sleeps"]


def test_every_step_says_its_numbers(explorer):
    said = []
    for step in range(len(STEPS)):
        explorer.step.value = step
        said.append(explorer.said)
    assert said[0] == "X has a row for each of the 3 words: 128 numbers a word."
    assert "32 numbers" in said[1]
    rows = [explorer[name].numbers[2] for name in ("products", "scores", "weights")]
    products, scores, weights = rows
    assert f"key of “I” best: their dot product is {products.max():.1f}" in said[2]
    before, after = abs(products).max(), abs(scores).max()
    assert said[3] == (
        "Divided by √32 = 5.66: the largest score of “apples” shrinks from "
        f"{before:.2f} to {after:.2f}."
    )
    best = ["I", "like", "apples"][weights.argmax()]
    assert said[4] == (
        f"“apples” looks at “{best}” with weight {weights.max():.2f}; "
        "its row sums to 1.00."
    )
    assert said[5].startswith("The output of “apples” = 0.84 × v of “I” + 0.16 × v of")
