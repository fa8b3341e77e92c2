import numpy as np
import pytest
import torch

from helpers.explorers.block_stepper import cosine
from helpers.explorers.encoder import BlockStepper
from helpers.explorers.encoder.block import SENTENCES
from helpers.figures.encoder.block import STEPS


@pytest.fixture
def stepper(translator):
    return BlockStepper(translator)


def test_it_begins_at_x(stepper):
    """The lesson asks what the arrows do to the shape, before it is seen."""
    assert stepper.step.value == 0
    shown = [panel.image.get_visible() for panel in stepper.picture.panels]
    assert shown == [True] + [False] * 7


@pytest.mark.parametrize("layer", [1, 2])
def test_the_last_panel_is_the_blocks_output(stepper, translator, layer):
    stepper.layer.value = layer
    _, ids, _ = translator.read("I like apples")
    with torch.no_grad():
        x = translator.model.source_embedding(ids)
        for block in translator.model.encoder.layers[:layer]:
            start, x = x, block(x)
    shown = [panel.matrix for panel in stepper.picture.panels]
    np.testing.assert_allclose(shown[0], start[0], atol=1e-5)
    np.testing.assert_allclose(shown[-1], x[0], atol=1e-5)
    np.testing.assert_allclose(shown[2], shown[0] + shown[1], atol=1e-5)
    np.testing.assert_allclose(shown[6], shown[4] + shown[5], atol=1e-5)


def test_steps_and_sentences_go_together(stepper):
    assert len(STEPS) == len(SENTENCES)
    said = set()
    for step in range(len(STEPS)):
        stepper.step.value = step
        said.add(stepper.sentence)
        current = [
            panel
            for panel in stepper.picture.panels
            if panel.title.get_weight() == "bold"
        ]
        assert current
    assert len(said) == len(STEPS)


@pytest.mark.parametrize("word", [0, 2])
def test_the_word_is_lit_and_named(stepper, word):
    stepper.step.value, stepper.word.value = 2, word
    assert stepper.picture.panels[0].row.get_y() == word - 0.5
    x, _, total = (panel.matrix[word] for panel in stepper.picture.panels[:3])
    assert ["I", "like", "apples"][word] in stepper.sentence
    assert f"{cosine(x, total):.2f}" in stepper.sentence


def test_too_many_words_are_refused_with_advice(stepper):
    before = stepper.image.value
    stepper.sentence_box.text.value = "the cat " * 6
    assert "12 words" in stepper.message.value and "10" in stepper.message.value
    assert stepper.image.value == before


def test_reset_puts_everything_back(stepper):
    before = stepper.image.value
    stepper.sentence_box.text.value = "the old teacher likes the old hat"
    assert stepper.word.value == 6 and stepper.image.value != before
    stepper.step.value, stepper.layer.value = 6, 2
    stepper.reset_button.click()
    assert stepper.image.value == before
