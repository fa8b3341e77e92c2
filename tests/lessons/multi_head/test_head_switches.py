import numpy as np
import pytest

from helpers.lessons.multi_head import HeadSwitchesLab
from helpers.model import heads_off
from helpers.stage.pen import Box, Pen, Text
from helpers.training.experiments.head_removal import (
    REMOVAL,
    SAMPLE,
    effect_without,
)

TEXTS = "text", "whole", "left", "loss"


@pytest.fixture(scope="module")
def shared(translator):
    return HeadSwitchesLab(translator)


@pytest.fixture
def switches(shared):
    shared.reset()
    return shared


def map_of(switches, head):
    return switches[switches.toggles[head].name]


def crossed(switches):
    return {head for head in switches.heads if map_of(switches, head).off}


def texts(switches):
    return [switches[name].text for name in TEXTS]


@pytest.mark.parametrize("count", [0, 12, 24])
def test_the_slider_switches_off_the_least_missed(switches, translator, count):
    switches.count.value = count
    off = switches.order[:count]
    assert crossed(switches) == set(off) == set(switches.off)
    effect = effect_without(translator.model, switches.pairs, off)
    assert switches.effect == effect
    choice = switches["curve"]["your choice"]
    (x,), (y,) = choice.xs, choice.ys
    assert (x, y) == (count, round(SAMPLE * effect.exact_match))
    assert f"{y} of {SAMPLE} held-out" in switches.said
    for head, toggle in switches.toggles.items():
        assert toggle.widget.value == (head in off)


@pytest.mark.parametrize("head", [("encoder.0.self", 0), ("decoder.1.cross", 3)])
def test_one_toggle_is_one_head(switches, translator, head):
    toggle = switches.toggles[head]
    assert map_of(switches, head).sets == (toggle, True)
    toggle.value = True
    assert crossed(switches) == {head}
    assert map_of(switches, head).sets == (toggle, False)  # a second click
    effect = effect_without(translator.model, switches.pairs, [head])
    assert switches.effect == effect
    toggle.value = False
    assert crossed(switches) == set()


def test_a_button_moves_no_other_and_the_slider_moves_all(switches):
    switches.toggles["decoder.1.cross", 0].value = True
    switches.count.value = 2
    assert set(switches.off) == set(switches.order[:2])
    switches.toggles["encoder.0.self", 0].widget.value = True  # as if pressed
    assert len(switches.off) == 3 and switches.count.value == 2


def test_a_choice_of_heads_is_measured_once(switches, monkeypatch):
    switches.effect_of.cache_clear()
    for count in (3, 7, 3, 7, 3):
        switches.count.value = count
    assert switches.effect_of.cache_info().misses == 2


def test_the_translation_is_that_of_the_crippled_model(switches, translator):
    cross = [("decoder.1.cross", head) for head in range(4)]
    for head in cross:
        switches.toggles[head].value = True
    with heads_off(translator.model, cross):
        expected = translator.translate("Tom bought a big red hat").text
    text, whole, left, loss = texts(switches)
    assert text == "Tom bought a big red hat"
    assert left == f"4 off:  {expected}" and expected not in whole
    assert "this one changes" in switches.said
    assert loss == f"loss {switches.effect.loss:.2f} nats a word"


def test_the_maps_are_those_of_the_whole_model(switches, translator):
    text = "I like apples"
    switches.sentence.value = text
    target = translator.translate(text).target_tokens
    maps = translator.attention(text, target)
    switches.count.value = 5
    for name, head in switches.heads:
        shown = map_of(switches, (name, head))
        np.testing.assert_allclose(shown.numbers, maps[name][head], atol=1e-6)
        assert [*map(len, shown.names())] == list(shown.numbers.shape)


def test_the_numbers_are_the_ranks_of_the_order(switches):
    turns = {head: map_of(switches, head).turn for head in switches.heads}
    assert sorted(turns, key=turns.get) == switches.order


def test_a_map_has_its_turn_in_a_corner_and_is_hatched_when_it_is_off(switches):
    def drawn(head):
        pen = Pen(lambda control, value: value)
        map_of(switches, head).draw(pen, Box(0, 0, 70, 70))
        shapes = [shape for part in pen.parts for shape in part.shapes]
        return [s.words for s in shapes if isinstance(s, Text)], len(shapes)

    head = switches.order[6]
    (turn,), shapes = drawn(head)
    assert turn == "7"
    switches.toggles[head].value = True
    assert drawn(head) == (["7"], shapes + 2)  # a veil and its lines


def test_a_long_sentence_is_refused(switches):
    switches.sentence.value = "cat " * 17
    assert "has room for 16" in switches.front.problem


def test_the_picture_says_that_its_numbers_are_turns_and_its_diamond_a_choice(switches):
    shapes = [shape for part in switches.parts()[0] for shape in part.shapes]
    written = [shape.words for shape in shapes if isinstance(shape, Text)]
    assert "1 goes first, 24 is the last one left" in written
    assert "your choice" in written


def test_the_curve_is_the_shipped_table_and_a_click_on_it_sets_the_slider(switches):
    curve = switches["curve"]
    right = [round(SAMPLE * removal.exact_match) for removal in REMOVAL.read()]
    assert curve.items[0].ys == [SAMPLE, *right]
    assert curve.sets == (switches.count, {n: n for n in range(25)})


def test_a_long_sentence_is_cut_where_it_has_no_room(switches):
    long = "Tom does not like the swimming teacher because she is sleeping"
    switches.sentence.value = long
    shown = texts(switches)[0]
    assert shown.endswith("…") and long.startswith(shown[:-1].rstrip())
