"""What a patient is: a model with a mistake in it, and what a student is told."""

from collections.abc import Callable
from dataclasses import dataclass

from helpers.exercises.clinic.maps import forced_map
from helpers.exercises.clinic.probe import Probe
from helpers.training.bugs import BUGS


@dataclass(frozen=True)
class Patient:
    """Hold one sick model of a lesson.

    `bug` names one of `helpers.training.bugs`; `symptom` is what a student is told
    first, `diagnosis` what is to be found, `cause` how it comes about. `probe` proves
    it. `attention` names the map in which to look for it, `draw` makes that map, and
    `own_keys` says that the sick map's columns are the target's words. `padding` is how
    many <pad> stand behind the sentence, as in a batch.
    """

    bug: str
    symptom: str
    diagnosis: str
    cause: str
    probe: Probe
    attention: str = "encoder.0.self"
    padding: int = 0
    draw: Callable = forced_map
    own_keys: bool = False

    @property
    def lesson(self):
        """Return the lesson that the mistake belongs to."""
        return BUGS[self.bug].lesson

    def sick(self, model):
        """Return the `Machine` with the mistake in it."""
        return BUGS[self.bug].sick(model)

    def healthy(self, model):
        """Return the `Machine` without it."""
        return BUGS[self.bug].healthy(model)

    def map(self, machine, source_ids, target_ids):
        """Return a machine's attention map, a row for each query.

        Shape: source_ids (1, S), target_ids (1, T) -> (H, queries, keys)
        """
        return self.draw(machine.model, source_ids, target_ids, self.attention)
