"""Copies of one model from the first step of its training to the last."""

from helpers.pretrained.translator import WEIGHTS, checked_file
from helpers.training.checkpoints import read_tensors
from helpers.training.loop import Snapshot


def load_snapshots(name="grammar-small-snapshots", folder=WEIGHTS):
    """Load the shipped snapshots of a training run, from first to last.

    Shape: -> list of `Snapshot`, each with step, exact_match and weights
    Raises: as `load_translator`.
    """
    tensors, header = read_tensors(checked_file(name, folder))
    return [
        Snapshot(
            step=row["step"],
            exact_match=row["exact_match"],
            weights={
                path.partition("/")[2]: tensor
                for path, tensor in tensors.items()
                if path.partition("/")[0] == str(row["step"])
            },
        )
        for row in header["snapshots"]
    ]
