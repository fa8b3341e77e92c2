import pytest
import torch

from helpers.explorers.multi_head import SplitStepper
from helpers.explorers.multi_head.split import D_MODEL, join, split, word_numbers
from helpers.model import MultiHeadAttention

LAST = 5


@pytest.fixture(scope="module")
def stepper():
    return SplitStepper()


@pytest.fixture(autouse=True)
def fresh(stepper):
    stepper.reset()


def numbers(stepper, panel):
    texts = stepper.picture.panels[panel].numbers
    return [int(t.get_text()) for t in texts if t.get_visible()]


@pytest.mark.parametrize("words", [2, 5])
@pytest.mark.parametrize("num_heads", [1, 4])
def test_every_head_sees_every_word_once(stepper, words, num_heads):
    stepper.words.value, stepper.num_heads.value = words, num_heads
    d_k = D_MODEL // num_heads
    one_head = [word for word in range(words) for _ in range(d_k)]
    assert numbers(stepper, 1) == num_heads * one_head
    rows = [word for word in range(words) for _ in range(D_MODEL)]
    assert numbers(stepper, 0) == numbers(stepper, 2) == rows


def test_without_transpose_a_head_sees_some_words_twice(stepper):
    stepper.forget.value = True
    stepper.step.value = 2
    assert numbers(stepper, 1)[:16:4] == [0, 0, 1, 1]
    assert "never sees 2 and 3" in stepper.sentence
    stepper.step.value = LAST
    assert "Nothing complains" in stepper.sentence


@pytest.mark.parametrize("step", range(LAST + 1))
def test_a_step_shows_what_has_been_made_and_its_shape(stepper, step):
    stepper.step.value = step
    shown = [panel.image.get_visible() for panel in stepper.picture.panels]
    assert shown == [True, step >= 2, step >= 4]
    shape = {0: (4, 8), 1: (4, 2, 4), 4: (4, 8), 5: (4, 8)}.get(step, (2, 4, 4))
    assert stepper.picture.code.get_text().endswith(str(shape))
    borders = [cut for cut in stepper.picture.panels[0].cuts if cut.get_visible()]
    assert len(borders) == (2 if step >= 1 else 0)


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
