"""Every probe on every patient, and on healthy models that differ."""

import itertools

import pytest
import torch

from helpers.exercises.clinic import HEALTHY, LESSONS, PATIENTS, patients
from helpers.exercises.clinic.__main__ import main, matrix, sample_of
from helpers.model import Transformer, TransformerConfig
from helpers.pretrained import load_translator
from helpers.training.bugs import BUGS, Machine

SENTENCES = ("I like apples", "she did not buy the book")
every_patient = pytest.mark.parametrize("patient", PATIENTS, ids=lambda p: p.bug)


@pytest.fixture(scope="module")
def small():
    return load_translator("grammar-small")


@pytest.fixture(scope="module")
def sample(small):
    return sample_of(small)


def test_the_printed_matrix_is_complete_and_right(capsys):
    main()
    printed = capsys.readouterr().out
    count = sum(len(patients(lesson)) ** 2 for lesson in LESSONS)
    assert f"{count} of {count} are right" in printed
    assert printed.count("✓") == count


def test_every_bug_is_a_patient_of_its_lesson():
    assert sorted(patient.bug for patient in PATIENTS) == sorted(BUGS)
    assert len(PATIENTS) >= 20
    for lesson in LESSONS:
        assert len(patients(lesson)) >= 3
        assert {patient.lesson for patient in patients(lesson)} == {lesson}


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_probes_tell_the_patients_of_a_lesson_apart(small, sample, lesson):
    readings = {}
    for patient, _, _, reading, _ in matrix(small.model, sample, lesson):
        readings.setdefault(patient.bug, []).append(reading)
    for ours, theirs in itertools.combinations(readings.values(), 2):
        assert ours != theirs


@every_patient
@pytest.mark.parametrize("text", SENTENCES)
def test_a_patient_is_recognized_by_other_sentences(small, patient, text):
    numbers = patient.probe.take(patient.sick(small.model), *sample_of(small, text))
    assert patient.probe.reading(numbers) == patient.bug
    assert patient.probe.show(numbers)


@every_patient
def test_nobody_has_what_another_probe_proves(small, sample, patient):
    """A wrong diagnosis, of whatever lesson, is never confirmed."""
    machine = patient.sick(small.model)
    for other in PATIENTS:
        numbers = other.probe.take(machine, *sample)
        assert other.probe.reading(numbers) != other.bug or other is patient


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
            assert patient.probe.reading(numbers) == HEALTHY, patient.bug


def test_a_model_that_has_learned_nothing_passes_what_needs_no_learning():
    torch.manual_seed(0)
    model = Transformer(TransformerConfig(20, 15, 24, 3, 40, 2, 2, 0.1)).eval()
    ids = torch.tensor([[5, 6, 7, 8]]), torch.tensor([[1, 9, 10]])
    for patient in PATIENTS:
        numbers = patient.probe.take(Machine(model), *ids)
        assert patient.probe.reading(numbers) == HEALTHY, patient.bug


@every_patient
def test_the_healthy_model_stays_healthy(small, sample, patient):
    before = {name: t.clone() for name, t in small.model.state_dict().items()}
    kinds = [type(module) for module in small.model.modules()]
    patient.probe.take(patient.sick(small.model), *sample)
    patient.map(patient.sick(small.model), *sample)
    after = small.model.state_dict()
    assert all(torch.equal(before[name], after[name]) for name in before)
    assert kinds == [type(module) for module in small.model.modules()]


def test_probing_leaves_the_random_numbers_alone(small, sample):
    torch.manual_seed(3)
    wanted = torch.rand(4)
    torch.manual_seed(3)
    for patient in PATIENTS:
        if patient.bug != "temperature multiplied":  # it draws with a seed of its own
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
