import numpy as np
import pytest
import torch

from helpers.lessons.autoregressive_loop.recurrent import (
    NUMBER,
    RecurrentExplorer,
    carried_cache,
    carried_states,
)
from helpers.pretrained import load_translator
from helpers.stage.pen import Cells


@pytest.fixture(scope="module")
def explorer(translator, recurrent):
    explorer = RecurrentExplorer(translator, recurrent)
    yield explorer
    explorer.close()


@pytest.fixture(autouse=True)
def fresh(explorer):
    explorer.reset_button.click()
    explorer.sentence.value = "I like apples"


def test_the_states_are_those_of_the_decoder(recurrent):
    _, source_ids, _ = recurrent.read("I like apples")
    ids, states = carried_states(recurrent.model, source_ids)
    memory, _ = recurrent.model.encode(source_ids)
    fed = torch.tensor([[1, *ids[:-1]]])
    x = recurrent.model.target_embedding(fed)
    outputs, last = recurrent.model.decoder(x, memory.transpose(0, 1).contiguous())
    torch.testing.assert_close(states[-1], last[:, 0])
    torch.testing.assert_close(states[:, -1], outputs[0])


def test_the_cache_holds_the_keys_and_values_of_every_layer(translator):
    model, (_, source_ids, _) = translator.model, translator.read("I like apples")
    ids, cache = carried_cache(model, source_ids)
    assert cache.shape == (4, len(ids), 128)
    fed = model.target_embedding(torch.tensor([[1, *ids[:-1]]]))
    attention = model.decoder.layers[0].self_attention
    torch.testing.assert_close(cache[0], attention.W_k(fed)[0])
    torch.testing.assert_close(cache[1], attention.W_v(fed)[0])


def test_the_lesson_begins_with_one_word(explorer):
    explorer.reset_button.click()
    assert explorer.step.value == 0
    assert explorer.said.startswith("After 1 word:")
    assert "512 in the cache" in explorer.said


@pytest.mark.parametrize("step", [0, 2, 3])
def test_the_cache_grows_and_the_states_do_not(explorer, step):
    explorer.step.value = step
    (_, cache), (_, states) = explorer.cache, explorer.states
    fed = ["<bos>", "我", "喜欢", "苹果"][: step + 1]
    for number, block in enumerate(cache, 1):
        shown = explorer[f"block {number}"]
        assert shown.numbers.shape == (step + 1, 128)
        np.testing.assert_allclose(shown.numbers, block[: step + 1])
        assert shown.row_names == fed and shown.row_sets is explorer.step
    for layer, state in enumerate(states[step], 1):
        shown = explorer[f"state of layer {layer}"].numbers[0]
        np.testing.assert_allclose(shown, state)
    assert explorer["carries"].note == "carries 48 numbers"
    kept = f"keeps {step + 1} × 512 = {(step + 1) * 512:,} numbers"
    assert explorer["keeps"].note == kept
    assert f"{(step + 1) * 512:,} in the cache, and 1,536" in explorer.said


@pytest.mark.parametrize("width", [900, 390])
def test_a_number_is_as_wide_in_the_states_as_in_the_cache(explorer, width):
    parts, _ = explorer.parts(width)
    cells = [s for part in parts for s in part.shapes if isinstance(s, Cells)]
    assert len(cells) == 2 + 4
    for shape in cells:
        assert shape.box.width == pytest.approx(NUMBER * shape.pixels.shape[1])
        assert shape.box.right <= width


def test_the_longer_of_both_outputs_decides_the_steps(explorer):
    (words, _), (others, _) = explorer.cache, explorer.states
    assert len(explorer.step.options) == max(len(words), len(others))
    explorer.step.value = explorer.step.options[-1][1]
    assert "<eos>" in explorer["Transformer said"].text
    assert f"{len(words) * 512:,} in the cache" in explorer.said


def test_a_long_sentence_is_refused(explorer):
    before = explorer.front.frame["parts"]
    explorer.sentence.value = "cat " * 13
    assert "has room for 12" in explorer.front.problem
    assert explorer.front.frame["parts"] == before


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("I like apples", ("我喜欢苹果", "我喜欢苹果")),
        (
            "Mary is reading a book because she is tired",
            ("玛丽正在读一本书因为她很累", "玛丽正在读一本书"),
        ),
        (
            "her friends want two delicious big oranges",
            ("她的朋友们想要两个好吃的大橙子", "她的朋友们想要两个好吃的小橙子"),
        ),
    ],
)
def test_what_the_notebook_says_of_the_trained_models(translator, text, both):
    models = translator, load_translator("grammar-recurrent")
    assert tuple(model.translate(text).text for model in models) == both
