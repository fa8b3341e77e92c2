import numpy as np
import pytest
import torch

from helpers.lessons.block_walk import cosine
from helpers.lessons.decoder import DecoderStepper
from helpers.lessons.decoder.block import CROSS_STEP, LINES, STEPS
from helpers.model import causal_mask
from helpers.stage.pen import Box, Pen, Stroke, Text
from helpers.stage.style import ACCENT


@pytest.fixture
def stepper(translator):
    return DecoderStepper(translator)


def panels(stepper):
    """List the matrices, line by line; a line's first is the last of the one before."""
    names = [name for line in LINES for name, *_ in line]
    again = ["" if n % 4 or not n else " again" for n in range(len(names))]
    return [stepper[n + more] for n, more in zip(names, again, strict=True)]


def flow(stepper, number):
    """Draw one line of the block. Returns its shapes."""
    pen = Pen(lambda control, value: value)
    stepper[f"flow {number}"].draw(pen, Box(8, 0, 884, 120))
    return [shape for part in pen.parts for shape in part.shapes]


def lit(stepper):
    """Count the lit strokes of each line's flow."""
    strokes = [
        [s for s in flow(stepper, n) if isinstance(s, Stroke)] for n in (1, 2, 3)
    ]
    return [sum(s.stroke == ACCENT and s.width > 0 for s in line) for line in strokes]


def memory(stepper):
    texts = [shape.words for shape in flow(stepper, 2) if isinstance(shape, Text)]
    return next(words for words in texts if words.startswith("memory"))


@pytest.mark.parametrize("layer", [1, 2])
def test_the_last_panel_is_the_blocks_output(stepper, translator, layer):
    stepper.layer.value = layer
    model = translator.model
    _, ids, _ = translator.read("I like apples")
    target = [1, *translator.target_vocabulary.encode(["我", "喜欢", "苹果"])]
    with torch.no_grad():
        encoded, _ = model.encode(ids)
        x = model.target_embedding(torch.tensor([target]))
        for block in model.decoder.layers[:layer]:
            start, x = x, block(x, encoded, causal_mask(4))
    shown = [panel.numbers for panel in panels(stepper)]
    np.testing.assert_allclose(shown[0], start[0], atol=1e-5)
    np.testing.assert_allclose(shown[-1], x[0], atol=1e-5)
    for line in (0, 4, 8):
        total = shown[line] + shown[line + 1]
        np.testing.assert_allclose(shown[line + 2], total, atol=1e-5)


def test_every_step_has_its_sentence_and_its_arrows(stepper):
    said, lights = set(), []
    for step in range(len(STEPS)):
        stepper.step.value = step
        said.add(stepper.said)
        lights.append([bool(count) for count in lit(stepper)])
        assert [p.shown for p in panels(stepper)] == [
            first <= step for first in (0, 1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9)
        ]
    assert len(said) == len(STEPS)
    # What leaves a line comes into the next.
    only = [True, False, False], [False, True, False], [False, False, True]
    one, two, three = only
    assert lights == [
        *(one, one, one, [True, True, False]),
        *(two, two, [False, True, True]),
        *(three, three, three),
    ]


def test_memory_is_lit_where_the_decoder_looks_across(stepper):
    stepper.step.value = CROSS_STEP + 3  # the FFN: one box, one arrow
    ffn = sum(lit(stepper))
    stepper.step.value = CROSS_STEP
    assert sum(lit(stepper)) == ffn + 2
    assert memory(stepper) == "memory 3 × 128"
    stepper.sentence.value = "Tom bought three books"
    assert memory(stepper) == "memory 4 × 128"
    assert len(panels(stepper)[0].numbers) == 7


def test_who_sends_queries_keys_and_values(stepper):
    letters = [
        [s.words for s in flow(stepper, n) if isinstance(s, Text) and s.words in "QKV"]
        for n in (1, 2, 3)
    ]
    assert letters == [["Q", "K", "V"], ["Q", "K", "V"], []]


def test_what_the_notebook_says_of_the_loudest_part(stepper):
    loudest = "feed_forward.output"
    lengths = {n: np.linalg.norm(x[-1]) for n, x in stepper.block(0).items()}
    assert round(lengths[loudest]) == 69 and round(lengths["norm_2"]) == 12
    sums = "sum_3", loudest
    assert all(lengths[loudest] > 2 * lengths[n] for n in lengths if n not in sums)
    assert abs(stepper[loudest].numbers).max() > stepper[loudest].limits[1]


@pytest.mark.parametrize("word", [0, 3])
def test_the_word_is_lit_and_named(stepper, word):
    stepper.word.value, stepper.step.value = word, 5
    shown = panels(stepper)
    assert {panel.lit for panel in shown} == {word}
    a, _, total = (panel.numbers[word] for panel in shown[4:7])
    assert ["<bos>", "我", "喜欢", "苹果"][word] in stepper.said
    assert f"{cosine(a, total):.2f}" in stepper.said


def test_a_new_sentence_lights_its_last_word(stepper):
    stepper.sentence.value = "Tom bought three books"
    assert stepper.word.value == 6


def test_too_long_a_translation_is_refused_with_advice(stepper):
    stepper.sentence.value = "Tom ate two apples in the park yesterday"
    message = stepper.front.problem
    assert "11 rows" in message and "7" in message and "shorter" in message
    assert memory(stepper) == "memory 3 × 128"
