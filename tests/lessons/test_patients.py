"""Every probe on every patient, and on healthy models that differ."""

import itertools

import pytest
import torch

from helpers.lessons import LESSONS
from helpers.lessons.patient import Machine, seeded
from helpers.lessons.patients import PATIENTS, main, patients, sample_of
from helpers.model import Transformer, TransformerConfig
from helpers.pretrained import load_translator

SENTENCES = ("I like apples", "she did not buy the book")
LONGER = (
    "Tom ate two apples in the park yesterday",
    "the old teacher likes the old hat",
)
every_patient = pytest.mark.parametrize("patient", PATIENTS, ids=lambda p: p.name)


@pytest.fixture(scope="module")
def small(small_translator):
    return small_translator


@pytest.fixture(scope="module")
def sample(small):
    return sample_of(small)


def test_the_printed_matrix_is_complete_and_right(capsys):
    main()
    printed = capsys.readouterr().out
    count = sum(len(patients(lesson)) ** 2 for lesson in LESSONS)
    assert printed.endswith(f"{count} of {count} are right\n") and count >= 123
    assert printed.count("✓") == count


def test_every_lesson_has_patients_with_names_of_their_own():
    assert all(len(patients(lesson)) >= 3 for lesson in LESSONS)
    names, diagnoses = (
        {getattr(p, of) for p in PATIENTS} for of in ("name", "diagnosis")
    )
    assert len(names) == len(diagnoses) == len(PATIENTS) >= 29


@every_patient
@pytest.mark.parametrize("text", SENTENCES)
def test_a_patient_is_recognized_by_other_sentences(small, patient, text):
    numbers = patient.probe.take(patient.sick(small.model), *sample_of(small, text))
    assert patient.is_proven(numbers)
    assert patient.probe.show(numbers)


@every_patient
def test_nobody_has_what_another_probe_proves(small, sample, patient):
    """A wrong diagnosis, of whatever lesson, is never confirmed."""
    machine = patient.sick(small.model)
    for other in PATIENTS:
        numbers = other.probe.take(machine, *sample)
        assert other.is_proven(numbers) == (other is patient)


def healthy_variants(small):
    """Yield models that are right, and not alike, with sentences for them."""
    grammar = load_translator("grammar")
    for translator, text in itertools.product((small, grammar), SENTENCES):
        yield translator.model, sample_of(translator, text)
    wide = load_translator("grammar-small")
    yield wide.model.double(), sample_of(small)
    yield wide.model.double().train().eval(), sample_of(small)


def test_healthy_models_pass_every_probe(small):
    for model, sample in healthy_variants(small):
        for patient in PATIENTS:
            numbers = patient.probe.take(patient.healthy(model), *sample)
            assert patient.probe.healthy(*numbers), patient.name


def test_a_model_that_has_learned_nothing_passes_what_needs_no_learning():
    torch.manual_seed(0)
    model = Transformer(TransformerConfig(20, 15, 24, 3, 40, 2, 2, 0.1)).eval()
    ids = torch.tensor([[5, 6, 7, 8]]), torch.tensor([[1, 9, 10]])
    for patient in PATIENTS:
        numbers = patient.probe.take(Machine(model), *ids)
        assert patient.probe.healthy(*numbers), patient.name


@every_patient
def test_the_weights_stay_and_the_healthy_model_stays_healthy(small, sample, patient):
    before = {name: t.clone() for name, t in small.model.state_dict().items()}
    kinds = [type(module) for module in small.model.modules()]
    sick = patient.sick(small.model)
    patient.probe.take(sick, *sample)
    patient.map(sick, *sample)
    for text in (SENTENCES[0], LONGER[0]):
        said = sick.says(small.read(text)[1], max_len=12)
        assert said.shape[0] == 1 and 1 <= said.shape[1] <= 12
    for state in (small.model.state_dict(), sick.model.state_dict()):
        assert state.keys() == before.keys()
        assert all(torch.equal(before[name], state[name]) for name in before)
    assert kinds == [type(module) for module in small.model.modules()]


@pytest.mark.parametrize(
    "patient", [p for p in PATIENTS if p.in_training], ids=lambda p: p.name
)
def test_gradients_reach_a_model_that_is_trained_with_it(small, patient):
    model = patient.sick(small.model).model.train()
    source, target = torch.tensor([[5, 6, 7], [8, 9, 0]]), torch.tensor([[1, 5, 6]] * 2)
    model(source, target).sum().backward()
    gradients = [p.grad for p in model.parameters() if p.grad is not None]
    assert len(gradients) > 20
    assert all(gradient.isfinite().all() for gradient in gradients)


def test_a_sick_machine_says_something_else_at_least_once(small):
    silent = []
    for patient in PATIENTS:
        machines = patient.sick(small.model), patient.healthy(small.model)
        said = [
            [
                seeded(machine.says, small.read(text)[1], 14).tolist()
                for text in (SENTENCES[0], *LONGER)
            ]
            for machine in machines
        ]
        silent += [patient.name] * (said[0] == said[1])
    # These do no harm to a trained model that reads one sentence: their probes and
    # their training show them.
    harmless = {"no scale", "padding seen", "mask after softmax", "no causal mask"}
    harmless |= {"GELU for ReLU", "target not shifted", "cache loses oldest"}
    assert set(silent) <= harmless


def test_probing_leaves_the_random_numbers_alone(small, sample):
    torch.manual_seed(3)
    wanted = torch.rand(4)
    torch.manual_seed(3)
    for patient in PATIENTS:
        if patient.name != "temperature multiplied":  # it draws with a seed of its own
            patient.probe.take(patient.healthy(small.model), *sample)
    assert torch.equal(torch.rand(4), wanted)


@every_patient
def test_what_a_student_reads_gives_nothing_away(patient):
    assert patient.symptom.endswith((".", "?"))
    assert patient.diagnosis.lower() not in patient.symptom.lower()
    assert patient.cause.endswith(".") and patient.probe.question.endswith("?")


def test_an_unknown_lesson_is_refused():
    with pytest.raises(ValueError, match="'attention' is unknown: choose one of"):
        patients("attention")
