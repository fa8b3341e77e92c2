"""The bug clinic: sick models to be looked at, probed and diagnosed."""

import difflib

import torch

from helpers import stage
from helpers.language import BOS, BOS_ID, EOS, PAD
from helpers.lessons.sentences import SentenceExplorer, drawable, of_head
from helpers.stage.style import ACCENT, INK, MUTED, PROBLEM, SMALL
from helpers.training.experiments import clinic as experiment

MOST_WRITTEN = 16
MOST_SHOWN = 10  # characters of a translation in the middle of a line
EXAMPLES = (
    "the old teacher likes the old hat",
    "Tom ate two apples in the park yesterday",
    "I like apples",
    "she did not buy the book",
)
LEAST_ALIKE = 0.5  # of a typed diagnosis to one on the list, from 0 to 1
NOT_TRAINED = ("trained in health:", "the mistake came", "afterwards")
# What a paragraph is called, and how many lines it may have.
PARAGRAPHS = {
    "in health": 1,
    "the patient": 1,
    "if trained so": 1,
    "probe": 4,
    "diagnosis": 5,
}
NAME_WIDTH, LINE = 126, 21  # pixels


class ClinicExplorer(SentenceExplorer):
    """Show a model with a mistake in it beside the healthy one, until it is named.

    `patients` are those of one lesson, `everyone` gives the list of diagnoses.

    Source: the mistakes of `helpers.training.bugs`; their curves are those of
    `helpers.training.experiments.clinic`.
    """

    height = 632
    most_words, least_words = 9, 2
    rows = (
        "patient sentence",
        "head probe",
        "diagnosis reveal",
    )
    patient = stage.Choice(
        "patient",
        lambda self: numbered(self.patients),
        "Whom you examine",
    )
    sentence = stage.Sentence(EXAMPLES)
    head = stage.Head("One head, or the mean of all", mean=True)
    # Of a new patient nothing is known yet: see `after`.
    probe = stage.Choice(
        "probe",
        lambda self: [("none", -1), *numbered(self.probes)],
        "A measurement, taken on both models",
    )
    diagnosis = stage.Typed(
        "diagnosis",
        lambda self: sorted(self.by_diagnosis),
        "What is wrong with the patient? Pick it, or type and press Enter",
    )

    def __init__(self, translator, patients, everyone):
        self.patients = patients
        self.by_diagnosis = {each.diagnosis: each for each in everyone}
        self.probes = list(dict.fromkeys(each.probe for each in patients))
        self.curves = {}
        for point in experiment.read_results():
            self.curves.setdefault(point.bug, []).append(point)
        super().__init__(translator)

    def after(self, **changes):
        """Return the values of all controls; a new patient comes without findings."""
        if changes.get("patient", self.values["patient"]) != self.values["patient"]:
            changes = {"probe": -1, "diagnosis": ""} | changes
        return super().after(**changes)

    @stage.Action("Reveal", "Say what is wrong")
    def reveal(self):
        """Fill in the right diagnosis."""
        self.diagnosis.value = self.called_in.diagnosis

    # Both models, and what they make of the sentence

    @property
    def called_in(self):
        """The patient who is examined."""
        return self.patients[self.patient.value]

    @stage.derived
    def machines(self):
        """The sick model, and the healthy one."""
        model = self.translator.model
        return self.called_in.sick(model), self.called_in.healthy(model)

    @stage.derived
    def fed(self):
        """The healthy translation, <bos> first, and its ids. Shape: words, (1, T)"""
        found = self.translator.translate(self.sentence.value)
        words = found.target_tokens[:MOST_WRITTEN]
        ids = [BOS_ID, *self.translator.target_vocabulary.encode(words)]
        return [BOS, *drawable(words)], torch.tensor([ids])

    @stage.derived
    def batch(self):
        """The sentence as both models read it. Shape: (1, S + padding)"""
        sizes = 0, self.called_in.padding
        pad_id = self.translator.model.config.pad_id
        return torch.nn.functional.pad(self.sentence.reading.ids, sizes, value=pad_id)

    @stage.derived
    def maps(self):
        """The attention that is shown, of both. Shape: (H, queries, keys) each"""
        return [self.called_in.map(m, self.batch, self.fed[1]) for m in self.machines]

    @stage.derived
    def translations(self):
        """What both models write."""
        return [self.text_of(m.says(self.batch, MOST_WRITTEN)) for m in self.machines]

    @stage.derived
    def takings(self):
        """What probes found on this patient and sentence, as far as they were taken."""
        return {}

    def taken(self, probe):
        """Return what a probe finds, on the patient and in health."""
        takings = self.takings
        if probe not in takings:
            source_ids, target_ids = self.sentence.reading.ids, self.fed[1]
            takings[probe] = [
                probe.take(machine, source_ids, target_ids) for machine in self.machines
            ]
        return takings[probe]

    def text_of(self, ids):
        """Join what a machine wrote to a text; an <eos> that ends it is left out."""
        words = self.translator.target_vocabulary.decode(ids[0].tolist())
        while words and words[-1] == PAD:
            words.pop()
        if words and words[-1] == EOS and EOS not in words[:-1]:
            words.pop()
        return "".join(drawable(words))

    # Diagnosing

    def meant(self, typed):
        """Find the diagnosis that was typed, or None."""
        words, known = typed.lower().split(), list(self.by_diagnosis)
        found = [each for each in known if all(w in each.lower() for w in words)]
        if typed not in known and len(found) != 1:
            found = difflib.get_close_matches(typed, known, 1, LEAST_ALIKE)
        return typed if typed in known else next(iter(found), None)

    def answer(self, typed):
        """Say whether a diagnosis is right, with the numbers that prove it.

        Returns (text, colour).
        """
        if not typed.strip():
            return "not yet", MUTED
        diagnosis = self.meant(typed)
        if diagnosis is None:
            words = "That is not on the list. Pick one, or type a few of its words."
            return words, PROBLEM
        patient, suspect = self.called_in, self.by_diagnosis[diagnosis]
        probe, numbers = suspect.probe, self.taken(suspect.probe)
        sick, well = map(probe.show, numbers)
        found = f"{probe.question} The patient: {sick}. In health: {well}."
        if suspect is patient:
            text = f"Yes: {diagnosis}. {patient.cause} The proof: {found}"
        elif len(set(map(probe.reading, numbers))) == 1:
            text = f"No: then a probe would show it. {probe.question} As in health: "
            text += f"{sick}."
        else:
            text = f"No, though the probe for it finds something: {found}"
        return text, INK

    def finding(self):
        """Say what the chosen probe asks, and what it finds."""
        if self.probe.value < 0:
            return "none taken yet"
        probe = self.probes[self.probe.value]
        sick, well = map(probe.show, self.taken(probe))
        return (
            f"{probe.question} Wanted: {probe.wanted}. The patient: {sick}. "
            f"In health: {well}."
        )

    # The picture

    def picture(self):
        patient, fed = self.called_in, self.fed[0]
        read = [*self.tokens, *[PAD] * patient.padding]
        rows = read if patient.attention.startswith("encoder") else fed
        keys = read if patient.attention.endswith("cross") else rows
        sick, well = (of_head(maps, self.head.value) for maps in self.maps)
        # What a healthy decoder may not see; a patient may.
        hidden = stage.causal(len(fed)) if keys is fed else None
        own_keys = fed if patient.own_keys else keys
        maps = [
            self.map_of(sick, "the patient", PROBLEM, rows, own_keys),
            self.map_of(well, "in health", INK, rows, keys, hidden=hidden),
        ]
        paragraphs = [
            stage.Label(
                *(text, SMALL, colour),
                lines=PARAGRAPHS[name],
                heading=name,
                heading_colour=ACCENT if name in ("probe", "diagnosis") else MUTED,
                indent=NAME_WIDTH,
                name=name,
            )
            for name, (text, colour) in self.paragraphs.items()
        ]
        above = stage.Row(*maps, self.loss_plot(), gap=30)
        return stage.Column(above, *paragraphs, gap=4)

    def map_of(self, weights, title, colour, rows, keys, hidden=None):
        return stage.Matrix(
            weights, title, rows=rows, columns=keys, x="key", y="query",
            colour=colour, hidden=hidden, name=f"map: {title}",
        )  # fmt: skip

    def loss_plot(self):
        healthy = self.curves[experiment.HEALTHY.name]
        trained = self.curves.get(self.called_in.bug, [])
        floor = experiment.least_loss()
        lines = [
            loss_line(healthy, INK, 2, "in health"),
            loss_line(trained, PROBLEM, 2.4, "if trained so"),
            stage.Rule(y=floor, colour=MUTED, dash=(4, 3)),
            stage.Note(1990, floor, "least possible", MUTED, align="right", dy=12),
        ]
        if not trained:
            lines += [
                stage.Note(1000, 1.9, text, MUTED, align="center", dy=LINE * n)
                for n, text in enumerate(NOT_TRAINED)
            ]
        return stage.Plot(
            lines,
            stage.Axis(0, 2000, "training step", (0, 1000, 2000)),
            stage.Axis(0.6, 2.6, "loss", {1: "1.0", 1.5: "1.5", 2: "2.0", 2.5: "2.5"}),
            legend=2,
            name="curves",
        )

    @property
    def paragraphs(self):
        """What is written below the maps: {name: (text, colour)}"""
        healthy = self.curves[experiment.HEALTHY.name]
        sick, well = self.translations
        trained = outcome(self.curves.get(self.called_in.bug, []), healthy)
        return {
            "in health": (well, INK),
            "the patient": (sick, INK if sick == well else PROBLEM),
            "if trained so": (trained, INK),
            "probe": (self.finding(), INK),
            "diagnosis": self.answer(self.diagnosis.value),
        }

    def say(self):
        return f"Patient {self.patient.value + 1}: {self.called_in.symptom}"


def numbered(things):
    """Offer things by their numbers, from 1; the values count from 0."""
    return [(str(number + 1), number) for number in range(len(things))]


def loss_line(points, colour, width, name):
    """Draw a curve of losses."""
    steps, losses = [p.step for p in points], [p.loss for p in points]
    return stage.Line(steps, losses, colour, width, name=name)


def outcome(trained, healthy):
    """Say how good a model is at the end that was trained with the mistake."""
    if not trained:
        return "no model was trained with it"
    end, best = trained[-1], healthy[-1]
    written = end.written.split("/")[0] or "nothing"
    if len(written) > MOST_SHOWN:
        written = f"{written[:MOST_SHOWN]}…"
    return (
        f"{end.exact_match:.0%} of held-out sentences are right (in health "
        f"{best.exact_match:.0%}); “{experiment.SENTENCES[0]}” becomes {written}"
    )
