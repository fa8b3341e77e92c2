import numpy as np
import pytest

from helpers.explorers.encoder import LayerNormLab


@pytest.fixture
def lab(translator):
    return LayerNormLab(translator)


def shown(lab):
    return [np.asarray(side.line.get_ydata()) for side in lab.picture.sides]


@pytest.mark.parametrize("end", ["min", "max"])
def test_gamma_and_beta_are_the_spread_and_mean_that_go_out(lab, end):
    for name in ("gamma", "beta"):
        control = getattr(lab, name)
        control.value = getattr(control, end)
    _, after = shown(lab)
    assert after.mean() == pytest.approx(lab.beta.value, abs=1e-4)
    assert after.std() == pytest.approx(lab.gamma.value, abs=1e-3)


@pytest.mark.parametrize("end", ["min", "max"])
def test_what_is_multiplied_and_added_before_does_not_matter(lab, end):
    before, after = shown(lab)
    for name in ("times", "plus"):
        control = getattr(lab, name)
        control.value = getattr(control, end)
    changed, same = shown(lab)
    np.testing.assert_allclose(same, after, atol=1e-3)
    assert abs(changed - before).max() > 0.5
    expected = lab.times.value * before + lab.plus.value  # first times 1, plus 0
    np.testing.assert_allclose(changed, expected, atol=1e-5)


def test_the_word_decides(lab):
    first = shown(lab)[0]
    lab.word.value = 2
    assert not np.allclose(shown(lab)[0], first)
    mean, spread = shown(lab)[0].mean(), shown(lab)[0].std()
    assert lab.sentence == (
        f"“apples” before: mean {mean:.2f}, spread {spread:.2f}; "
        "after: mean 0.00, spread 1.00."
    ).replace("-", "−")


def test_a_new_sentence_brings_new_words(lab):
    lab.word.value = 2
    lab.sentence_box.text.value = "Tom runs"
    assert [name for name, _ in lab.word.options] == list(lab.sentence_box.accepted[0])
    lab.sentence_box.text.value = "cat " * 13
    assert "has room for 12" in lab.message.value
