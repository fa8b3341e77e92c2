import pytest
from drawn import shapes

from helpers.lessons.multi_head import SplitStepper
from helpers.lessons.multi_head.split import D_MODEL
from helpers.stage.pen import Text

LAST = 5


@pytest.fixture
def stepper():
    return SplitStepper()


def panels(stepper):
    last = "Z" if stepper.step.value == LAST else "Concat"
    return [stepper[name] for name in ("x W_Q", "heads", last)]


def numbers(stepper):
    return [panel.numbers.ravel().tolist() for panel in panels(stepper)]


@pytest.mark.parametrize("words", [2, 5])
@pytest.mark.parametrize("num_heads", [1, 4])
def test_every_head_sees_every_word_once(stepper, words, num_heads):
    stepper.set(words=words, num_heads=num_heads)
    d_k = D_MODEL // num_heads
    one_head = [word for word in range(words) for _ in range(d_k)]
    rows = [word for word in range(words) for _ in range(D_MODEL)]
    assert numbers(stepper) == [rows, num_heads * one_head, rows]


def test_every_cell_has_its_number_written_in_it(stepper):
    written = [text.words for text in shapes(stepper.parts()[0], Text)]
    written = [words for words in written if words.isdigit()]
    assert written == [str(n) for panel in numbers(stepper) for n in panel]
    says = [panel.texts[0][0] for panel in panels(stepper)]
    assert says == ["a number of word 0"] * 3
    assert stepper["heads"].row_names[5] == "head 2, row 1"


def test_without_transpose_a_head_sees_some_words_twice(stepper):
    rows, heads, _ = numbers(stepper)
    stepper.set(forget_transpose=True, step=2)
    wrong_rows, wrong_heads, wrong_joined = numbers(stepper)
    assert wrong_rows == wrong_joined == rows and wrong_heads != heads
    assert stepper["heads"].numbers.shape == (8, 4)
    assert wrong_heads[:16:4] == [0, 0, 1, 1]
    assert "never sees 2 and 3" in stepper.said
    stepper.step.value = LAST
    assert "Nothing complains" in stepper.said


@pytest.mark.parametrize(
    ("step", "shape", "right", "wrong"),
    [
        (0, (4, 8), "q = W_q(x)", "q = W_q(x)"),
        (1, (4, 2, 4), "q = q.view(4, 2, 4)", "q = q.view(2, 4, 4)"),
        (2, (2, 4, 4), "q = q.transpose(0, 1)", "# forgotten"),
        (3, (2, 4, 4), *["z = softmax(q @ k.mT / √d_k) @ v"] * 2),
        (4, (4, 8), "z = z.transpose(0, 1).reshape(4, 8)", "z = z.reshape(4, 8)"),
        (5, (4, 8), "z = W_o(z)", "z = W_o(z)"),
    ],
)
def test_a_step_shows_what_has_been_made_its_shape_and_its_code(
    stepper, step, shape, right, wrong
):
    stepper.step.value = step
    first, heads, last = panels(stepper)
    assert [first.shown, heads.shown, last.shown] == [True, step >= 2, step >= 4]
    lit = [panel.current for panel in (first, heads, last)]
    assert lit == [step < 2, 2 <= step < 4, step >= 4]
    assert stepper["shape"].text == f"→ {shape}"
    assert first.outlines == ([(0, 0, 4, 4), (0, 4, 4, 4)] if step >= 1 else [])
    assert heads.outlines == [(0, 0, 4, 4), (4, 0, 4, 4)]
    assert heads.title == "heads" + "  2 × 4 × 4" * (step >= 2)
    assert stepper["code"].text == right
    stepper.forget_transpose.value = True
    assert stepper["code"].text == wrong
    assert stepper["x W_Q"].outlines == []
    assert stepper["heads"].shown == (step >= 1)
