"""One block, arrow by arrow: encoder and decoder keep the same promises."""

import numpy as np
import pytest
import torch
from drawn import draw, shapes, spots

from helpers.lessons.decoder import DecoderStepper
from helpers.lessons.decoder.block import CROSS_STEP
from helpers.lessons.encoder import EncoderStepper
from helpers.lessons.steppers import cosine
from helpers.model import causal_mask
from helpers.stage.pen import Box, Stroke, Text
from helpers.stage.style import ACCENT, LIT

NODES = 4  # of a line: what comes in, the part, Add, Norm


@pytest.fixture(params=[EncoderStepper, DecoderStepper])
def stepper(translator, request):
    return request.param(translator)


@pytest.fixture
def decoder(translator):
    return DecoderStepper(translator)


def panels(stepper):
    """List the matrices, line by line; a line's first is the last of the one before."""
    names = [name for line in stepper.lines for name, *_ in line]
    again = ["" if n % NODES or not n else " again" for n in range(len(names))]
    return [stepper[n + more] for n, more in zip(names, again, strict=True)]


def first_steps(stepper):
    """List the step that fills each of the matrices."""
    return [3 * n + place for n in range(len(stepper.lines)) for place in range(NODES)]


def flows(stepper):
    """Draw the lines of the block. Returns the parts of each."""
    numbers = range(1, len(stepper.lines) + 1)
    return [draw(Box(8, 0, 884, 120), stepper[f"flow {n}"]) for n in numbers]


def lit(parts):
    """Count the lit nodes and wires of a line; a wire's head has no outline."""
    strokes = shapes(parts, Stroke)
    heads = [s for s in strokes if s.fill == ACCENT and s.stroke is None]
    return len([s for s in strokes if s.fill == LIT]), len(heads)


@pytest.mark.parametrize("layer", [1, 2])
def test_the_panels_are_what_the_block_computes(stepper, layer):
    stepper.layer.value = layer
    model, ids = stepper.translator.model, stepper.sentence.reading.ids
    with torch.no_grad():
        x, blocks, more = model.source_embedding(ids), model.encoder.layers, ()
        if isinstance(stepper, DecoderStepper):
            words = stepper.translator.target_vocabulary.encode(["我", "喜欢", "苹果"])
            x = model.target_embedding(torch.tensor([[1, *words]]))
            blocks, more = model.decoder.layers, (model.encode(ids)[0], causal_mask(4))
        for block in blocks[:layer]:
            start, x = x, block(x, *more)
    shown = [panel.numbers for panel in panels(stepper)]
    np.testing.assert_allclose(shown[0], start[0], atol=1e-5)
    np.testing.assert_allclose(shown[-1], x[0], atol=1e-5)
    for line in range(0, len(shown), NODES):
        total = shown[line] + shown[line + 1]
        np.testing.assert_allclose(shown[line + 2], total, atol=1e-5)
        if line:
            np.testing.assert_array_equal(shown[line], shown[line - 1])


def test_every_step_has_its_sentence_its_matrices_and_its_arrows(stepper):
    said, steps = set(), stepper.step.values()
    for step in steps:
        stepper.step.value = step
        said.add(stepper.said)
        shown, firsts = panels(stepper), first_steps(stepper)
        assert [panel.shown for panel in shown] == [first <= step for first in firsts]
        assert [panel.current for panel in shown] == [first == step for first in firsts]
        # Add has the residual's wire, too; what leaves a line comes into the next.
        line = max(step - 1, 0) // 3
        lights = [(0, 0)] * len(stepper.lines) + [(0, 0)]
        lights[line] = [(1, 0), (1, 1), (1, 2), (1, 1)][step - 3 * line]
        if step and step % 3 == 0:
            lights[line + 1] = (1, 0)
        if isinstance(stepper, DecoderStepper) and step == CROSS_STEP:
            lights[line] = (2, 2)  # memory
        assert list(map(lit, flows(stepper))) == lights[:-1]
    assert len(said) == len(steps) == max(firsts) + 1


@pytest.mark.parametrize("word", [0, 2])
def test_what_is_said_is_measured_in_the_words_row(stepper, word):
    for step in stepper.step.values():
        stepper.set(step=step, word=word)
        assert {panel.lit for panel in panels(stepper)} == {word}
        line = max(step - 1, 0) // 3
        rows = [p.numbers[word] for p in panels(stepper)[NODES * line :][:NODES]]
        lengths = [f"length {np.linalg.norm(row):.1f}." for row in rows]
        spreads = [f"{row.std():.2f}" for row in rows]
        measured = lengths[0], lengths[1], f"cosine {cosine(rows[0], rows[2]):.2f}."
        measured += (f"a spread of {spreads[2]} becomes {spreads[3]}",)
        assert measured[step - 3 * line] in stepper.said.replace("−", "-")
        named = "{word}" in [*stepper.steps.values()][step]
        assert (f"“{stepper.words[word]}”" in stepper.said) == named


@pytest.mark.parametrize("layer", [1, 2])
def test_all_tensors_have_one_scale(stepper, layer):
    stepper.layer.value = layer
    assert len({panel.limits for panel in panels(stepper)}) == 1


def test_a_click_on_a_node_goes_to_its_step(stepper):
    found = [spot for parts in flows(stepper) for spot in spots(parts)]
    nodes = [(value, says) for *_, says, value in found if "memory" not in says]
    assert [value for value, _ in nodes] == first_steps(stepper)
    names = [name for name, _ in stepper.step.options]
    assert [says for _, says in nodes] == [
        f"step {n + 1}: {names[n]}" for n, _ in nodes
    ]
    assert nodes[2] == (2, "step 3: Add") and nodes[-1][1].endswith(": output")


def test_a_new_sentence_lights_its_last_word(stepper):
    stepper.sentence.value = "Tom bought three books"
    assert stepper.word.value == len(stepper.words) - 1


def test_the_encoder_begins_at_x(translator):
    """The lesson asks what the arrows do to the shape, before it is seen."""
    shown = [panel.shown for panel in panels(EncoderStepper(translator))]
    assert shown == [True] + [False] * 7


def test_memory_and_who_sends_queries_keys_and_values(decoder):
    def written():
        lines = [shapes(parts, Text) for parts in flows(decoder)]
        return [[text.words for text in line] for line in lines]

    letters = [[words for words in line if words in "QKV"] for line in written()]
    assert letters == [["Q", "K", "V"], ["Q", "K", "V"], []]
    assert "memory 3 × 128" in written()[1]
    decoder.sentence.value = "Tom bought three books"
    assert "memory 4 × 128" in written()[1]
    assert len(panels(decoder)[0].numbers) == 7


def test_what_the_notebook_says_of_the_loudest_part(decoder):
    loudest = "feed_forward.output"
    lengths = {n: np.linalg.norm(x[-1]) for n, x in decoder.layers[0].items()}
    assert round(lengths[loudest]) == 69 and round(lengths["norm_2"]) == 12
    sums = "sum_3", loudest
    assert all(lengths[loudest] > 2 * lengths[n] for n in lengths if n not in sums)
    assert abs(decoder[loudest].numbers).max() > decoder[loudest].limits[1]
