import numpy as np
import pytest

from helpers.lessons.encoder import LayerNormLab
from helpers.lessons.encoder.layer_norm import mean_and_spread


@pytest.fixture
def lab(translator):
    return LayerNormLab(translator)


def shown(lab):
    return [np.asarray(lab[side]["numbers"].ys) for side in ("before", "after")]


@pytest.mark.parametrize("end", [0, -1])
def test_what_each_slider_does(lab, end):
    before, after = shown(lab)
    times, plus = (control.values()[end] for control in (lab.times, lab.plus))
    lab.set(times=times, plus=plus)
    changed, same = shown(lab)
    np.testing.assert_allclose(same, after, atol=1e-3)
    assert abs(changed - before).max() > 0.5
    np.testing.assert_allclose(changed, times * before + plus, atol=1e-5)
    gamma, beta = (control.values()[end] for control in (lab.gamma, lab.beta))
    lab.set(gamma=gamma, beta=beta)
    assert shown(lab)[1].mean() == pytest.approx(beta, abs=1e-4)
    assert shown(lab)[1].std() == pytest.approx(gamma, abs=1e-3)


def test_sliders_go_by_quarters_from_end_to_end(lab):
    ends = {"times": (0.25, 2), "plus": (-3, 3), "gamma": (0, 2.5), "beta": (-3, 3)}
    for name, (least, most) in ends.items():
        values = lab.controls[name].values()
        assert (values[0], values[-1]) == (least, most)
        assert set(np.diff(values)) == {0.25}
    assert [lab.values[name] for name in ends] == [1, 0, 1, 0]
    assert lab.plus.options[0] == ("−3.00", -3)


def test_the_band_is_mean_and_spread_of_the_word(lab):
    first = shown(lab)[0]
    lab.word.value = 2
    mean, spread = shown(lab)[0].mean(), shown(lab)[0].std()
    assert not np.allclose(shown(lab)[0], first)
    assert lab.said == (
        f"“apples” before: mean {mean:.2f}, spread {spread:.2f}; "
        "after: mean 0.00, spread 1.00."
    ).replace("-", "−")
    lab.beta.value = -2.75
    for side, numbers in zip(("before", "after"), shown(lab), strict=True):
        mean, spread, band = numbers.mean(), numbers.std(), lab[side]["band"]
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
