import numpy as np
import pytest
import torch

from helpers.lessons.feed_forward import FeedForwardStepper
from helpers.lessons.feed_forward.stepper import PANELS
from helpers.model import record


@pytest.fixture(scope="module")
def shared(translator):
    return FeedForwardStepper(translator)


@pytest.fixture
def stepper(shared):
    shared.reset()
    return shared


def test_the_tensors_are_those_of_torch_modules(stepper, translator):
    stepper.sentence.value = "the old teacher likes the old hat"
    with torch.no_grad(), record(translator.model) as recorded:
        translator.model.encode(stepper.sentence.reading.ids)
    for number, layer in enumerate(translator.model.encoder.layers):
        x = recorded[f"encoder.{number}.norm_1"][0]
        made = {n: torch.tensor(t) for n, t in stepper.layers[number].items()}
        twin = torch.nn.Sequential(
            torch.nn.Linear(128, 512), torch.nn.ReLU(), torch.nn.Linear(512, 128)
        )
        twin[0].load_state_dict(layer.feed_forward.W_1.state_dict())
        twin[2].load_state_dict(layer.feed_forward.W_2.state_dict())
        with torch.no_grad():
            torch.testing.assert_close(twin[0](x), made["wide"])
            torch.testing.assert_close(twin[:2](x), made["hidden"])
            torch.testing.assert_close(twin(x), made["output"])
            by_hand = made["input"] @ made["W_1"] + layer.feed_forward.W_1.bias
            torch.testing.assert_close(by_hand, made["wide"], atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("step", range(4))
@pytest.mark.parametrize("layer", [1, 2])
@pytest.mark.parametrize("word", [0, 2])
def test_the_matrices_are_filled_as_far_as_the_step(stepper, step, layer, word):
    stepper.set(step=step, layer=layer, word=word)
    first_steps = {"input": 0, "W_1": 1, "wide": 1, "hidden": 2, "W_2": 3, "output": 3}
    for name, first in first_steps.items():
        matrix = stepper[name]
        tensor = stepper.layers[layer - 1][name]
        np.testing.assert_array_equal(matrix.numbers, tensor)
        assert matrix.shown == (first <= step)
        assert matrix.current == (first == step)
        assert matrix.lit == (None if name in ("W_1", "W_2") else word)
    assert f"“{stepper.tokens[word]}”" in stepper.said


def test_weights_and_words_have_a_scale_each_the_same_in_all_layers(stepper):
    limits = stepper.limits
    assert limits["hidden"] == limits["wide"] != limits["W_1"]
    for layer in (1, 2):
        stepper.layer.value = layer
        assert stepper.limits == limits
        assert all(abs(stepper[n].numbers).max() <= limits[n] for n in PANELS)


def test_every_hidden_unit_has_a_pixel_of_its_own(stepper):
    stepper.step.value = 3
    grids = [
        hit
        for part in stepper.parts()[0]
        for hit in part.hits
        if hit["kind"] == "grid" and hit["shape"][1] == 512
    ]
    assert len(grids) == 3  # W_1, and what is wide, before ReLU and after it
    assert all(hit["box"][2] >= 512 for hit in grids)


def test_x_and_the_output_are_drawn_equally_wide(stepper):
    stepper.step.value = 3
    hits = [hit for part in stepper.parts()[0] for hit in part.hits]
    boxes = [h["box"] for h in hits if h["kind"] == "grid" and h["shape"][1] == 128]
    x, W_2, output = boxes
    assert x[0] == W_2[0] and x[2] == W_2[2] == output[2]


def test_a_cell_says_its_unit_from_one(stepper):
    wide, W_2 = stepper["wide"], stepper["W_2"]
    assert wide.names()[0] == ["I", "like", "apples"]
    assert wide.names()[1][509] == "510"
    assert W_2.names()[0][-1] == "512" and W_2.names()[1][-1] == "128"
    assert wide.says.format(row="I", column="510", number="0.94") == (
        "I, unit 510: 0.94"
    )
    assert wide.row_sets is stepper.word and W_2.row_sets is None


def test_what_the_sentences_count(stepper):
    hidden, wide = stepper["hidden"].numbers, stepper["wide"].numbers[2]
    assert (hidden > 0).sum(axis=1).tolist() == [22, 45, 12]  # as the notebook says
    stepper.step.value = 2
    zeros = int((hidden[2] == 0).sum())
    assert f"sets {zeros} of 512" in stepper.said
    assert f"keeps {512 - zeros}." in stepper.said
    stepper.step.value = 1
    least, most = f"−{-wide.min():.1f}", f"{wide.max():.1f}"
    assert f"512 numbers of “apples”, from {least} to {most}." in stepper.said


def test_it_begins_before_the_answer(stepper):
    assert stepper.step.value == 1
    assert not stepper["hidden"].shown
    assert "above zero" not in stepper.said and "keeps" not in stepper.said


def test_a_too_long_sentence_is_refused_and_stays_typed(stepper):
    stepper.sentence.value = "the cat " * 4 + "the"
    assert "That is 9 words" in stepper.front.problem
    assert stepper.tokens == ["I", "like", "apples"]
    stepper.sentence.value = "the cat " * 4
    assert len(stepper.word.options) == 8
