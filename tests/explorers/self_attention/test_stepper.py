import numpy as np
import pytest

from helpers.explorers.self_attention import AttentionStepper
from helpers.figures.self_attention.steps import STEPS
from helpers.model import record_attention


@pytest.fixture
def explorer(translator):
    return AttentionStepper(translator)


def matrix(explorer, name):
    return np.asarray(explorer.picture.panels[name].image.get_array())


def is_shown(explorer, name):
    return explorer.picture.panels[name].image.get_visible()


def test_the_matrices_have_the_shapes_of_the_running_sentence(explorer):
    shapes = {name: matrix(explorer, name).shape for name in explorer.picture.panels}
    assert shapes == {
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
    x, q, k, v, scores, scaled, weights, output = (
        matrix(explorer, name) for name in explorer.picture.panels
    )
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
    np.testing.assert_allclose(matrix(explorer, "weights"), expected, atol=1e-5)


@pytest.mark.parametrize("step", range(len(STEPS)))
def test_a_step_shows_what_has_been_computed_and_no_more(explorer, step):
    explorer.step.value = step
    first = explorer.picture.first_step
    for name in explorer.picture.panels:
        assert is_shown(explorer, name) == (first[name] <= step)


@pytest.mark.parametrize("query", [0, 2])
def test_the_query_lights_its_row(explorer, query):
    explorer.step.value = 5
    explorer.query.value = query
    for name in ("x", "query", "scores", "weights", "output"):
        row = explorer.picture.panels[name].row
        assert row.get_visible() and row.get_y() == query - 0.5
    weights = matrix(explorer, "weights")[query]
    written = [
        float(t.get_text()) for t in explorer.picture.panels["weights"].numbers[:3]
    ]
    np.testing.assert_allclose(written, weights, atol=0.006)


def test_a_query_needs_all_keys_and_all_values(explorer):
    explorer.step.value = 2
    assert explorer.picture.panels["key"].row.get_height() == 3
    explorer.step.value = 5
    assert explorer.picture.panels["value"].row.get_height() == 3


def test_next_and_previous_stop_at_the_ends(explorer):
    previous, following = (
        button
        for button in explorer.controls
        if "ious" in getattr(button, "description", "")
        or "Next" in getattr(button, "description", "")
    )
    assert explorer.step.value == 5  # the whole picture comes first
    for _ in range(9):
        previous.click()
    assert explorer.step.value == 0
    for _ in range(9):
        following.click()
    assert explorer.step.value == 5


def test_a_new_sentence_brings_its_own_queries(explorer):
    explorer.sentence_box.text.value = "the cat sleeps"
    assert [label for label, _ in explorer.query.options] == ["the", "cat", "sleeps"]
    assert matrix(explorer, "weights").shape == (3, 3)
    labels = explorer.picture.panels["weights"].ax.get_xticklabels()
    assert [label.get_text() for label in labels] == ["the", "cat", "sleeps"]


def test_an_unknown_word_is_shown_as_unknown_and_named(explorer):
    explorer.sentence_box.text.value = "I like zebras"
    assert [label for label, _ in explorer.query.options] == ["I", "like", "<unk>"]
    assert "zebras" in explorer.message.value


@pytest.mark.parametrize("text", ["", "   ", " ".join(["cat"] * 13)])
def test_what_cannot_be_shown_is_refused_and_kept(explorer, text):
    picture = explorer.image.value
    explorer.sentence_box.text.value = text
    assert explorer.sentence_box.text.value == text
    assert "word" in explorer.message.value
    assert explorer.image.value == picture
    explorer.query.value = 0  # the last good sentence still answers
    assert explorer.image.value != picture


def test_typed_markup_stays_text(explorer):
    explorer.sentence_box.text.value = "I like <script>alert(1)</script>"
    assert "<script" not in explorer.message.value


def test_an_example_can_be_picked(explorer):
    explorer.sentence_box.examples.value = "the old teacher likes the old hat"
    assert explorer.sentence_box.text.value == "the old teacher likes the old hat"
    assert matrix(explorer, "weights").shape == (7, 7)
    explorer.sentence_box.text.value = "the cat sleeps"
    assert explorer.sentence_box.examples.label == "or pick an example"


def test_reset_brings_the_first_picture_back(explorer):
    first = explorer.image.value
    explorer.sentence_box.text.value = "the cat sleeps"
    explorer.step.value, explorer.head.value, explorer.query.value = 4, 3, 0
    explorer.reset_button.click()
    assert explorer.image.value == first
    assert explorer.sentence_box.text.value == "I like apples"


def test_the_sentence_is_true(explorer):
    explorer.step.value = 4
    weights = matrix(explorer, "weights")[2]
    best = ["I", "like", "apples"][weights.argmax()]
    assert explorer.sentence == (
        f"“apples” looks at “{best}” with weight {weights.max():.2f}; "
        "its row sums to 1.00."
    )
