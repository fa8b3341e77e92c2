import numpy as np
import pytest

from helpers.lessons.encoder import LayerNormLab
from helpers.lessons.encoder.layer_norm import mean_and_spread


@pytest.fixture
def lab(translator):
    return LayerNormLab(translator)


def shown(lab):
    return [np.asarray(lab[side]["numbers"].ys) for side in ("before", "after")]


def go_to(control, end):
    control.value = control.values()[end]


@pytest.mark.parametrize("end", [0, -1])
def test_gamma_and_beta_are_the_spread_and_mean_that_go_out(lab, end):
    go_to(lab.gamma, end)
    go_to(lab.beta, end)
    _, after = shown(lab)
    assert after.mean() == pytest.approx(lab.beta.value, abs=1e-4)
    assert after.std() == pytest.approx(lab.gamma.value, abs=1e-3)


@pytest.mark.parametrize("end", [0, -1])
def test_what_is_multiplied_and_added_before_does_not_matter(lab, end):
    before, after = shown(lab)
    go_to(lab.times, end)
    go_to(lab.plus, end)
    changed, same = shown(lab)
    np.testing.assert_allclose(same, after, atol=1e-3)
    assert abs(changed - before).max() > 0.5
    expected = lab.times.value * before + lab.plus.value  # first times 1, plus 0
    np.testing.assert_allclose(changed, expected, atol=1e-5)


def test_sliders_go_by_quarters_from_end_to_end(lab):
    ends = {"times": (0.25, 2), "plus": (-3, 3), "gamma": (0, 2.5), "beta": (-3, 3)}
    for name, (least, most) in ends.items():
        values = lab.controls[name].values()
        assert (values[0], values[-1]) == (least, most)
        assert set(np.diff(values)) == {0.25}
    assert [lab.values[name] for name in ends] == [1, 0, 1, 0]
    assert lab.plus.options[0] == ("−3.00", -3)


def test_the_word_decides(lab):
    first = shown(lab)[0]
    lab.word.value = 2
    assert not np.allclose(shown(lab)[0], first)
    mean, spread = shown(lab)[0].mean(), shown(lab)[0].std()
    assert lab.said == (
        f"“apples” before: mean {mean:.2f}, spread {spread:.2f}; "
        "after: mean 0.00, spread 1.00."
    ).replace("-", "−")


def test_the_band_is_mean_and_spread(lab):
    lab.beta.value = -2.75
    for side, numbers in zip(("before", "after"), shown(lab), strict=True):
        mean, spread = numbers.mean(), numbers.std()
        band = lab[side]["band"]
        assert band.low == pytest.approx([mean - spread] * 2)
        assert band.high == pytest.approx([mean + spread] * 2)
        assert lab[side]["mean"].y == pytest.approx(mean)
        assert lab[side].note == mean_and_spread(numbers)
    assert lab["after"].note.startswith("mean −2.75")


def test_a_new_sentence_brings_new_words(lab):
    lab.word.value = 2
    lab.sentence.value = "Tom runs"
    assert [name for name, _ in lab.word.options] == lab.tokens
    assert lab.word.value == 0
    lab.sentence.value = "cat " * 13
    assert "has room for 12" in lab.front.problem
