import numpy as np
import pytest
import torch

from helpers.lessons.autoregressive_loop.rooms import (
    PANELS,
    PLACES,
    SENTENCES,
    RoomsStepper,
)
from helpers.lessons.overview import ROOMS
from helpers.model import record_attention
from helpers.stage.pen import Text
from helpers.stage.style import ACCENT

TENSORS = [
    (name, room) for room, panels in PANELS.items() for name, *_ in panels
]  # fmt: skip


@pytest.fixture(scope="module")
def shared(translator):
    return RoomsStepper(translator)


@pytest.fixture
def explorer(shared):
    shared.reset()
    return shared


def matrix(explorer, name):
    return explorer["head 1" if name == "heads" else name]


def test_the_rooms_are_those_of_the_overview():
    assert list(PLACES) == list(SENTENCES) == list(ROOMS)
    assert set(PANELS) == set(ROOMS) - {"autoregressive_loop"}


def test_every_tensor_tells_its_true_shape(explorer):
    shapes = {name: explorer[f"title of {name}"].shape for name, _ in TENSORS}
    assert shapes["x"] == shapes["memory"] == shapes["written"] == "3 × 128"
    assert shapes["query"] == "3 × 32"
    assert shapes["head"] == "3 × 3"
    assert shapes["heads"] == "4 × 3 × 3"
    assert shapes["hidden"] == "3 × 512"
    texts = [s.words for p in explorer.parts()[0] for s in p.shapes if type(s) is Text]
    assert "175 probabilities" in texts


def test_the_panels_hold_the_models_own_numbers(explorer, translator):
    _, ids, _ = translator.read("I like apples")
    model = translator.model
    words = translator.target_vocabulary.encode(["我", "喜欢"])
    with torch.no_grad(), record_attention(model) as maps:
        logits = model(ids, torch.tensor([[1, *words]]))[0, -1]
    shown = {name: matrix(explorer, name).numbers for name, _ in TENSORS}
    np.testing.assert_allclose(
        shown["words"] + shown["positions"], shown["x"], atol=1e-5
    )
    encoder = maps["encoder.0.self"][0]
    np.testing.assert_allclose(shown["head"], encoder[0], atol=1e-6)
    heads = [explorer[f"head {number}"].numbers for number in range(1, 5)]
    np.testing.assert_allclose(heads, encoder, atol=1e-6)
    np.testing.assert_allclose(
        shown["across"], maps["decoder.1.cross"][0].mean(dim=0), atol=1e-6
    )
    chances = logits.softmax(dim=-1).topk(5).values
    np.testing.assert_allclose(explorer["next word"].values, chances, atol=1e-5)
    assert explorer["next word"].names[0] == "苹果"


@pytest.mark.parametrize("room", range(len(ROOMS)))
def test_the_rooms_up_to_this_one_are_filled(explorer, room):
    explorer.room.value = room
    names = list(ROOMS)
    for name, own in TENSORS:
        heading = explorer[f"title of {name}"]
        assert matrix(explorer, name).shown == (names.index(own) <= room)
        assert bool(heading.shape) == (names.index(own) <= room)
        assert heading.bold == (names.index(own) == room)
    assert explorer["rooms"].now == room
    last = room == len(ROOMS) - 1
    assert len(explorer["next word"].names) == 5 * last
    inks = [
        s.stroke for p in explorer.parts()[0] for s in p.shapes if hasattr(s, "dash")
    ]
    # The frame of the room, and in the end the loop's way and its arrow.
    assert inks.count(ACCENT) == (3 if last else 1)


def test_a_click_on_a_room_goes_to_it(explorer):
    hits = [hit for part in explorer.parts()[0] for hit in part.hits]
    spots = [s for h in hits if h["kind"] == "spots" for s in h["spots"] if h["sets"]]
    assert [spot[5] for spot in spots] == list(range(len(ROOMS)))
    assert "词嵌入" in spots[0][4]
    for name, own in TENSORS:
        assert matrix(explorer, name).sets[1] == list(ROOMS).index(own)


def test_every_room_says_something_else(explorer):
    said = set()
    for room in range(len(ROOMS)):
        explorer.room.value = room
        said.add(explorer.said)
    assert len(said) == len(ROOMS)


def test_another_sentence_has_other_shapes(explorer):
    explorer.sentence.value = "the old teacher reads books"
    assert explorer["title of x"].shape == "5 × 128"
    labels = explorer["words"].rows.values()
    assert [label.split()[0] for label in labels] == explorer.tokens
    assert explorer["head 2"].names()[1] == explorer.tokens


def test_too_many_words_are_refused_with_advice(explorer):
    explorer.sentence.value = "the cat " * 4
    assert "8 words" in explorer.front.problem and "6" in explorer.front.problem
    assert explorer.sentence.value == "I like apples"


def test_a_word_that_nobody_knows_is_told(explorer):
    explorer.sentence.value = "I like zebras"
    assert "zebras" in explorer.note()
