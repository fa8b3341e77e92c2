"""Train the models of this project: loss, schedule, loop, and what came out."""

from helpers.training.evaluation import exact_match, right_peaks
from helpers.training.loop import Progress, Snapshot, TrainingRun
from helpers.training.loss import label_smoothed_loss, warmup_schedule
from helpers.training.recipes import RECIPES, Recipe
from helpers.training.tasks import Split, Task, encode_samples, grammar_task
