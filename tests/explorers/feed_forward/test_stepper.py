import numpy as np
import pytest
import torch

from helpers.explorers.feed_forward import FeedForwardStepper
from helpers.explorers.feed_forward.stages import feed_forward_stages
from helpers.model.encoder_stages import encoder_stages


@pytest.fixture
def stepper(translator):
    return FeedForwardStepper(translator)


def test_the_stages_are_those_of_torch_modules(translator):
    _, ids, _ = translator.read("the old teacher likes the old hat")
    stages = feed_forward_stages(translator.model, ids)
    blocks = encoder_stages(translator.model, ids)
    layers = translator.model.encoder.layers
    for stage, block, layer in zip(stages, blocks, layers, strict=True):
        twin = torch.nn.Sequential(
            torch.nn.Linear(128, 512), torch.nn.ReLU(), torch.nn.Linear(512, 128)
        )
        twin[0].load_state_dict(layer.feed_forward.W_1.state_dict())
        twin[2].load_state_dict(layer.feed_forward.W_2.state_dict())
        with torch.no_grad():
            torch.testing.assert_close(twin[0](block.middle), stage.wide)
            torch.testing.assert_close(twin[:2](block.middle), stage.bent)
            torch.testing.assert_close(twin(block.middle), stage.output)
            by_hand = stage.x @ stage.W_1 + layer.feed_forward.W_1.bias
            torch.testing.assert_close(by_hand, stage.wide, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("step", [0, 3])
@pytest.mark.parametrize("layer", [1, 2])
@pytest.mark.parametrize("word", [0, 2])
def test_every_control_at_both_ends(stepper, step, layer, word):
    stepper.step.value, stepper.layer.value, stepper.word.value = step, layer, word
    tokens, layers, _ = stepper.sentence_box.accepted
    for name, panel in stepper.picture.panels.items():
        expected = getattr(layers[layer - 1], name).numpy()
        np.testing.assert_array_equal(panel.image.get_array(), expected)
        reached = step == 3 or name == "x"
        assert panel.image.get_visible() == reached
        lit = reached and name not in ("W_1", "W_2")
        assert panel.row.get_visible() == lit
        if lit:
            assert panel.row.get_y() == word - 0.5
    assert f"“{tokens[word]}”" in stepper.sentence


def test_what_the_sentences_count(stepper):
    bent = stepper.sentence_box.accepted[1][0].bent[2]
    zeros = int((bent == 0).sum())
    counts = (stepper.sentence_box.accepted[1][0].bent > 0).sum(dim=1)
    assert counts.tolist() == [22, 45, 12]  # as the notebook says
    stepper.step.value = 2
    assert f"sets {zeros} of 512" in stepper.sentence
    assert f"keeps {512 - zeros}." in stepper.sentence
    stepper.step.value = 1
    wide = stepper.sentence_box.accepted[1][0].wide[2]
    least, most = f"−{-wide.min():.1f}", f"{wide.max():.1f}"
    assert f"512 numbers of “apples”, from {least} to {most}." in stepper.sentence


def test_it_begins_before_the_answer(stepper):
    assert stepper.step.value == 1
    assert not stepper.picture.panels["bent"].image.get_visible()
    assert "above zero" not in stepper.sentence and "keeps" not in stepper.sentence


def test_a_too_long_sentence_is_refused_and_stays_typed(stepper):
    before = stepper.image.value
    stepper.sentence_box.text.value = "the cat " * 4 + "the"
    assert "That is 9 words" in stepper.message.value
    assert stepper.image.value == before
    stepper.sentence_box.text.value = "the cat " * 4
    assert stepper.message.value == ""
    assert len(stepper.word.options) == 8


def test_reset(stepper):
    before = stepper.image.value
    stepper.sentence_box.text.value = "the old teacher likes the old hat"
    stepper.step.value, stepper.layer.value = 3, 2
    assert stepper.image.value != before
    stepper.reset_button.click()
    assert stepper.image.value == before
