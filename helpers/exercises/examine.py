"""Look an answer through: is it right, and if not, what is the likely mistake?"""

import inspect
from dataclasses import dataclass

import numpy as np
import torch

from helpers.exercises.compare import (
    Failed,
    agree,
    holds_tensors,
    is_missing,
    numbers,
    run,
)

MOST_NUMBERS = 40  # larger inputs and outputs are named by their shape


@dataclass(frozen=True)
class Verdict:
    """Hold what a check found; `started` is False for an untouched exercise.

    `mistake` is the name of the mistake that was recognized, if one was; `evidence`
    are the smallest arguments that show it, what they should give, and what they gave.
    """

    passed: bool
    message: str
    started: bool = True
    mistake: str | None = None
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
    for mistake in exercise.mistakes:
        theirs = outputs(exercise, mistake.answer)
        if all(map(agree, theirs, found)):
            return Verdict(False, mistake.message, True, mistake.name, evidence)
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
        return (
            f"the shape should be {tuple(right.shape)}, yours is {tuple(yours.shape)}"
        )
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
