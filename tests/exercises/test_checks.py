import pytest
import torch

from helpers.exercises.checks import Checks
from helpers.exercises.exercise import Exercise, Mistake

DOUBLE = Exercise(
    name="double",
    lesson="one",
    minutes=1,
    level="easy",
    solution=lambda x: 2 * x,
    cases=((torch.tensor([0.0]),), (torch.tensor([1.0, 3.0]),)),
    mistakes=(Mistake("square", lambda x: x * x, "you square it: times two"),),
)
NUMBER = Exercise("number", "one", 1, "easy", 7, (Mistake("less", 6, "one more"),))
WORD = Exercise("word", "three", 1, "easy", "girl", ())
PAIR = Exercise("pair", "three", 1, "easy", (2, 4), ())
OTHER = Exercise("other", "two", 1, "easy", 1, ())


@pytest.fixture
def check():
    return Checks([DOUBLE, NUMBER, OTHER])


def said(capsys):
    return capsys.readouterr().out.splitlines()


def test_what_is_done_is_counted_for_each_lesson(check, capsys):
    check.double(lambda x: x + x)
    assert said(capsys) == ["✓ double: passed", "    ●○ 1 of 2 done in this lesson"]
    check.other(1)
    assert said(capsys)[-1] == "    ● 1 of 1 done in this lesson"
    check.number(7.0)
    assert said(capsys)[-1] == "    ●● 2 of 2 done in this lesson"
    check.double(lambda x: x * x)
    assert said(capsys)[-1] == "    ●● 2 of 2 done in this lesson"


def test_the_mistake_is_named_with_the_smallest_input_that_shows_it(check, capsys):
    check.double(lambda x: x**2)
    assert said(capsys) == [
        "✗ double: you square it: times two",
        "    x = [1.0, 3.0]",
        "    wanted  [2.0, 6.0]",
        "    yours   [1.0, 9.0]",
        "    ○○ 0 of 2 done in this lesson",
    ]


@pytest.mark.parametrize("answer", [(), (...,), (lambda x: None,), (None,)])
def test_an_untouched_exercise_says_so(check, capsys, answer):
    check.double(*answer)
    assert said(capsys)[0].startswith("○ double: nothing comes back yet")


def test_a_function_that_was_called_is_not_taken_for_a_function(check, capsys):
    check.double(3.0)
    assert "hand over the function, without ()" in said(capsys)[0]


def test_a_wrong_shape_and_nan_are_told(check, capsys):
    check.double(lambda x: torch.zeros(2, 3))
    assert "the shape should be (), yours is (2, 3)" in said(capsys)[0]
    check.double(lambda x: (x, x))
    assert "one thing should come back, yours are 2" in said(capsys)[0]
    check.double(lambda x: x * torch.nan)
    assert "there is NaN in it" in said(capsys)[0]


def test_a_function_cannot_change_the_question(check, capsys):
    def in_place(x):
        x *= 2
        return x

    check.double(in_place)
    check.double(in_place)
    assert said(capsys)[0] == "✓ double: passed"


def test_a_function_cannot_change_what_stands_in_a_tuple(capsys):
    pair = torch.tensor([1.0, 3.0]), torch.tensor([2.0, 4.0])
    both = Exercise("both", "one", 1, "easy", sum, (), ((pair,),))

    def in_place(pair):
        pair[0].add_(pair[1])
        return pair[0]

    check = Checks([both])
    check.both(in_place)
    check.both(in_place)
    assert said(capsys)[0] == "✓ both: passed"
    assert pair[0].tolist() == [1.0, 3.0]


def test_a_wrong_number_and_a_text_are_told_apart(check, capsys):
    check.number(5)
    assert (
        said(capsys)[0] == "✗ number: that is another number: have a look at the hints"
    )
    check.number("7")
    assert "without quotation marks" in said(capsys)[0]
    check.number((7, 0))
    assert "the shape should be (), yours is (2,)" in said(capsys)[0]


@pytest.mark.parametrize("answer", ["girl", "Girl", " girl "])
def test_a_word_may_have_capitals_and_spaces(capsys, answer):
    Checks([WORD]).word(answer)
    assert said(capsys)[0] == "✓ word: passed"


@pytest.mark.parametrize("answer", [(4, 2), (2, 4, 1), 4])
def test_of_a_wrong_shape_as_an_answer_no_shape_is_told(capsys, answer):
    Checks([PAIR]).pair(answer)
    assert said(capsys)[0].startswith("✗ pair: these are other numbers")


def test_a_function_cannot_change_an_object_that_it_is_given(capsys):
    class Counter:
        calls = 0

        def __call__(self):
            self.calls += 1
            return self.calls

    counter = Counter()
    check = Checks(
        [Exercise("once", "one", 1, "easy", lambda f: f(), (), ((counter,),))]
    )
    check.once(lambda f: f())
    assert said(capsys)[0] == "✓ once: passed" and counter.calls == 0


def test_an_unknown_exercise_names_the_near_ones(check):
    with pytest.raises(AttributeError, match="'doble': did you mean double?"):
        check.doble(1)
    assert {"double", "number", "other"} <= set(dir(check))
