import pytest
import torch

from helpers.lessons.exercise import Exercise, examine
from helpers.lessons.exercises import Checks

EASY = "easy, 1 minutes"
DOUBLE = Exercise(
    "double",
    EASY,
    solution=lambda x: 2 * x,
    cases=((torch.tensor([0.0]),), (torch.tensor([1.0, 3.0]),)),
    mistakes={"square": ("you square it: times two", lambda x: x * x)},
)
NUMBER = Exercise("number", EASY, 7, mistakes={6: "one more"})
WORD, PAIR = Exercise("word", EASY, "girl"), Exercise("pair", EASY, (2, 4))
OTHER = Exercise("other", EASY, 1)


@pytest.fixture
def check():
    return Checks({"one": [DOUBLE, NUMBER], "two": [OTHER], "three": [WORD, PAIR]})


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


def test_a_decorated_function_is_a_mistake_and_its_docstring_helps():
    exercise = Exercise("double", EASY, DOUBLE.solution, DOUBLE.cases)

    @exercise.mistake("thrice")
    def thrice(x):
        """you take it three times:
        twice is enough"""
        return 3 * x

    verdict = examine(exercise, lambda x: x + x + x)
    assert verdict.mistake == "thrice" and exercise.wrong("thrice") is thrice
    assert verdict.message == "you take it three times: twice is enough"
    value = examine(NUMBER, 6.0)
    assert (value.mistake, value.message) == (6, "one more")


def test_the_mistake_is_named_with_the_smallest_input_that_shows_it(check, capsys):
    check.double(lambda x: x**2)
    assert said(capsys) == [
        "✗ double: you square it: times two",
        "    x = [1.0, 3.0]",
        "    wanted  [2.0, 6.0]",
        "    yours   [1.0, 9.0]",
        "    ○○ 0 of 2 done in this lesson",
    ]


@pytest.mark.parametrize(
    ("name", "answer", "says"),
    [
        ("double", (), "○ double: nothing comes back yet"),
        ("double", (...,), "○ double: nothing comes back yet"),
        ("double", (None,), "○ double: nothing comes back yet"),
        ("double", (lambda x: None,), "○ double: nothing comes back yet"),
        ("double", (3.0,), "hand over the function, without ()"),
        ("double", (lambda x: torch.zeros(2, 3),), "shape should be (), yours is (2, "),
        ("double", (lambda x: (x, x),), "one thing should come back, yours are 2"),
        ("double", (lambda x: x * torch.nan,), "there is NaN in it"),
        ("number", (5,), "that is another number: have a look at the hints"),
        ("number", ("7",), "without quotation marks"),
        ("number", ((7, 0),), "the shape should be (), yours is (2,)"),
        ("word", ("girl",), "✓ word: passed"),
        ("word", ("Girl",), "✓ word: passed"),
        ("word", (" girl ",), "✓ word: passed"),
        ("pair", ((4, 2),), "✗ pair: these are other numbers"),
        ("pair", ((2, 4, 1),), "✗ pair: these are other numbers"),
        ("pair", (4,), "✗ pair: these are other numbers"),
    ],
)
def test_what_is_wrong_is_told(check, capsys, name, answer, says):
    getattr(check, name)(*answer)
    assert says in said(capsys)[0]


class Counter:
    calls = 0

    def __call__(self):
        self.calls += 1
        return self.calls


@pytest.mark.parametrize(
    ("solution", "in_place", "argument", "state"),
    [
        (lambda x: 2 * x, lambda x: x.mul_(2), torch.tensor([1.0]), torch.Tensor.item),
        (
            sum,
            lambda pair: pair[0].add_(pair[1]),
            (torch.tensor([1.0, 3.0]), torch.tensor([2.0, 4.0])),
            lambda pair: pair[0].tolist(),
        ),
        (lambda f: f(), lambda f: f(), Counter(), lambda f: f.calls),
    ],
    ids=["a tensor", "a tensor in a tuple", "an object"],
)
def test_a_function_cannot_change_what_it_is_given(
    capsys, solution, in_place, argument, state
):
    before = state(argument)
    check = Checks({"one": [Exercise("once", EASY, solution, ((argument,),))]})
    for _ in range(2):
        check.once(in_place)
        assert said(capsys)[0] == "✓ once: passed"
    assert state(argument) == before


def test_an_unknown_exercise_names_the_near_ones(check):
    with pytest.raises(AttributeError, match="'doble': did you mean double?"):
        check.doble(1)
    assert {"double", "number", "other"} <= set(dir(check))
