import pytest
import torch

from helpers.exercises.clinic.probe import seeded
from helpers.pretrained import load_translator
from helpers.training.bugs import BUGS

SOURCE, LONGER = "I like apples", "Tom ate two apples in the park yesterday"


@pytest.fixture(scope="module")
def translator():
    return load_translator("grammar-small")


@pytest.mark.parametrize("bug", BUGS.values(), ids=list(BUGS))
def test_the_weights_stay_and_the_patient_writes(translator, bug):
    sick = bug.sick(translator.model)
    ours, theirs = translator.model.state_dict(), sick.model.state_dict()
    assert ours.keys() == theirs.keys()
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)
    for text in (SOURCE, LONGER):
        said = sick.says(translator.read(text)[1], max_len=12)
        assert said.shape[0] == 1 and 1 <= said.shape[1] <= 12


@pytest.mark.parametrize(
    "bug", [b for b in BUGS.values() if b.in_training], ids=lambda bug: bug.name
)
def test_gradients_reach_a_model_that_is_trained_with_it(translator, bug):
    model = bug.sick(translator.model).model.train()
    source, target = torch.tensor([[5, 6, 7], [8, 9, 0]]), torch.tensor([[1, 5, 6]] * 2)
    model(source, target).sum().backward()
    gradients = [p.grad for p in model.parameters() if p.grad is not None]
    assert len(gradients) > 20
    assert all(gradient.isfinite().all() for gradient in gradients)


def test_a_sick_machine_says_something_else_at_least_once(translator):
    texts = (SOURCE, LONGER, "the old teacher likes the old hat")
    silent = []
    for bug in BUGS.values():
        machines = bug.sick(translator.model), bug.healthy(translator.model)
        said = [
            [seeded(m.says, translator.read(t)[1], 14).tolist() for t in texts]
            for m in machines
        ]
        silent += [bug.name] * (said[0] == said[1])
    # These do no harm to a trained model that reads one sentence: their probes and
    # their training show them.
    harmless = {"no scale", "padding seen", "mask after softmax", "no causal mask"}
    harmless |= {"GELU for ReLU", "target not shifted", "cache loses oldest"}
    assert set(silent) <= harmless
