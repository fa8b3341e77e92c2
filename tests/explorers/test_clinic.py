import numpy as np
import pytest

from helpers.exercises.clinic import LESSONS, PATIENTS, patients
from helpers.explorers.clinic import EXAMPLES, ClinicExplorer
from helpers.figures.clinic import PARAGRAPHS
from helpers.training.experiments import clinic as experiment


@pytest.fixture
def clinic(small_translator):
    def clinic(lesson="self_attention"):
        return ClinicExplorer(small_translator, patients(lesson), PATIENTS)

    return clinic


def written(explorer, name):
    return explorer.picture.paragraphs[name].get_text().replace("\n", " ")


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_patient_is_shown_beside_health(clinic, lesson):
    explorer = clinic(lesson)
    for number, patient in enumerate(patients(lesson)):
        explorer.patient.value = number
        _, source_ids, _, target_ids, _ = explorer.sentence_box.accepted
        source_ids = np.pad(source_ids, ((0, 0), (0, patient.padding)))
        drawn = [image.get_array().data for image in explorer.picture.maps]
        rows = explorer.maps[0].shape[1]
        assert rows in (source_ids.shape[1], target_ids.shape[1])
        for weights, maps in zip(drawn, explorer.maps, strict=True):
            np.testing.assert_allclose(weights, maps.mean(axis=0))
        assert explorer.sentence == f"Patient {number + 1}: {patient.symptom}"
        assert patient.diagnosis not in " ".join(
            text.get_text() for text in explorer.picture.paragraphs.values()
        )
        curve = list(explorer.picture.sick.get_ydata())
        points = [p for p in experiment.read_results() if p.bug == patient.bug]
        assert curve == [point.loss for point in points]
        assert bool(explorer.picture.remark.get_text()) == (not points)


def test_a_head_shows_its_own_map(clinic):
    explorer = clinic()
    explorer.head.value = 4
    for image, maps in zip(explorer.picture.maps, explorer.maps, strict=True):
        np.testing.assert_allclose(image.get_array().data, maps[3])


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_probe_says_what_it_finds(clinic, lesson):
    explorer = clinic(lesson)
    assert written(explorer, "probe") == "none taken yet"
    last = len(explorer.probe.options) - 1
    assert len({patient.probe for patient in patients(lesson)}) == last
    for value in range(1, last + 1):
        explorer.probe.value = value
        probe = explorer.probes[value - 1]
        sick, well = explorer.taken(probe)
        assert f"The patient: {probe.show(sick)}." in written(explorer, "probe")
        assert written(explorer, "probe").endswith(f"In health: {probe.show(well)}.")


@pytest.mark.parametrize("lesson", LESSONS)
def test_reveal_fills_in_the_right_diagnosis(clinic, lesson):
    explorer = clinic(lesson)
    for number, patient in enumerate(patients(lesson)):
        explorer.patient.value = number
        assert explorer.diagnosis.value == ""
        assert written(explorer, "diagnosis") == "not yet"
        explorer.reveal_button.click()
        assert explorer.diagnosis.value == patient.diagnosis
        assert written(explorer, "diagnosis").startswith(f"Yes: {patient.diagnosis}.")


@pytest.mark.parametrize(
    ("typed", "diagnosis"),
    [
        ("softmax runs along the queries", "softmax runs along the queries"),
        ("QUERIES", "softmax runs along the queries"),
        ("softmax along querys", "softmax runs along the queries"),
        ("residual missing", "the residual connections (Add) are missing"),
        ("dropout", "dropout is left on"),
        ("__import__('os')", None),
        ("the", None),
    ],
)
def test_a_typed_diagnosis_is_understood_and_never_evaluated(clinic, typed, diagnosis):
    explorer = clinic()
    assert explorer.meant(typed) == diagnosis
    explorer.diagnosis.value = typed
    answer = written(explorer, "diagnosis")
    assert explorer.diagnosis.value == typed
    if diagnosis is None:
        assert answer.startswith("That is not on the list")
    elif diagnosis == explorer.called_in().diagnosis:
        assert answer.startswith("Yes: ")
    else:
        assert answer.startswith("No")


def test_a_wrong_diagnosis_is_answered_by_a_measurement(clinic):
    explorer = clinic()
    explorer.diagnosis.value = "1/√d_k is missing"
    assert written(explorer, "diagnosis").startswith(
        "No, though the probe for it finds something: Take two weights of a row"
    )
    explorer.diagnosis.value = "dropout is left on"
    assert written(explorer, "diagnosis").startswith(
        "No: then a probe would show it. Run the model twice"
    )


def test_another_sentence_is_read_and_what_cannot_be_is_refused(clinic):
    explorer = clinic()
    explorer.sentence_box.text.value = EXAMPLES[2]
    assert explorer.maps[0].shape == (4, 3, 3)
    assert written(explorer, "in health") == "我喜欢苹果"
    for text in ("apples", "", "very " * 12):
        explorer.sentence_box.text.value = text
        assert explorer.message.value
        assert explorer.maps[0].shape == (4, 3, 3)


def test_no_text_is_longer_than_its_place(clinic):
    for lesson in LESSONS:
        explorer = clinic(lesson)
        for number in range(len(explorer.patients)):
            explorer.patient.value = number
            for probe in range(len(explorer.probes) + 1):
                with explorer.quiet():
                    explorer.probe.value = probe
                assert_fits(explorer, "probe", explorer.finding())
            for diagnosis in explorer.by_diagnosis:
                assert_fits(explorer, "diagnosis", *explorer.answer(diagnosis))
            assert_fits(explorer, "if trained so", written(explorer, "if trained so"))


def assert_fits(explorer, name, *text):
    explorer.picture.write(name, *text)
    lines = explorer.picture.paragraphs[name].get_text().splitlines()
    assert len(lines) <= PARAGRAPHS[name], lines
