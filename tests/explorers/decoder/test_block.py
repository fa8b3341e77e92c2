import numpy as np
import pytest
import torch

from helpers.explorers.block_stepper import cosine
from helpers.explorers.decoder import DecoderStepper
from helpers.explorers.decoder.block import SENTENCES
from helpers.figures.decoder.block import CROSS_STEP, STEPS
from helpers.model import causal_mask


@pytest.fixture
def stepper(translator):
    return DecoderStepper(translator)


@pytest.mark.parametrize("layer", [1, 2])
def test_the_last_panel_is_the_blocks_output(stepper, translator, layer):
    stepper.layer.value = layer
    model = translator.model
    _, ids, _ = translator.read("I like apples")
    target = [1, *translator.target_vocabulary.encode(["我", "喜欢", "苹果"])]
    with torch.no_grad():
        memory, _ = model.encode(ids)
        x = model.target_embedding(torch.tensor([target]))
        for block in model.decoder.layers[:layer]:
            start, x = x, block(x, memory, causal_mask(4))
    shown = [panel.matrix for panel in stepper.picture.panels]
    np.testing.assert_allclose(shown[0], start[0], atol=1e-5)
    np.testing.assert_allclose(shown[-1], x[0], atol=1e-5)
    for line in (0, 4, 8):
        total = shown[line] + shown[line + 1]
        np.testing.assert_allclose(shown[line + 2], total, atol=1e-5)


def test_every_step_has_its_sentence_and_its_arrows(stepper):
    assert len(STEPS) == len(SENTENCES)
    said = set()
    for step in range(len(STEPS)):
        stepper.step.value = step
        said.add(stepper.sentence)
        lit = {first for first, light in stepper.picture.lights if light.get_visible()}
        assert lit == {step}
    assert len(said) == len(STEPS)


def test_memory_is_lit_where_the_decoder_looks_across(stepper):
    def lit():
        return sum(light.get_visible() for _, light in stepper.picture.lights)

    stepper.step.value = CROSS_STEP + 3  # the FFN: one box, one arrow
    ffn = lit()
    stepper.step.value = CROSS_STEP
    assert lit() == ffn + 2
    assert stepper.picture.memory.get_text() == "memory 3 × 128"
    stepper.sentence_box.text.value = "Tom bought three books"
    assert stepper.picture.memory.get_text() == "memory 4 × 128"
    assert len(stepper.picture.panels[0].matrix) == 7


def test_what_the_notebook_says_of_the_loudest_part(stepper):
    _, blocks, _ = stepper.sentence_box.accepted
    last = blocks[0]._asdict()
    lengths = {name: stage[-1].norm().item() for name, stage in last.items()}
    assert round(lengths["thought"]) == 69 and round(lengths["upper"]) == 12
    sums = "third_sum", "thought"
    assert all(lengths["thought"] > 2 * lengths[n] for n in lengths if n not in sums)


@pytest.mark.parametrize("word", [0, 3])
def test_the_word_is_lit_and_named(stepper, word):
    stepper.word.value, stepper.step.value = word, 5
    assert stepper.picture.panels[4].row.get_y() == word - 0.5
    a, _, total = (panel.matrix[word] for panel in stepper.picture.panels[4:7])
    assert ["<bos>", "我", "喜欢", "苹果"][word] in stepper.sentence
    assert f"{cosine(a, total):.2f}" in stepper.sentence


def test_too_long_a_translation_is_refused_with_advice(stepper):
    before = stepper.image.value
    stepper.sentence_box.text.value = "Tom ate two apples in the park yesterday"
    message = stepper.message.value
    assert "11 rows" in message and "7" in message and "shorter" in message
    assert stepper.image.value == before
    assert stepper.picture.memory.get_text() == "memory 3 × 128"


def test_reset_puts_everything_back(stepper):
    before = stepper.image.value
    stepper.sentence_box.text.value = "the cat is very big"
    stepper.step.value, stepper.layer.value = 0, 2
    assert stepper.image.value != before
    stepper.reset_button.click()
    assert stepper.image.value == before
