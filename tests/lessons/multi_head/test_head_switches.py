import numpy as np
import pytest
from drawn import draw, shapes

from helpers.lessons.multi_head import HeadSwitchesLab
from helpers.model import heads_off
from helpers.stage.pen import Box, Text
from helpers.training.experiments.head_removal import (
    REMOVAL,
    SAMPLE,
    effect_without,
)


@pytest.fixture
def lab(translator):
    return HeadSwitchesLab(translator)


def map_of(lab, head):
    return lab[lab.toggles[head].name]


def hatched(lab):
    return {head for head in lab.heads if map_of(lab, head).off}


def written(parts):
    return [text.words for text in shapes(parts, Text)]


@pytest.mark.parametrize("count", [0, 12, 24])
def test_the_slider_switches_off_the_least_missed(lab, translator, count):
    lab.count.value = count
    off = lab.order[:count]
    assert hatched(lab) == set(off) == set(lab.off)
    effect = effect_without(translator.model, lab.pairs, off)
    assert lab.effect == effect
    choice = lab["curve"]["your choice"]
    (x,), (y,) = choice.xs, choice.ys
    assert (x, y) == (count, round(SAMPLE * effect.exact_match))
    assert f"{y} of {SAMPLE} held-out" in lab.said
    for head, toggle in lab.toggles.items():
        assert toggle.widget.value == (head in off)


@pytest.mark.parametrize("head", [("encoder.0.self", 0), ("decoder.1.cross", 3)])
def test_one_toggle_is_one_head(lab, translator, head):
    toggle = lab.toggles[head]
    assert map_of(lab, head).sets == (toggle, True)
    toggle.value = True
    assert hatched(lab) == {head}
    assert map_of(lab, head).sets == (toggle, False)  # a second click
    assert lab.effect == effect_without(translator.model, lab.pairs, [head])
    toggle.value = False
    assert hatched(lab) == set()


def test_a_button_moves_no_other_and_the_slider_moves_all(lab):
    lab.toggles["decoder.1.cross", 0].value = True
    lab.count.value = 2
    assert set(lab.off) == set(lab.order[:2])
    lab.toggles["encoder.0.self", 0].widget.value = True  # as if pressed
    assert len(lab.off) == 3 and lab.count.value == 2


def test_a_choice_of_heads_is_measured_once(lab):
    for count in (3, 7, 3, 7, 3):
        lab.count.value = count
    assert lab.effect_of.cache_info().misses == 3  # the whole model is the first


def test_the_translation_is_that_of_the_crippled_model(lab, translator):
    cross = [("decoder.1.cross", head) for head in range(4)]
    for head in cross:
        lab.toggles[head].value = True
    text = "Tom bought a big red hat"
    with heads_off(translator.model, cross):
        expected = translator.translate(text).text
    assert lab["text"].text == text
    assert lab["left"].text == f"4 off:  {expected}"
    assert expected not in lab["whole"].text
    assert "this one changes" in lab.said
    assert lab["loss"].text == f"loss {lab.effect.loss:.2f} nats a word"


def test_the_maps_are_those_of_the_whole_model(lab, translator):
    text = "I like apples"
    lab.set(sentence=text, count=5)
    maps = translator.attention(text, translator.translate(text).target_tokens)
    for name, head in lab.heads:
        shown = map_of(lab, (name, head))
        np.testing.assert_allclose(shown.numbers, maps[name][head], atol=1e-6)
        assert [*map(len, shown.names())] == list(shown.numbers.shape)


def test_a_map_has_its_turn_in_a_corner_and_is_hatched_when_it_is_off(lab):
    turns = {head: map_of(lab, head).turn for head in lab.heads}
    assert sorted(turns, key=turns.get) == lab.order
    box, head = Box(0, 0, 70, 70), lab.order[6]
    on = draw(box, map_of(lab, head))
    lab.toggles[head].value = True
    off = draw(box, map_of(lab, head))
    assert written(on) == written(off) == ["7"]
    assert len(shapes(off, object)) == len(shapes(on, object)) + 2  # a veil, its lines


def test_the_curve_is_the_shipped_table_and_a_click_on_it_sets_the_slider(lab):
    legend = {"1 goes first, 24 is the last one left", "your choice"}
    assert legend <= set(written(lab.parts()[0]))
    curve = lab["curve"]
    right = [round(SAMPLE * removal.exact_match) for removal in REMOVAL.read()]
    assert curve.items[0].ys == [SAMPLE, *right]
    assert curve.sets is lab.count and curve.items[0].xs == range(25)


def test_a_long_sentence_is_cut_where_it_has_no_room(lab):
    long = "Tom does not like the swimming teacher because she is sleeping"
    lab.sentence.value = long
    shown = lab["text"].text
    assert shown.endswith("…") and long.startswith(shown[:-1].rstrip())
