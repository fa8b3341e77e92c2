import pytest
import torch
from drawn import hits

from helpers.language import EOS
from helpers.lessons.autoregressive_loop.beam import (
    ALIVE,
    DROPPED,
    LENGTH_PENALTY,
    LOST,
    MOST_STEPS,
    MOST_WIDTH,
    NUM_DROPPED,
    WINNER,
    BeamStepper,
)
from helpers.lessons.autoregressive_loop.writing import output_probabilities
from helpers.model import beam_search, greedy_decode

RICE, APPLES, _ = BeamStepper.examples


@pytest.fixture(scope="module")
def shared(small_translator):
    return BeamStepper(small_translator)


def states(explorer, column):
    return [node.state for node in explorer.levels[column]]


def spots(explorer):
    found = hits(explorer.parts()[0])
    return [(spot[4], hit["sets"], spot[5]) for hit in found for spot in hit["spots"]]


@pytest.mark.parametrize("width", [1, 3, MOST_WIDTH])
def test_the_marked_winner_is_what_beam_search_returns(
    explorer, small_translator, width
):
    explorer.beam_width.value, explorer.sentence.value = width, APPLES
    sizes = {"max_len": MOST_STEPS, "length_penalty": LENGTH_PENALTY}
    _, ids, _ = small_translator.read(APPLES)
    found = beam_search(small_translator.model, ids, beam_width=width, **sizes)
    words = small_translator.target_vocabulary.decode(found[0].tolist())
    text = "".join(words).removesuffix(EOS)
    won = [n.word for level in explorer.levels for n in level if n.state == WINNER]
    assert "".join(won).removeprefix("<bos>").removesuffix(EOS) == text
    assert f"“{text}”" in explorer.said


def test_greedy_loops_where_a_beam_finds_the_translation(explorer):
    """What the notebook says."""
    assert "“她喜欢汤姆喜欢的米饭”" in explorer.said
    explorer.beam_width.value = 1
    assert "“她喜欢汤姆喜欢汤姆喜欢汤姆喜欢的米饭”" in explorer.said


@pytest.mark.parametrize("width", [1, MOST_WIDTH])
@pytest.mark.parametrize("step", [0, 2])
def test_each_step_keeps_as_many_as_the_beam_is_wide(explorer, width, step):
    explorer.beam_width.value, explorer.step.value = width, step
    assert len(explorer.levels) == step + 2
    assert states(explorer, -1)[:width] == [ALIVE] * width
    assert set(states(explorer, -1)[width:]) == {DROPPED}
    assert len(explorer.levels[-1]) <= MOST_WIDTH + NUM_DROPPED
    assert f"Step {step + 1} keeps" in explorer.said


def test_the_numbers_on_a_way_add_up_to_its_total(explorer):
    explorer.step.value = 3
    levels = explorer.levels
    for node in levels[-1]:
        total, parent = node.own, node.parent
        for level in reversed(levels[:-1]):
            total += level[parent].own
            parent = level[parent].parent
        assert total == pytest.approx(node.total, abs=1e-4)
    totals = [node.total for node in levels[-1]]
    assert totals == sorted(totals, reverse=True)


def test_dead_ends_are_told_from_what_lives_on(explorer):
    explorer.step.value = 4
    assert LOST in states(explorer, 1) and states(explorer, 1).count(ALIVE) == 1


def test_every_box_says_its_numbers_and_a_click_goes_to_its_step(explorer):
    explorer.step.value = 4
    told = spots(explorer)
    assert ("<bos>: the beginning", None, None) in told
    for column, level in enumerate(explorer.levels[1:]):
        for node in level:
            numbers = f"{node.own:.2f}, in total {node.total:.2f}".replace("-", "−")
            says = f"{node.word}: {numbers}"
            found = [spot[1:] for spot in told if spot[0].startswith(says)]
            assert ("step", column) in found


def test_a_long_search_shows_its_last_columns(explorer):
    explorer.step.value = explorer.step.values()[-2]
    told = spots(explorer)
    assert len(explorer.levels) > 8
    assert not [says for says, _, _ in told if says.startswith("<bos>")]
    raws = {raw for _, control, raw in told if control == "step"}
    assert raws == set(range(explorer.step.value - 7, explorer.step.value + 1))


def test_in_the_end_the_length_decides(explorer, small_translator):
    _, ids, _ = small_translator.read(RICE)
    totals, told = [total for _, _, total, _ in explorer.outputs], spots(explorer)
    assert totals == sorted(totals, reverse=True) and explorer.best != 0
    for kept, (text, length, total, score) in zip(
        explorer.found[-1].ids[0], explorer.outputs, strict=True
    ):
        said = kept[None, :length]
        chance = output_probabilities(small_translator.model, ids, said).log().item()
        assert total == pytest.approx(chance, abs=1e-3)
        assert score == pytest.approx(total / ((5 + length) / 6) ** LENGTH_PENALTY)
        assert any(says.startswith(f"“{text}”: total") for says, _, _ in told)
    texts = [text for text, *_ in explorer.outputs]
    assert texts[:2] == ["她喜欢的米饭", "她喜欢汤姆喜欢的米饭"]


def test_another_width_offers_its_own_steps(explorer, small_translator):
    _, ids, _ = small_translator.read(APPLES)
    explorer.sentence.value, explorer.beam_width.value = APPLES, 1
    with torch.no_grad():
        written = greedy_decode(small_translator.model, ids, max_len=MOST_STEPS)
    assert len(explorer.step.options) == written.size(1)
    assert explorer.step.value == written.size(1) - 1
