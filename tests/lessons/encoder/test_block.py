import numpy as np
import pytest
import torch

from helpers.lessons.block_walk import cosine
from helpers.lessons.encoder import BlockStepper
from helpers.lessons.encoder.block import LINES, STEPS
from helpers.stage.style import ACCENT, LIT

PANELS = (
    "input self.output sum_1 norm_1",
    "norm_1 again",
    "feed_forward.output sum_2 norm_2",
)
NAMES = [*PANELS[0].split(), PANELS[1], *PANELS[2].split()]
FIRST = [0, 1, 2, 3, 3, 4, 5, 6]  # the step that fills each of them


@pytest.fixture
def stepper(translator):
    return BlockStepper(translator)


def test_it_begins_at_x(stepper):
    """The lesson asks what the arrows do to the shape, before it is seen."""
    assert stepper.step.value == 0
    assert [stepper[name].shown for name in NAMES] == [True] + [False] * 7


@pytest.mark.parametrize("layer", [1, 2])
def test_the_last_panel_is_the_blocks_output(stepper, translator, layer):
    stepper.layer.value = layer
    _, ids, _ = translator.read("I like apples")
    with torch.no_grad():
        x = translator.model.source_embedding(ids)
        for block in translator.model.encoder.layers[:layer]:
            start, x = x, block(x)
    shown = [stepper[name].numbers for name in NAMES]
    np.testing.assert_allclose(shown[0], start[0], atol=1e-5)
    np.testing.assert_allclose(shown[-1], x[0], atol=1e-5)
    np.testing.assert_allclose(shown[2], shown[0] + shown[1], atol=1e-5)
    np.testing.assert_array_equal(shown[4], shown[3])
    np.testing.assert_allclose(shown[6], shown[4] + shown[5], atol=1e-5)


def test_steps_and_sentences_go_together(stepper):
    said = set()
    for step in range(len(STEPS)):
        stepper.step.value = step
        said.add(stepper.said)
        panels = [stepper[name] for name in NAMES]
        assert [panel.shown for panel in panels] == [first <= step for first in FIRST]
        assert [panel.current for panel in panels] == [first == step for first in FIRST]
    assert len(said) == len(STEPS) == max(FIRST) + 1


@pytest.mark.parametrize("layer", [1, 2])
def test_all_tensors_have_one_scale(stepper, layer):
    stepper.layer.value = layer
    assert {stepper[name].limits for name in NAMES} == {stepper["input"].limits}


@pytest.mark.parametrize("word", [0, 2])
def test_the_word_is_lit_and_named(stepper, word):
    stepper.step.value, stepper.word.value = 2, word
    assert stepper["input"].lit == word
    x, _, total = (stepper[name].numbers[word] for name in NAMES[:3])
    assert ["I", "like", "apples"][word] in stepper.said
    assert f"{cosine(x, total):.2f}" in stepper.said


@pytest.mark.parametrize(
    ("step", "found"), [(0, "input"), (1, "self.output"), (4, "feed_forward.output")]
)  # fmt: skip
def test_lengths_are_those_of_the_words_row(stepper, step, found):
    stepper.step.value = step
    assert f"length {np.linalg.norm(stepper[found].numbers[2]):.1f}." in stepper.said


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [(3, "sum_1", "norm_1"), (6, "sum_2", "norm_2")],
)
def test_spreads_are_those_of_the_words_row(stepper, step, before, after):
    stepper.step.value = step
    spreads = [stepper[name].numbers[2].std() for name in (before, after)]
    assert "a spread of {:.2f} becomes {:.2f}".format(*spreads) in stepper.said


def drawn(stepper):
    """Return the strokes and the spots of the flow, not those of the matrices."""
    parts = stepper.parts()[0]
    spots = [
        spot
        for part in parts
        for hit in part.hits
        if hit["kind"] == "spots" and hit["sets"] == "step"
        for spot in hit["spots"]
    ]
    strokes = [s for part in parts for s in part.shapes if hasattr(s, "commands")]
    return strokes, spots


def test_every_step_lights_its_own_arrows(stepper):
    # (nodes, wires) at each step: Add has the residual's wire, too.
    expected = [(1, 0), (1, 1), (1, 2), (2, 1), (1, 1), (1, 2), (1, 1)]
    found = []
    for step in range(len(STEPS)):
        stepper.step.value = step
        strokes, _ = drawn(stepper)
        nodes = [s for s in strokes if s.fill == LIT]
        # A wire is a line and a head, which has no outline.
        heads = [s for s in strokes if s.fill == ACCENT and s.stroke is None]
        found.append((len(nodes), len(heads)))
    assert found == expected


def test_a_click_on_a_node_goes_to_its_step(stepper):
    _, spots = drawn(stepper)
    assert [spot[5] for spot in spots] == FIRST
    says = [spot[4] for spot in spots]
    assert says[2] == "step 3: Add" and says[-1] == "step 7: output"
    assert len(says) == sum(map(len, LINES))


def test_too_many_words_are_refused_with_advice(stepper):
    stepper.sentence.value = "the cat " * 6
    assert "12 words" in stepper.front.problem and "10" in stepper.front.problem
    assert stepper.tokens == ["I", "like", "apples"]


def test_the_last_word_of_a_new_sentence_is_lit(stepper):
    stepper.sentence.value = "the old teacher likes the old hat"
    assert stepper.word.value == 6
