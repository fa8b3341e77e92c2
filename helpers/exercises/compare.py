"""Compare an answer with another, whatever library and precision it was made with."""

from copy import copy

import numpy as np
import torch

TOLERANCE = 1e-4


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
