import numpy as np
import pytest

from helpers.lessons import LESSONS
from helpers.lessons import clinic_training as experiment
from helpers.lessons.clinic import EXAMPLES, NAME_WIDTH, PARAGRAPHS, ClinicExplorer
from helpers.lessons.patients import patients
from helpers.stage.style import SMALL, wrapped

FIRST = "softmax runs along the queries"  # the first patient's diagnosis


@pytest.fixture
def clinic(small_translator):
    def clinic(lesson="self_attention"):
        return ClinicExplorer(small_translator, lesson)

    return clinic


def written(explorer, name):
    text, _ = explorer.paragraphs[name]
    assert explorer[name].text == text
    return text


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_patient_is_shown_beside_health_until_it_is_named(clinic, lesson):
    explorer = clinic(lesson)
    for number, patient in enumerate(patients(lesson)):
        explorer.patient.value = number
        rows = explorer.maps[0].shape[1]
        assert rows in (explorer.batch.shape[1], explorer.fed[1].shape[1])
        for name, maps in zip(("the patient", "in health"), explorer.maps, strict=True):
            mark = explorer[f"map: {name}"]
            np.testing.assert_allclose(mark.numbers, maps.numpy().mean(axis=0))
        assert explorer.said == f"Patient {number + 1}: {patient.symptom}"
        assert patient.diagnosis not in " ".join(
            text for text, _ in explorer.paragraphs.values()
        )
        points = [p for p in experiment.read_results() if p.bug == patient.name]
        curve = explorer["curves"]["if trained so"]
        assert curve.ys == [point.loss for point in points]
        notes = [item for item in explorer["curves"].items if hasattr(item, "text")]
        assert any("trained in health" in note.text for note in notes) != bool(points)
        assert explorer.diagnosis.value == ""
        assert written(explorer, "diagnosis") == "not yet"
        explorer.reveal.button.click()
        assert explorer.diagnosis.value == patient.diagnosis
        assert written(explorer, "diagnosis").startswith(f"Yes: {patient.diagnosis}.")


def test_a_head_shows_its_own_map(clinic):
    explorer = clinic()
    explorer.head.value = 4
    for name, maps in zip(("the patient", "in health"), explorer.maps, strict=True):
        np.testing.assert_allclose(explorer[f"map: {name}"].numbers, maps[3])


def test_a_healthy_decoder_hatches_the_future_and_a_patient_does_not(clinic):
    explorer = clinic("decoder")
    assert explorer["map: in health"].hidden[0, 1]
    assert explorer["map: the patient"].hidden is None


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_probe_says_what_it_finds(clinic, lesson):
    explorer = clinic(lesson)
    assert written(explorer, "probe") == "none taken yet"
    assert len({patient.probe for patient in patients(lesson)}) == len(explorer.probes)
    for number, probe in enumerate(explorer.probes):
        explorer.probe.value = number
        sick, well = explorer.taken(probe)
        assert f"The patient: {probe.show(sick)}." in written(explorer, "probe")
        assert written(explorer, "probe").endswith(f"In health: {probe.show(well)}.")


@pytest.mark.parametrize(
    ("typed", "diagnosis"),
    [
        *((typed, FIRST) for typed in (FIRST, "QUERIES", "softmax along querys")),
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
    assert explorer.diagnosis.value == explorer.diagnosis.widget.value == typed
    if diagnosis is None:
        assert answer.startswith("That is not on the list")
    elif diagnosis == explorer.called_in.diagnosis:
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


def test_a_new_patient_comes_without_findings(clinic):
    explorer = clinic()
    explorer.set(probe=1, diagnosis="dropout")
    explorer.patient.value = 1
    assert (explorer.probe.value, explorer.diagnosis.value) == (-1, "")


def test_another_sentence_is_read_and_what_cannot_be_is_refused(clinic):
    explorer = clinic()
    explorer.sentence.value = EXAMPLES[2]
    assert explorer.maps[0].shape == (4, 3, 3)
    assert written(explorer, "in health") == "我喜欢苹果"
    for text in ("apples", "", "very " * 12):
        explorer.sentence.value = text
        assert explorer.front.problem
        assert explorer.maps[0].shape == (4, 3, 3)


def test_no_text_is_longer_than_its_place(clinic):
    def assert_fits(name, text):
        lines = wrapped(text, 884 - NAME_WIDTH, SMALL)
        assert len(lines) <= PARAGRAPHS[name], lines

    for lesson in LESSONS:
        explorer = clinic(lesson)
        for number in range(len(explorer.patients)):
            explorer.patient.value = number
            for probe in explorer.probe.values():
                with explorer.supposing(explorer.values | {"probe": probe}):
                    assert_fits("probe", explorer.finding())
            for diagnosis in explorer.by_diagnosis:
                assert_fits("diagnosis", explorer.answer(diagnosis)[0])
            assert_fits("if trained so", written(explorer, "if trained so"))


def test_dropout_left_on_is_random_and_yet_the_same_at_every_look(clinic):
    explorer = clinic("encoder")
    names = [patient.name for patient in explorer.patients]
    explorer.patient.value = names.index("dropout left on")
    first = [part.id for part in explorer.parts()[0]]
    explorer._results.clear()
    assert [part.id for part in explorer.parts()[0]] == first
