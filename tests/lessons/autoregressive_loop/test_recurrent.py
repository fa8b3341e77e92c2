import numpy as np
import pytest
import torch
from drawn import shapes

from helpers.lessons.autoregressive_loop.recurrent import NUMBER, RecurrentStepper
from helpers.pretrained import load_translator
from helpers.stage.pen import Cells

BECAUSE, (_, ORANGES, _) = RecurrentStepper.asked, RecurrentStepper.examples


@pytest.fixture(scope="module")
def shared(translator, recurrent):
    return RecurrentStepper(translator, recurrent)


@pytest.fixture
def explorer(explorer):
    explorer.sentence.value = "I like apples"
    return explorer


def test_the_states_are_those_of_the_decoder(explorer, recurrent):
    model, states = recurrent.model, explorer.states
    memory, _ = model.encode(explorer.sentence.reading.ids)
    x = model.target_embedding(torch.tensor([explorer.recurrent_turns[-1].before]))
    outputs, last = model.decoder(x, memory.transpose(0, 1).contiguous())
    torch.testing.assert_close(states[-1], last[:, 0])
    torch.testing.assert_close(states[:, -1], outputs[0])


def test_the_cache_holds_the_keys_and_values_of_every_layer(explorer, translator):
    explorer.step.value, model = len(explorer.turns) - 1, translator.model
    x = model.target_embedding(torch.tensor([explorer.fed]))
    attention = model.decoder.layers[0].self_attention
    for name, project in {"key": attention.W_k, "value": attention.W_v}.items():
        kept, expected = explorer[f"{name} 1"].numbers, project(x)[0].detach()
        np.testing.assert_allclose(kept, expected, atol=1e-5)


def test_the_lesson_begins_with_one_word(explorer):
    explorer.reset_button.click()
    assert explorer.step.value == 0
    assert explorer.said.startswith("After 1 word:")
    assert "512 in the cache" in explorer.said


@pytest.mark.parametrize("step", [0, 2, 3])
def test_the_cache_grows_and_the_states_do_not(explorer, step):
    explorer.step.value = step
    fed = ["<bos>", "我", "喜欢", "苹果"][: step + 1]
    for name in ("key 1", "value 1", "key 2", "value 2"):
        shown = explorer[name]
        assert shown.numbers.shape == (step + 1, 128)
        assert shown.row_names == fed and shown.row_sets is explorer.step
    for layer, state in enumerate(explorer.states[step], 1):
        shown = explorer[f"state of layer {layer}"].numbers[0]
        np.testing.assert_allclose(shown, state)
    assert explorer["carries"].note == "carries 48 numbers"
    kept = f"keeps {step + 1} × 512 = {(step + 1) * 512:,} numbers"
    assert explorer["keeps"].note == kept
    assert f"{(step + 1) * 512:,} in the cache, and 1,536" in explorer.said


@pytest.mark.parametrize("width", [900, 390])
def test_a_number_is_as_wide_in_the_states_as_in_the_cache(explorer, width):
    cells = shapes(explorer.parts(width)[0], Cells)
    assert len(cells) == 2 + 4
    for shape in cells:
        assert shape.box.width == pytest.approx(NUMBER * shape.pixels.shape[1])
        assert shape.box.right <= width


def test_the_longer_of_both_outputs_decides_the_steps(explorer):
    words, others = explorer.turns, explorer.recurrent_turns
    assert len(explorer.step.options) == max(len(words), len(others))
    explorer.step.value = explorer.step.values()[-1]
    assert "<eos>" in explorer["Transformer said"].text
    assert f"{len(words) * 512:,} in the cache" in explorer.said


@pytest.mark.parametrize(
    ("text", "transformer", "rnn"),
    [
        ("I like apples", "我喜欢苹果", "我喜欢苹果"),
        (BECAUSE, "玛丽正在读一本书因为她很累", "玛丽正在读一本书"),
        (ORANGES, "她的朋友们想要两个好吃的大橙子", "她的朋友们想要两个好吃的小橙子"),
    ],
)
def test_what_the_notebook_says_of_the_trained_models(
    translator, text, transformer, rnn
):
    other = load_translator("grammar-recurrent")
    assert other.source_vocabulary == translator.source_vocabulary
    assert other.target_vocabulary == translator.target_vocabulary
    found = translator.translate(text).text, other.translate(text).text
    assert found == (transformer, rnn)
