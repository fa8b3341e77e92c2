import numpy as np
import pytest
import torch
from drawn import hits

from helpers.lessons.feed_forward import FeedForwardStepper
from helpers.lessons.feed_forward.network import PANELS


@pytest.fixture
def stepper(translator):
    return FeedForwardStepper(translator)


def grids(stepper, columns):
    """List the boxes of the matrices that have so many columns."""
    found = [hit for hit in hits(stepper.parts()[0]) if hit["kind"] == "grid"]
    return [hit["box"] for hit in found if hit["shape"][1] == columns]


def test_the_tensors_are_those_of_torch_modules(stepper, translator):
    stepper.sentence.value = "the old teacher likes the old hat"
    for number, layer in enumerate(translator.model.encoder.layers):
        x = torch.tensor(stepper.recorded[f"encoder.{number}.norm_1"])
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


def test_units_have_a_pixel_each_and_x_is_as_wide_as_the_output(stepper):
    stepper.step.value = 3
    wide = grids(stepper, 512)
    assert len(wide) == 3  # W_1, and what is wide, before ReLU and after it
    assert all(box[2] >= 512 for box in wide)
    x, W_2, output = grids(stepper, 128)
    assert x[0] == W_2[0] and x[2] == W_2[2] == output[2]


def test_a_cell_says_its_unit_from_one(stepper):
    wide, W_2 = stepper["wide"], stepper["W_2"]
    assert wide.names()[0] == ["I", "like", "apples"]
    assert wide.names()[1][509] == "510"
    assert W_2.names()[0][-1] == "512" and W_2.names()[1][-1] == "128"
    says = wide.says.format(row="I", column="510", number="0.94")
    assert says == "I, unit 510: 0.94"
    assert wide.row_sets is stepper.word and W_2.row_sets is None


def test_what_the_sentences_count_and_the_first_keeps_for_itself(stepper):
    assert stepper.step.value == 1 and not stepper["hidden"].shown
    assert "above zero" not in stepper.said and "keeps" not in stepper.said
    hidden, wide = stepper["hidden"].numbers, stepper["wide"].numbers[2]
    assert (hidden > 0).sum(axis=1).tolist() == [22, 45, 12]  # as the notebook says
    stepper.step.value = 2
    zeros = int((hidden[2] == 0).sum())
    assert f"sets {zeros} of 512" in stepper.said
    assert f"keeps {512 - zeros}." in stepper.said
    stepper.step.value = 1
    least, most = f"−{-wide.min():.1f}", f"{wide.max():.1f}"
    assert f"512 numbers of “apples”, from {least} to {most}." in stepper.said
