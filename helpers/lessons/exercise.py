"""What an exercise is, and how an answer is looked through.

Is the answer right, and if not, which famous mistake does it make? Answers may come
from any library and in any precision.
"""

import inspect
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field

import numpy as np
import torch

TOLERANCE = 1e-4
MOST_NUMBERS = 40  # larger inputs and outputs are named by their shape


@dataclass(eq=False)  # its cases hold tensors
class Exercise:
    """A task, its right answer, and the wrong ones that many give.

    `effort` is what the notebook says of it, such as "easy, 5 minutes". The solution is
    a value, or a function that is tried on `cases`, tuples of arguments, the smallest
    first: the first that shows a mistake is shown to the student.

    `mistakes` says what helps whoever makes them: {value: message}, or where functions
    are asked for {name: (message, function, …)}. A wrong function that takes more than
    an expression is decorated with `mistake`.
    """

    name: str
    effort: str
    solution: object
    cases: tuple[tuple, ...] = ((),)
    mistakes: dict = field(default_factory=dict)

    @property
    def is_function(self):
        """Say whether the student writes a function, and not a value."""
        return isinstance(self.solution, Callable)

    def mistake(self, name):
        """Decorate a wrong function, whose docstring helps whoever writes the same."""

        def keep(function):
            message = " ".join(function.__doc__.split())
            self.mistakes[name] = message, function
            return function

        return keep

    def wrong(self, name):
        """Return the function that makes this mistake."""
        return self.mistakes[name][1]

    def wrong_answers(self):
        """Yield (name, message, answer) of each wrong one; a value is its own name."""
        for name, told in self.mistakes.items():
            message, *answers = (told, name) if isinstance(told, str) else told
            yield from ((name, message, answer) for answer in answers)


@dataclass(frozen=True)
class Verdict:
    """Hold what a check found; `started` is False for an untouched exercise.

    `mistake` is the name of the mistake that was recognized, if one was; `evidence`
    are the smallest arguments that show it, what they should give, and what they gave.
    """

    passed: bool
    message: str
    started: bool = True
    mistake: object = None
    evidence: tuple[str, ...] = ()


def examine(exercise, answer):
    """Compare an answer with the right one and with famous mistakes.

    Returns a `Verdict`; whatever the student's function raises is caught and told.
    """
    if exercise.is_function and not callable(answer) and not is_missing(answer):
        kind = type(answer).__name__
        return Verdict(False, f"this is a {kind}: hand over the function, without ()")
    found = outputs(exercise, answer)
    if all(map(is_missing, found)):
        return Verdict(False, nothing_yet(exercise), started=False)
    wanted = outputs(exercise, exercise.solution)
    wrong = [not agree(*pair) for pair in zip(wanted, found, strict=True)]
    if not any(wrong):
        return Verdict(True, "passed")
    first = wrong.index(True)
    evidence = show_case(exercise, first, wanted[first], found[first])
    for name, message, theirs in exercise.wrong_answers():
        if all(map(agree, outputs(exercise, theirs), found)):
            return Verdict(False, message, True, name, evidence)
    message = describe(wanted[first], found[first])
    return Verdict(False, message, evidence=evidence)


def outputs(exercise, answer):
    """List what an answer gives for every case; a value is its own output."""
    if not exercise.is_function or is_missing(answer):
        return [answer] * len(exercise.cases)
    return [run(answer, case) for case in exercise.cases]


def nothing_yet(exercise):
    """Say what to do with an exercise that is untouched."""
    if exercise.is_function:
        return "nothing comes back yet: write your lines, and end with return"
    return "nothing here yet: put your answer in place of the dots"


# Running and comparing


class Failed:
    """Stands for the output of a function that raised an exception."""

    def __init__(self, error):
        self.error = error


def run(answer, case):
    """Call a function on copies of the arguments; what it raises comes back, too."""
    try:
        return answer(*(copy_of(argument) for argument in case))
    except Exception as error:  # a student's function may raise anything
        return Failed(error)


def copy_of(argument):
    """Copy whatever an argument is, so that no function changes it for others."""
    if isinstance(argument, tuple):
        return tuple(map(copy_of, argument))
    return argument.clone() if isinstance(argument, torch.Tensor) else copy(argument)


def is_missing(output):
    """Say whether an output says nothing yet: None, or the dots of the stub."""
    return output is None or output is ...


def agree(ours, theirs):
    """Say whether two outputs are the same, up to rounding.

    Numbers may come as tensors, arrays or lists of any precision, and a batch of one
    counts as what is in it. Two failures agree if both raised the same kind of error.
    """
    if isinstance(ours, Failed) or isinstance(theirs, Failed):
        kinds = [type(getattr(output, "error", None)) for output in (ours, theirs)]
        return kinds[0] is kinds[1]
    if is_missing(ours) or is_missing(theirs):
        return is_missing(ours) and is_missing(theirs)
    if isinstance(ours, str) or isinstance(theirs, str):
        return tidy(ours) == tidy(theirs)
    if isinstance(ours, tuple) and holds_tensors(ours):
        same_length = isinstance(theirs, tuple) and len(ours) == len(theirs)
        return same_length and all(map(agree, ours, theirs))
    ours, theirs = numbers(ours), numbers(theirs)
    if ours is None or theirs is None or ours.shape != theirs.shape:
        return False
    return torch.allclose(ours, theirs, TOLERANCE, TOLERANCE, equal_nan=True)


def tidy(answer):
    """Take a word without capitals and without spaces around it."""
    return answer.strip().lower() if isinstance(answer, str) else answer


def holds_tensors(output):
    """Tell (output, weights) from a tuple of numbers, such as a shape."""
    return any(isinstance(part, (torch.Tensor, np.ndarray)) for part in output)


def numbers(output):
    """Turn an output into a float64 tensor without leading ones; None if it is none."""
    try:
        tensor = torch.as_tensor(np.asarray(plain(output), dtype=np.float64))
    except (TypeError, ValueError, RuntimeError):
        return None
    while tensor.dim() and tensor.size(0) == 1:
        tensor = tensor[0]
    return tensor


def plain(output):
    """Take a tensor out of torch, so that numpy can read it."""
    if isinstance(output, torch.Tensor):
        return output.detach().cpu().numpy()
    if isinstance(output, (list, tuple)):
        return [plain(part) for part in output]
    return output


# Telling what was found


def describe(wanted, found):
    """Say in one sentence how an output differs from the right one."""
    if isinstance(found, Failed):
        kind = type(found.error).__name__
        return f"your lines raise {kind}: {first_line(found.error)}"
    if is_missing(found):
        return "nothing comes back here: is there a return on every path?"
    if isinstance(wanted, tuple) and isinstance(wanted[0], torch.Tensor):
        if not (isinstance(found, tuple) and len(found) == len(wanted)):
            return f"{len(wanted)} things should come back, in a tuple"
        parts = zip(wanted, found, strict=True)
        wanted, found = next(pair for pair in parts if not agree(*pair))
    elif isinstance(found, tuple) and holds_tensors(found):
        return f"one thing should come back, yours are {len(found)}"
    if isinstance(found, str) and not isinstance(wanted, str):
        return "this is a text: write a number, without quotation marks"
    right, yours = numbers(wanted), numbers(found)
    if right is None or yours is None:
        return "that is not it: think again"
    if isinstance(wanted, tuple):  # such as a shape: do not speak of its shape
        return "these are other numbers: have a look at the hints"
    if right.shape != yours.shape:
        wanted, found = tuple(right.shape), tuple(yours.shape)
        return f"the shape should be {wanted}, yours is {found}"
    if yours.isnan().any() and not right.isnan().any():
        return "there is NaN in it: is a row of -inf alone, or a division by 0?"
    if right.dim() == 0:
        return "that is another number: have a look at the hints"
    return "the shape is right, and the numbers are not"


def first_line(error):
    """Return the first line of an error's message."""
    return next(iter(str(error).splitlines()), "no message")


def show_case(exercise, number, wanted, found):
    """Show the arguments of one case, what they should give, and what they gave."""
    if not exercise.is_function:
        return ()
    names = inspect.signature(exercise.solution).parameters
    given = zip(names, exercise.cases[number], strict=False)
    lines = [f"{name} = {show(argument)}" for name, argument in given]
    if not isinstance(found, Failed):
        lines += [f"wanted  {show(wanted)}", f"yours   {show(found)}"]
    return tuple(lines)


def show(thing):
    """Write a thing in one line: of a large tensor, its shape alone."""
    if isinstance(thing, tuple):
        return ", ".join(map(show, thing))
    if not isinstance(thing, (torch.Tensor, np.ndarray)):
        return repr(thing)
    tensor = torch.as_tensor(thing).detach()
    if tensor.numel() > MOST_NUMBERS:
        return f"a tensor of shape {tuple(tensor.shape)}"
    return str(rounded(tensor.tolist()))


def rounded(number):
    """Round all numbers in nested lists to three places."""
    if isinstance(number, list):
        return [rounded(part) for part in number]
    return round(number, 3) + 0 if isinstance(number, float) else number


def wide(rows, columns, seed):
    """Make numbers that no mistake gets right by chance. Shape: -> (rows, columns)"""
    return torch.randn(rows, columns, generator=torch.Generator().manual_seed(seed))
