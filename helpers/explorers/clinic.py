"""The bug clinic: sick models to be looked at, probed and diagnosed."""

import difflib

import ipywidgets as widgets
import torch

from helpers.explorers.controls import SentenceBox, drawable, read_words
from helpers.explorers.live import Explorer, row
from helpers.figures.clinic import HEIGHT, ClinicPicture
from helpers.figures.style import INK, MUTED, PROBLEM
from helpers.language import BOS, BOS_ID, EOS, PAD
from helpers.training.experiments import clinic as experiment

LEAST_WORDS, MOST_WORDS = 2, 9
MOST_WRITTEN = 16
MOST_SHOWN = 10  # characters of a translation in the middle of a line
EXAMPLES = (
    "the old teacher likes the old hat",
    "Tom ate two apples in the park yesterday",
    "I like apples",
    "she did not buy the book",
)
LEAST_ALIKE = 0.5  # of a typed diagnosis to one on the list, from 0 to 1


class ClinicExplorer(Explorer):
    """Show a model with a mistake in it beside the healthy one, until it is named.

    `patients` are those of one lesson, `everyone` gives the list of diagnoses.
    Controls: `patient` (its number, from 0), `sentence_box.text`, `head` (0 is the mean
    of all heads, then from 1), `probe` (0 is none yet, then from 1), `diagnosis`
    (picked or typed), `reveal_button`.

    Source: the mistakes of `helpers.training.bugs`; their curves are those of
    `helpers.training.experiments.clinic`.
    """

    height = HEIGHT

    def __init__(self, translator, patients, everyone):
        self.translator, self.patients = translator, patients
        self.by_diagnosis = {each.diagnosis: each for each in everyone}
        self.probes = list(dict.fromkeys(each.probe for each in patients))
        self.curves = {}
        for point in experiment.read_results():
            self.curves.setdefault(point.bug, []).append(point)
        super().__init__()

    def build(self):
        self.patient = self.control(
            choice(
                "patient",
                [str(i + 1) for i in range(len(self.patients))],
                "Whom you examine",
            )
        )
        self.sentence_box = SentenceBox(self, self.read, EXAMPLES, self.examine)
        num_heads = self.translator.model.config.num_heads
        heads = ["mean", *(str(i + 1) for i in range(num_heads))]
        self.head = self.control(choice("head", heads, "One head, or the mean of all"))
        names = ["none", *(str(i + 1) for i in range(len(self.probes)))]
        self.probe = self.control(
            choice("probe", names, "A measurement, taken on both models")
        )
        self.diagnosis = self.control(
            widgets.Combobox(
                options=sorted(self.by_diagnosis),
                placeholder="pick or type what is wrong",
                continuous_update=False,  # acts on Enter, or on a pick
                description="diagnosis",
                tooltip="What is wrong with the patient?",
            )
        )
        self.diagnosis.layout.width = "440px"
        self.patient.observe(lambda _: self.on_patient(), names="value")
        # What belongs to a patient comes first, then the picture.
        self.patient.unobserve(self.follow, names="value")
        self.patient.observe(self.follow, names="value")
        self.reveal_button = self.button("Reveal", self.reveal, "Say what is wrong")
        self.picture = ClinicPicture(self.figure, experiment.least_loss())
        self.live(*self.picture.artists)
        self.examine()

    def panel(self):
        return widgets.VBox(
            [
                row(self.patient, self.sentence_box.text, self.sentence_box.examples),
                row(self.head, self.probe),
                row(self.diagnosis, self.reveal_button, self.reset_button),
            ]
        )

    # Reading, and calling in a patient

    def read(self, text):
        """Read a text, and translate it in health.

        Raises: ValueError with a message for the student.
        """
        tokens, source_ids, note = read_words(self.translator, text, MOST_WORDS)
        if len(tokens) < LEAST_WORDS:
            raise ValueError("One word is too few to examine attention: type two.")
        words = self.translator.translate(text).target_tokens[:MOST_WRITTEN]
        ids = [BOS_ID, *self.translator.target_vocabulary.encode(words)]
        return tokens, source_ids, [BOS, *drawable(words)], torch.tensor([ids]), note

    def called_in(self):
        """Return the patient who is examined."""
        return self.patients[self.patient.value]

    def on_patient(self):
        """Call in another patient, of whom nothing is known yet."""
        with self.quiet():
            self.diagnosis.value, self.probe.value = "", 0
        self.examine()
        self.redraw_all()

    def examine(self):
        """Compute all that does not depend on head, probe and diagnosis."""
        tokens, source_ids, fed, target_ids, _ = self.sentence_box.accepted
        patient, model = self.called_in(), self.translator.model
        self.machines = patient.sick(model), patient.healthy(model)
        self.numbers = {}
        padding = model.config.pad_id
        batch = torch.nn.functional.pad(source_ids, (0, patient.padding), value=padding)
        self.maps = [
            patient.map(machine, batch, target_ids).numpy() for machine in self.machines
        ]
        self.said = [self.text_of(m.says(batch, MOST_WRITTEN)) for m in self.machines]
        read = [*tokens, *[PAD] * patient.padding]
        rows = read if patient.attention.startswith("encoder") else fed
        keys = read if patient.attention.endswith("cross") else rows
        self.picture.label((rows, fed if patient.own_keys else keys), (rows, keys))

    def text_of(self, ids):
        """Join what a machine wrote to a text; an <eos> that ends it is left out."""
        words = self.translator.target_vocabulary.decode(ids[0].tolist())
        while words and words[-1] == PAD:
            words.pop()
        if words and words[-1] == EOS and EOS not in words[:-1]:
            words.pop()
        return "".join(drawable(words))

    # Probing and diagnosing

    def taken(self, probe):
        """Return what a probe finds, on the patient and in health."""
        if probe not in self.numbers:
            _, source_ids, _, target_ids, _ = self.sentence_box.accepted
            self.numbers[probe] = [
                probe.take(machine, source_ids, target_ids) for machine in self.machines
            ]
        return self.numbers[probe]

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
            return (
                "That is not on the list. Pick one, or type a few of its words.",
                PROBLEM,
            )
        patient, suspect = self.called_in(), self.by_diagnosis[diagnosis]
        probe, numbers = suspect.probe, self.taken(suspect.probe)
        sick, well = map(probe.show, numbers)
        if suspect is patient:
            text = (
                f"Yes: {diagnosis}. {patient.cause} The proof: {probe.question} The "
                f"patient: {sick}. In health: {well}."
            )
        elif len(set(map(probe.reading, numbers))) == 1:
            text = f"No: then a probe would show it. {probe.question} As in health: "
            text += f"{sick}."
        else:
            text = (
                f"No, though the probe for it finds something: {probe.question} The "
                f"patient: {sick}. In health: {well}."
            )
        return text, INK

    def reveal(self):
        """Fill in the right diagnosis."""
        self.diagnosis.value = self.called_in().diagnosis

    # The picture

    def update(self):
        self.note = self.sentence_box.accepted[-1]
        head = self.head.value
        self.picture.show_maps(
            *(maps.mean(axis=0) if head == 0 else maps[head - 1] for maps in self.maps)
        )
        patient = self.called_in()
        healthy = self.curves[experiment.HEALTHY.name]
        trained = self.curves.get(patient.bug, [])
        steps = [point.step for point in healthy]
        losses = ([point.loss for point in points] for points in (healthy, trained))
        self.picture.show_curves(steps, *losses)
        sick, well = self.said
        self.picture.write("in health", well)
        self.picture.write("the patient", sick, INK if sick == well else PROBLEM)
        self.picture.write("if trained so", outcome(trained, healthy))
        self.picture.write("probe", self.finding())
        self.picture.write("diagnosis", *self.answer(self.diagnosis.value))
        return f"Patient {self.patient.value + 1}: {patient.symptom}"

    def finding(self):
        """Say what the chosen probe asks, and what it finds."""
        if not self.probe.value:
            return "none taken yet"
        probe = self.probes[self.probe.value - 1]
        sick, well = map(probe.show, self.taken(probe))
        return (
            f"{probe.question} Wanted: {probe.wanted}. The patient: {sick}. "
            f"In health: {well}."
        )


def choice(description, names, tooltip):
    """Make a slider over named choices; its value is the choice's number, from 0."""
    return widgets.SelectionSlider(
        options=[(name, number) for number, name in enumerate(names)],
        description=description,
        tooltip=tooltip,
    )


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
