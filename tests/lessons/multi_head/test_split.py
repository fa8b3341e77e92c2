import pytest
import torch

from helpers.lessons.multi_head import SplitStepper
from helpers.lessons.multi_head.split import D_MODEL, join, split, word_numbers
from helpers.model import MultiHeadAttention
from helpers.stage.pen import Text

LAST = 5


@pytest.fixture(scope="module")
def shared():
    return SplitStepper()


@pytest.fixture
def stepper(shared):
    shared.reset()
    return shared


def panels(stepper):
    last = "Z" if stepper.step.value == LAST else "Concat"
    return [stepper[name] for name in ("x W_Q", "heads", last)]


def numbers(stepper, panel):
    return panels(stepper)[panel].numbers.ravel().tolist()


@pytest.mark.parametrize("words", [2, 5])
@pytest.mark.parametrize("num_heads", [1, 4])
def test_every_head_sees_every_word_once(stepper, words, num_heads):
    stepper.words.value, stepper.num_heads.value = words, num_heads
    d_k = D_MODEL // num_heads
    one_head = [word for word in range(words) for _ in range(d_k)]
    assert numbers(stepper, 1) == num_heads * one_head
    rows = [word for word in range(words) for _ in range(D_MODEL)]
    assert numbers(stepper, 0) == numbers(stepper, 2) == rows


def test_every_cell_has_its_number_written_in_it(stepper):
    shapes = [shape for part in stepper.parts()[0] for shape in part.shapes]
    written = [s.words for s in shapes if isinstance(s, Text) and s.words.isdigit()]
    assert written == [f"{n}" for panel in range(3) for n in numbers(stepper, panel)]
    assert [panel.texts[0][0] for panel in panels(stepper)] == [
        "a number of word 0"
    ] * 3
    assert panels(stepper)[1].row_names[5] == "head 2, row 1"


def test_without_transpose_a_head_sees_some_words_twice(stepper):
    stepper.forget_transpose.value = True
    stepper.step.value = 2
    assert numbers(stepper, 1)[:16:4] == [0, 0, 1, 1]
    assert "never sees 2 and 3" in stepper.said
    stepper.step.value = LAST
    assert "Nothing complains" in stepper.said


@pytest.mark.parametrize("step", range(LAST + 1))
def test_a_step_shows_what_has_been_made_and_its_shape(stepper, step):
    stepper.step.value = step
    assert [panel.shown for panel in panels(stepper)] == [True, step >= 2, step >= 4]
    lit = [panel.current for panel in panels(stepper)]
    assert lit == [step < 2, 2 <= step < 4, step >= 4]
    shape = {0: (4, 8), 1: (4, 2, 4), 4: (4, 8), 5: (4, 8)}.get(step, (2, 4, 4))
    assert stepper["shape"].text == f"→ {shape}"
    first, heads, _ = panels(stepper)
    borders = [(0, 0, 4, 4), (0, 4, 4, 4)] if step >= 1 else []
    assert first.outlines == borders
    assert heads.outlines == [(0, 0, 4, 4), (4, 0, 4, 4)]
    sizes = " 2 × 4 × 4" if step >= 2 else ""
    assert heads.title.removeprefix("heads ") == sizes or heads.title == "heads"


@pytest.mark.parametrize(
    ("step", "right", "wrong"),
    [
        (1, "q = q.view(4, 2, 4)", "q = q.view(2, 4, 4)"),
        (2, "q = q.transpose(0, 1)", "# forgotten"),
        (4, "z = z.transpose(0, 1).reshape(4, 8)", "z = z.reshape(4, 8)"),
        (5, "z = W_o(z)", "z = W_o(z)"),
    ],
)
def test_the_code_is_that_of_the_step_with_the_mistake_and_without(
    stepper, step, right, wrong
):
    stepper.step.value = step
    assert stepper["code"].text == right
    stepper.forget_transpose.value = True
    assert stepper["code"].text == wrong
    assert panels(stepper)[0].outlines == [] and panels(stepper)[1].shown


def test_the_split_is_the_one_of_the_model():
    x = torch.randn(1, 5, D_MODEL)
    expected = MultiHeadAttention(D_MODEL, 2).split_heads(x)[0]
    torch.testing.assert_close(split(x[0], 2), expected)
    torch.testing.assert_close(join(split(x[0], 2)), x[0])


def test_the_mistake_has_the_right_shape_and_the_wrong_rows():
    x = word_numbers(4)
    assert split(x, 2, wrong=True).shape == split(x, 2).shape
    assert not torch.equal(split(x, 2, wrong=True), split(x, 2))
    assert torch.equal(join(split(x, 2, wrong=True), wrong=True), x)
