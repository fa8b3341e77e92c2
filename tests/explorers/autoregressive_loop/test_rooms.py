import numpy as np
import pytest
import torch

from helpers.explorers.autoregressive_loop.rooms import RoomsExplorer
from helpers.figures.autoregressive_loop.rooms import PANELS, side_by_side
from helpers.figures.autoregressive_loop.rooms_map import PLACES
from helpers.figures.overview import ROOMS
from helpers.model import record_attention


@pytest.fixture(scope="module")
def explorer(translator):
    explorer = RoomsExplorer(translator)
    yield explorer
    explorer.close()


@pytest.fixture(autouse=True)
def fresh(explorer):
    explorer.reset_button.click()


def test_the_rooms_are_those_of_the_overview():
    assert list(PLACES) == list(ROOMS)
    assert {room for _, _, room, *_ in PANELS} == set(ROOMS) - {"autoregressive_loop"}


def test_every_tensor_tells_its_true_shape(explorer):
    shapes = {
        name: panel.shape.get_text() for name, panel in explorer.picture.panels.items()
    }
    assert shapes["x"] == shapes["memory"] == shapes["written"] == "3 × 128"
    assert shapes["query"] == "3 × 32"
    assert shapes["head"] == "3 × 3"
    assert shapes["heads"] == "4 × 3 × 3"
    assert shapes["hidden"] == "3 × 512"
    assert explorer.picture.count.get_text() == "175 probabilities"


def test_the_panels_hold_the_models_own_numbers(explorer, translator):
    _, ids, _ = translator.read("I like apples")
    model = translator.model
    words = translator.target_vocabulary.encode(["我", "喜欢"])
    with torch.no_grad(), record_attention(model) as maps:
        logits = model(ids, torch.tensor([[1, *words]]))[0, -1]
    shown = {name: panel.matrix for name, panel in explorer.picture.panels.items()}
    np.testing.assert_allclose(
        shown["words"] + shown["positions"], shown["x"], atol=1e-5
    )
    np.testing.assert_allclose(shown["head"], maps["encoder.0.self"][0, 0], atol=1e-6)
    np.testing.assert_allclose(
        shown["across"], maps["decoder.1.cross"][0].mean(dim=0), atol=1e-6
    )
    chances = logits.softmax(dim=-1).topk(5).values
    lengths = [end[0] for _, end in explorer.picture.bars.get_segments()]
    np.testing.assert_allclose(lengths, chances, atol=1e-5)
    assert explorer.picture.likeliest[0].get_text() == "苹果"


@pytest.mark.parametrize("room", range(len(ROOMS)))
def test_the_rooms_up_to_this_one_are_filled(explorer, room):
    explorer.room.value = room
    names = list(ROOMS)
    for name, _, own, *_ in PANELS:
        panel = explorer.picture.panels[name]
        assert panel.image.get_visible() == (names.index(own) <= room)
        assert (panel.title.get_weight() == "bold") == (names.index(own) == room)
    framed = [n for n, frame in explorer.picture.frames.items() if frame.get_visible()]
    assert framed == [names[room]]
    assert explorer.picture.loop.get_visible() == (room == len(ROOMS) - 1)


def test_every_room_says_something_else(explorer):
    said = set()
    for room in range(len(ROOMS)):
        explorer.room.value = room
        said.add(explorer.sentence)
    assert len(said) == len(ROOMS)


def test_another_sentence_has_other_shapes(explorer):
    explorer.sentence_box.text.value = "the old teacher reads books"
    assert explorer.picture.panels["x"].shape.get_text() == "5 × 128"
    words = [
        label.get_text()
        for label in explorer.picture.panels["words"].ax.get_yticklabels()
    ]
    assert [word.split()[0] for word in words] == "the old teacher reads books".split()


def test_too_many_words_are_refused_with_advice(explorer):
    before = explorer.image.value
    explorer.sentence_box.text.value = "the cat " * 4
    assert "8 words" in explorer.message.value and "6" in explorer.message.value
    assert explorer.image.value == before


def test_a_word_that_nobody_knows_is_told(explorer):
    explorer.sentence_box.text.value = "I like zebras"
    assert "zebras" in explorer.message.value


def test_heads_stand_side_by_side_with_gaps():
    maps = np.arange(2 * 3 * 4.0).reshape(2, 3, 4)
    row = side_by_side(maps)
    assert row.shape == (3, 9) and np.isnan(row[:, 4]).all()
    np.testing.assert_array_equal(row[:, 5:], maps[1])


def test_reset_puts_everything_back(explorer):
    before = explorer.image.value
    explorer.sentence_box.text.value = "Tom bought a red hat"
    explorer.room.value = 2
    assert explorer.image.value != before
    explorer.reset_button.click()
    assert explorer.image.value == before
