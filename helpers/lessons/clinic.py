"""The bug clinic: sick models to be looked at, probed and diagnosed."""

import difflib
from collections import defaultdict
from functools import cache

import torch
from torch.nn.functional import pad

from helpers import stage
from helpers.language import BOS, BOS_ID, EOS, PAD
from helpers.lessons import clinic_training as experiment
from helpers.lessons.patient import seeded
from helpers.lessons.patients import PATIENTS, patients
from helpers.lessons.sentences import SentenceExplorer, drawable, of_head
from helpers.stage.style import ACCENT, INK, MUTED, PROBLEM, SMALL

MOST_WRITTEN = 16
MOST_SHOWN = 10  # characters of a translation in the middle of a line
# Common to all patients of all lessons.
EXAMPLES = (
    "the old teacher likes the old hat",
    "Tom ate two apples in the park yesterday",
    "I like apples",
    "she did not buy the book",
)
LEAST_ALIKE = 0.5  # of a typed diagnosis to one on the list, from 0 to 1
NOT_TRAINED = ("trained in health:", "the mistake came", "afterwards")
# What a paragraph is called, and how many lines it may have.
FOUND = {"probe": 4, "diagnosis": 5}
PARAGRAPHS = {"in health": 1, "the patient": 1, "if trained so": 1} | FOUND
NAME_WIDTH, LINE = 126, 21  # pixels
STEP = stage.Axis(0, 2000, "training step", (0, 1000, 2000))
LOSS = stage.Axis(0.6, 2.6, "loss", {1: "1.0", 1.5: "1.5", 2: "2.0", 2.5: "2.5"})


class ClinicExplorer(SentenceExplorer):
    """Show a model with a mistake in it beside the healthy one, until it is named.

    The patients are those of one lesson, the diagnoses on the list those of all.

    Raises: ValueError if there is no such lesson.
    Source: the mistakes stand in each lesson's `clinic.py`; their curves are those of
        `helpers.lessons.clinic_training`.
    """

    by_diagnosis = {each.diagnosis: each for each in PATIENTS}
    height = 632
    most_words, least_words = 9, 2
    rows = "patient sentence", "head probe", "diagnosis reveal"
    patient = stage.Choice(
        "patient", lambda self: numbered(self.patients), "Whom you examine"
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

    def __init__(self, translator, lesson):
        self.patients = patients(lesson)
        self.probes = list(dict.fromkeys(each.probe for each in self.patients))
        self.curves = defaultdict(list)
        for point in experiment.read_results():
            self.curves[point.bug].append(point)
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
        sizes, config = (0, self.called_in.padding), self.translator.model.config
        return pad(self.sentence.reading.ids, sizes, value=config.pad_id)

    @stage.derived
    def maps(self):
        """The attention that is shown, of both. Shape: (H, queries, keys) each"""
        inputs = self.batch, self.fed[1]
        # A patient may draw random numbers: the same ones whenever it is looked at.
        return [seeded(self.called_in.map, each, *inputs) for each in self.machines]

    @stage.derived
    def translations(self):
        """What both models write."""
        inputs = self.batch, MOST_WRITTEN
        return [self.text_of(seeded(each.says, *inputs)) for each in self.machines]

    @stage.derived
    def taken(self):
        """What a probe finds, on the patient and in health: a function of the probe."""
        inputs, machines = (self.sentence.reading.ids, self.fed[1]), self.machines
        return cache(lambda probe: [probe.take(each, *inputs) for each in machines])

    def text_of(self, ids):
        """Join what a machine wrote to a text; an <eos> that ends it is left out."""
        words = self.translator.target_vocabulary.decode(ids[0].tolist())
        text = "".join(drawable(words))
        while text.endswith(PAD):
            text = text.removesuffix(PAD)
        return text.removesuffix(EOS) if text.count(EOS) == 1 else text

    # Diagnosing

    def meant(self, typed):
        """Find the diagnosis that was typed, or None."""
        words, known = typed.lower().split(), list(self.by_diagnosis)
        if typed in known:
            return typed
        found = [each for each in known if all(w in each.lower() for w in words)]
        if len(found) != 1:
            found = difflib.get_close_matches(typed, known, 1, LEAST_ALIKE)
        return next(iter(found), None)

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
        suspect, patient = self.by_diagnosis[diagnosis], self.called_in
        probe, found = suspect.probe, self.measured(suspect.probe)
        if suspect is patient:
            return f"Yes: {diagnosis}. {patient.cause} The proof: {found}", INK
        sick, well = self.taken(probe)
        if probe.healthy(*sick) != probe.healthy(*well):
            return f"No, though the probe for it finds something: {found}", INK
        found = f"{probe.question} As in health: {probe.show(sick)}."
        return f"No: then a probe would show it. {found}", INK

    def finding(self):
        """Say what the chosen probe asks, and what it finds."""
        if self.probe.value < 0:
            return "none taken yet"
        probe = self.probes[self.probe.value]
        return self.measured(probe, f"Wanted: {probe.wanted}. ")

    def measured(self, probe, wanted=""):
        """Say what a probe asks, and what it finds on the patient and in health."""
        sick, well = map(probe.show, self.taken(probe))
        return f"{probe.question} {wanted}The patient: {sick}. In health: {well}."

    # The picture

    def picture(self):
        patient, fed = self.called_in, self.fed[0]
        read = [*self.tokens, *[PAD] * patient.padding]
        rows = read if patient.attention.startswith("encoder") else fed
        keys = read if patient.attention.endswith("cross") else rows
        # What a healthy decoder may not see; a patient may.
        hidden = stage.causal(len(fed)) if keys is fed else None
        own_keys = fed if patient.own_keys else keys
        looks = {
            "the patient": {"colour": PROBLEM, "columns": own_keys},
            "in health": {"colour": INK, "columns": keys, "hidden": hidden},
        }
        maps = [
            stage.Matrix(of_head(weights, self.head.value), title, rows=rows, x="key",
                         y="query", name=f"map: {title}", **looks[title])
            for title, weights in zip(looks, self.maps, strict=True)
        ]  # fmt: skip
        paragraphs = [
            stage.Label(text, SMALL, colour, lines=PARAGRAPHS[name], heading=name,
                        heading_colour=ACCENT if name in FOUND else MUTED,
                        indent=NAME_WIDTH, name=name)
            for name, (text, colour) in self.paragraphs.items()
        ]  # fmt: skip
        above = stage.Row(*maps, self.loss_plot(), gap=30)
        return stage.Column(above, *paragraphs, gap=4)

    def loss_plot(self):
        """Draw how both models learned (or one), and the least possible loss."""
        healthy, trained = (
            self.curves[experiment.HEALTHY],
            self.curves[self.called_in.name],
        )
        floor = experiment.least_loss()
        looks = (healthy, INK, 2, "in health"), (trained, PROBLEM, 2.4, "if trained so")
        lines = [
            stage.Line([p.step for p in points], [p.loss for p in points], *look,
                       name=name)
            for points, *look, name in looks
        ]  # fmt: skip
        lines += [
            stage.Rule(y=floor, colour=MUTED, dash=(4, 3)),
            stage.Note(1990, floor, "least possible", MUTED, align="right", dy=12),
        ]
        lines += [
            stage.Note(1000, 1.9, text, MUTED, align="center", dy=LINE * n)
            for n, text in enumerate(NOT_TRAINED if not trained else ())
        ]
        return stage.Plot(lines, STEP, LOSS, legend=2, name="curves")

    @property
    def paragraphs(self):
        """What is written below the maps: {name: (text, colour)}"""
        healthy, trained = (
            self.curves[experiment.HEALTHY],
            self.curves[self.called_in.name],
        )
        sick, well = self.translations
        return {
            "in health": (well, INK),
            "the patient": (sick, INK if sick == well else PROBLEM),
            "if trained so": (outcome(trained, healthy), INK),
            "probe": (self.finding(), INK),
            "diagnosis": self.answer(self.diagnosis.value),
        }

    def say(self):
        return f"Patient {self.patient.value + 1}: {self.called_in.symptom}"


def numbered(things):
    """Offer things by their numbers, from 1; the values count from 0."""
    return [(str(number + 1), number) for number in range(len(things))]


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
