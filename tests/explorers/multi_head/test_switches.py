import numpy as np
import pytest

from helpers.explorers.multi_head import HeadSwitches
from helpers.model.head_switches import heads_off
from helpers.training.head_effects import SAMPLE, effect_without


@pytest.fixture(scope="module")
def switches(translator):
    return HeadSwitches(translator)


@pytest.fixture(autouse=True)
def fresh(switches):
    switches.reset()


def crossed(switches):
    maps = switches.picture.maps.items()
    return {head for head, one in maps if one.cross.get_visible()}


def texts(switches):
    return [text.get_text() for text in switches.picture.texts]


@pytest.mark.parametrize("count", [0, 12, 24])
def test_the_slider_switches_off_the_least_missed(switches, translator, count):
    switches.count.value = count
    off = switches.order[:count]
    assert crossed(switches) == set(off) == set(switches.off())
    effect = effect_without(translator.model, switches.pairs, off)
    assert switches.effect == effect
    (x,), (y,) = switches.picture.here.get_data()
    assert (x, y) == (count, round(SAMPLE * effect.exact_match))
    assert f"{y} of {SAMPLE} held-out" in switches.sentence


@pytest.mark.parametrize("head", [("encoder.0.self", 0), ("decoder.1.cross", 3)])
def test_one_toggle_is_one_head(switches, translator, head):
    switches.toggles[head].value = True
    assert crossed(switches) == {head}
    effect = effect_without(translator.model, switches.pairs, [head])
    assert switches.effect == effect
    switches.toggles[head].value = False
    assert crossed(switches) == set()


def test_the_translation_is_that_of_the_crippled_model(switches, translator):
    cross = [("decoder.1.cross", head) for head in range(4)]
    for head in cross:
        switches.toggles[head].value = True
    with heads_off(translator.model, cross):
        expected = translator.translate("Tom bought a big red hat").text
    text, whole, left, loss = texts(switches)
    assert text == "Tom bought a big red hat"
    assert left == f"4 off:  {expected}" and expected not in whole
    assert "this one changes" in switches.sentence
    assert loss == f"loss {switches.effect.loss:.2f} nats a word"


def test_the_maps_are_those_of_the_whole_model(switches, translator):
    text = "I like apples"
    switches.sentence_box.text.value = text
    target = translator.translate(text).target_tokens
    maps = translator.attention(text, target)
    for (name, head), one in switches.picture.maps.items():
        np.testing.assert_allclose(one.image.get_array(), maps[name][head], atol=1e-6)


def test_the_numbers_are_the_ranks_of_the_order(switches):
    ranks = {head: int(m.rank.get_text()) for head, m in switches.picture.maps.items()}
    assert sorted(ranks, key=ranks.get) == switches.order


def test_a_long_sentence_is_refused(switches):
    switches.sentence_box.text.value = "cat " * 17
    assert "has room for 16" in switches.message.value


def test_reset_switches_every_head_on(switches):
    first = switches.image.value
    switches.count.value = 5
    switches.toggles["decoder.1.cross", 0].value = True
    switches.reset_button.click()
    assert switches.off() == [] and switches.image.value == first


def test_the_picture_says_that_its_numbers_are_turns_and_its_diamond_a_choice(switches):
    written = [text.get_text() for text in switches.figure.texts]
    assert "1 goes first, 24 is the last one left" in written
    (legend,) = {a.get_legend() for a in switches.figure.axes} - {None}
    assert [text.get_text() for text in legend.get_texts()] == ["your choice"]


def test_a_long_sentence_is_cut_where_it_has_no_room(switches):
    long = "Tom does not like the swimming teacher because she is sleeping"
    switches.sentence_box.text.value = long
    for text in switches.picture.texts:
        assert text.get_window_extent().x1 <= switches.width
    shown = texts(switches)[0]
    assert shown.endswith("…") and long.startswith(shown[:-1])
