"""How long a class waits until the small model is right: steps and seconds."""

import dataclasses

import torch

from helpers.training import RECIPES, TrainingRun, grammar_task

RECIPE = dataclasses.replace(
    RECIPES["grammar-small"], check_every=100, check_sentences=300, steps=4_000
)
GOALS = (0.95, 0.99)


def main():
    """Train until the last goal is reached on held-out sentences."""
    torch.set_num_threads(1)
    goals = list(GOALS)
    for progress in TrainingRun(grammar_task(RECIPE), RECIPE):
        while goals and progress.exact_match >= goals[0]:
            print(
                f"{goals.pop(0):.0%} of 300 held-out sentences right: step "
                f"{progress.step:,}, {progress.seconds:.0f} s of training"
            )
        if not goals:
            return
    print(f"not reached in {RECIPE.steps:,} steps: {', '.join(map(str, goals))}")


if __name__ == "__main__":
    main()
