import math

import pytest
import torch

from helpers.explorers.decoder import TapeExplorer
from helpers.figures.decoder.tape import MOST_LOSS


@pytest.fixture
def explorer(translator, small_translator, snapshots):
    return TapeExplorer(translator, small_translator, snapshots)


def bars(explorer):
    return [bar.get_height() for bar in explorer.picture.bars]


@pytest.mark.parametrize("snapshot", [0, -1])
def test_bars_are_the_losses_of_a_snapshot(explorer, small_translator, snapshot):
    number = len(explorer.snapshots) - 1 if snapshot else 0
    explorer.snapshot.value = number
    ids = small_translator.target_vocabulary.encode(["我", "喜欢", "苹果"])
    _, source, _ = small_translator.read("I like apples")
    with torch.no_grad():
        logits = explorer.models[number](source, torch.tensor([[1, *ids]]))[0]
    chances = logits.softmax(dim=-1)[range(4), [*ids, 2]]
    losses = [-math.log(chance) for chance in chances.tolist()]
    shown = bars(explorer)
    expected = [min(loss, MOST_LOSS) for loss in losses]
    assert shown[:4] == pytest.approx(expected, abs=1e-4) and not any(shown[4:])
    assert f"Mean of the sentence: {sum(losses) / 4:.2f}" in explorer.sentence


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (0, "After <bos> must come 我:"),
        (3, "After <bos> 我 喜欢 苹果 must come <eos>:"),
    ],
)
def test_what_may_be_read_grows_with_the_place(explorer, place, said):
    explorer.place.value = place
    assert explorer.sentence.startswith(said)
    picture = explorer.picture
    assert picture.given.get_width() == pytest.approx(place + 0.9)
    assert picture.wanted.get_x() == pytest.approx(place - 0.45)
    assert list(picture.arrow.get_xdata()) == [place, place]


def test_the_tape_is_shifted_by_one(explorer):
    texts = [word for word in explorer.picture.words if hasattr(word, "get_text")]
    assert [text.get_text() for text in texts[:8]] == [
        *("<bos>", "我", "喜欢", "苹果"),
        *("我", "喜欢", "苹果", "<eos>"),
    ]


def test_a_wrong_guess_is_named(explorer):
    explorer.snapshot.value = 0
    assert "its best guess is" in explorer.sentence
    explorer.snapshot.value = len(explorer.snapshots) - 1
    assert "(right)" in explorer.sentence


def test_a_sentence_is_typed_refused_and_reset(explorer):
    before = explorer.image.value
    explorer.sentence_box.text.value = "Tom bought three red books yesterday"
    assert explorer.place.options[-1] == ("<eos>", 8) and bars(explorer)[8] > 0
    kept = explorer.image.value
    explorer.sentence_box.text.value = (
        "Tom was happy because he ate two apples in the park"
    )
    assert "14 places on the tape" in explorer.message.value
    assert explorer.image.value == kept
    explorer.reset_button.click()
    assert explorer.image.value == before
