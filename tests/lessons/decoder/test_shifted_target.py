import math

import pytest
import torch
from drawn import hits

from helpers.lessons.decoder import ShiftedTargetExplorer
from helpers.stage.style import ACCENT


@pytest.fixture
def explorer(translator, small_translator, snapshots):
    return ShiftedTargetExplorer(translator, small_translator, snapshots)


def bars(explorer):
    return explorer["costs"]["losses"]


def lit(explorer, line):
    return [n for n, edge in enumerate(explorer[line].edges) if edge == ACCENT]


@pytest.mark.parametrize(("place", "said"), [(0, "its best guess is"), (-1, "(right)")])
def test_bars_are_the_losses_of_a_snapshot(explorer, small_translator, place, said):
    number = range(len(explorer.snapshots))[place]
    explorer.snapshot.value = number
    ids = small_translator.target_vocabulary.encode(["我", "喜欢", "苹果"])
    _, source, _ = small_translator.read("I like apples")
    with torch.no_grad():
        logits = explorer.models[number](source, torch.tensor([[1, *ids]]))[0]
    chances = logits.softmax(dim=-1)[range(4), [*ids, 2]]
    losses = [-math.log(chance) for chance in chances.tolist()]
    assert bars(explorer).ys == pytest.approx(losses, abs=1e-4)
    assert f"Mean of the sentence: {sum(losses) / 4:.2f}" in explorer.said
    assert said in explorer.said
    # A blind guess has its line.
    rule, blind = explorer["costs"].items[0], math.log(175)
    assert rule.y == pytest.approx(blind)
    assert explorer["costs"].y.ticks[rule.y] == "blind guess"


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (0, "After <bos> must come 我:"),
        (3, "After <bos> 我 喜欢 苹果 must come <eos>:"),
    ],
)
def test_what_may_be_read_grows_with_the_place(explorer, place, said):
    explorer.place.value = place
    assert explorer["goes in"].words == ["<bos>", "我", "喜欢", "苹果"]
    assert explorer["must come out"].words == ["我", "喜欢", "苹果", "<eos>"]
    assert explorer.said.startswith(said)
    assert lit(explorer, "goes in") == list(range(place + 1))
    assert lit(explorer, "must come out") == [place]
    assert bars(explorer).opacities == [1] * (place + 1) + [0.3] * (3 - place)


def test_words_stand_above_their_bars(explorer):
    spots = {}
    for hit in hits(explorer.parts()[0]):
        for x, _, width, _, says, value in hit["spots"]:
            spots.setdefault(value, []).append(x + width / 2)
            assert hit["sets"] == "place" and says
    assert sorted(spots) == [0, 1, 2, 3]
    for middles in spots.values():
        assert len(middles) == 3 and max(middles) - min(middles) < 1


def test_a_sentence_is_typed_and_refused(explorer):
    explorer.sentence.value = "Tom bought three red books yesterday"
    assert explorer.place.options[-1] == ("<eos>", 8) and len(bars(explorer).ys) == 9
    assert explorer.place.value == 1
    explorer.sentence.value = "Tom was happy because he ate two apples in the park"
    assert "14 places on the tape" in explorer.front.problem
    assert len(bars(explorer).ys) == 9
