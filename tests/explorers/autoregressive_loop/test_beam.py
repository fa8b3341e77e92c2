import pytest
import torch

from helpers.explorers.autoregressive_loop.beam import (
    EXAMPLES,
    LENGTH_PENALTY,
    MOST_STEPS,
    MOST_WIDTH,
    BeamExplorer,
)
from helpers.figures.autoregressive_loop.beam import (
    ALIVE,
    COLUMNS,
    DROPPED,
    LOST,
    ROWS,
    WINNER,
)
from helpers.language import EOS
from helpers.model import beam_search, greedy_decode


@pytest.fixture(scope="module")
def explorer(small_translator):
    explorer = BeamExplorer(small_translator)
    yield explorer
    explorer.close()


@pytest.fixture(autouse=True)
def fresh(explorer):
    explorer.reset_button.click()


def states(explorer, column):
    return [node.state for node in explorer.tree.levels[column]]


def winner(explorer):
    levels = explorer.tree.levels
    words = [n.word for level in levels for n in level if n.state == WINNER]
    return "".join(words).removeprefix("<bos>").removesuffix(EOS)


@pytest.mark.parametrize("width", [1, 3, MOST_WIDTH])
def test_the_marked_winner_is_what_beam_search_returns(
    explorer, small_translator, width
):
    explorer.beam_width.value = width
    explorer.sentence_box.text.value = "I like apples"
    _, ids, _ = small_translator.read("I like apples")
    found = beam_search(
        small_translator.model,
        ids,
        max_len=MOST_STEPS,
        beam_width=width,
        length_penalty=LENGTH_PENALTY,
    )[0].tolist()
    words = small_translator.target_vocabulary.decode(found)
    assert winner(explorer) == "".join(words).removesuffix(EOS)
    assert f"“{winner(explorer)}”" in explorer.sentence


def test_greedy_loops_where_a_beam_finds_the_translation(explorer):
    """What the notebook says."""
    assert "“她喜欢汤姆喜欢的米饭”" in explorer.sentence
    explorer.beam_width.value = 1
    assert "“她喜欢汤姆喜欢汤姆喜欢汤姆喜欢的米饭”" in explorer.sentence


@pytest.mark.parametrize("width", [1, MOST_WIDTH])
def test_each_step_keeps_as_many_as_the_beam_is_wide(explorer, width):
    explorer.beam_width.value = width
    for step in (0, 2):
        explorer.step.value = step
        levels = explorer.tree.levels
        assert len(levels) == step + 2
        assert states(explorer, -1)[:width] == [ALIVE] * width
        assert set(states(explorer, -1)[width:]) == {DROPPED}
        assert len(levels[-1]) <= ROWS
        assert f"Step {step + 1} keeps" in explorer.sentence


def test_the_numbers_on_a_way_add_up_to_its_total(explorer):
    explorer.step.value = 3
    levels = explorer.tree.levels
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
    drawn = explorer.tree.boxes.get_offsets()
    assert len(drawn) == sum(len(level) for level in explorer.tree.levels)
    assert len(explorer.tree.edges.get_segments()) == len(drawn) - 1


def test_a_long_search_shows_its_last_columns(explorer):
    last = explorer.step.options[-1][1]
    explorer.step.value = last - 1
    assert last > COLUMNS
    assert len(explorer.tree.levels) == COLUMNS + 1
    assert explorer.tree.levels[0][0].word != "<bos>"


def test_another_width_offers_its_own_steps(explorer, small_translator):
    _, ids, _ = small_translator.read(EXAMPLES[1])
    explorer.sentence_box.text.value = EXAMPLES[1]
    explorer.beam_width.value = 1
    with torch.no_grad():
        written = greedy_decode(small_translator.model, ids, max_len=MOST_STEPS)
    assert len(explorer.step.options) == written.size(1)
    assert explorer.step.value == written.size(1) - 1


def test_unknown_and_no_words_are_told(explorer):
    explorer.sentence_box.text.value = "I like zebras"
    assert "zebras" in explorer.message.value
    before = explorer.image.value
    explorer.sentence_box.text.value = "?"
    assert "no word" in explorer.message.value and explorer.image.value == before


def test_reset_puts_everything_back(explorer):
    before = explorer.image.value
    explorer.sentence_box.text.value = EXAMPLES[1]
    explorer.beam_width.value, explorer.step.value = 2, 0
    assert explorer.image.value != before
    explorer.reset_button.click()
    assert explorer.image.value == before
