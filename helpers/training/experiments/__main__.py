"""Measure again, and write the table that a lesson reads.

python -m helpers.training.experiments heads
"""

import argparse
from pathlib import Path

import torch

from helpers.training.experiments.add_and_norm import GRADIENT, LEARNING
from helpers.training.experiments.beam_repairs import REPAIRS
from helpers.training.experiments.curve_fits import FITS
from helpers.training.experiments.head_removal import REMOVAL
from helpers.training.experiments.leak import LEAK
from helpers.training.experiments.mistakes import MISTAKES
from helpers.training.experiments.real_sentences import REAL
from helpers.training.experiments.sentence_length import LENGTH
from helpers.training.experiments.sizes import HEADS, SIZE, WIDTH

SWEEPS = (SIZE, HEADS, GRADIENT, LEARNING, WIDTH, LEAK)
OTHERS = (FITS, REMOVAL, LENGTH, MISTAKES, REPAIRS, REAL)
EXPERIMENTS = {experiment.name: experiment for experiment in (*SWEEPS, *OTHERS)}


def main(arguments=None):
    """Run one experiment from the command line."""
    description = __doc__.partition("\n")[0]
    parser = argparse.ArgumentParser(
        prog="python -m helpers.training.experiments", description=description
    )
    names = parser.add_subparsers(dest="name", metavar="NAME", required=True)
    for name, experiment in EXPERIMENTS.items():
        command = names.add_parser(name, help=experiment.row.__doc__.splitlines()[0])
        if experiment.needs:
            command.add_argument("path", type=Path, help=experiment.needs)
    options = vars(parser.parse_args(arguments))
    torch.set_num_threads(1)
    EXPERIMENTS[options.pop("name")].write(*options.values())


if __name__ == "__main__":
    main()
