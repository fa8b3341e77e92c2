import numpy as np
import pytest
import torch
from drawn import hits, shapes

from helpers.lessons.autoregressive_loop.rooms import (
    PLACES,
    SENTENCES,
    TENSORS,
    RoomsStepper,
)
from helpers.lessons.overview import ROOMS
from helpers.model import record_attention
from helpers.stage.pen import Stroke, Text
from helpers.stage.style import ACCENT

NAMES = list(ROOMS)
# The number of the room in which a tensor is shown.
OWN = {name: NAMES.index(room) for name, (room, *_) in TENSORS.items()}

make = RoomsStepper


def matrix(explorer, name):
    return explorer["head 1" if name == "heads" else name]


def test_the_rooms_are_those_of_the_overview():
    assert list(PLACES) == list(SENTENCES) == NAMES
    assert set(OWN.values()) == set(range(len(NAMES) - 1))


def test_every_tensor_tells_its_true_shape(explorer):
    told = {name: explorer[f"title of {name}"].shape for name in TENSORS}
    assert told["x"] == told["memory"] == told["written"] == "3 × 128"
    assert told["query"] == "3 × 32"
    assert told["head"] == "3 × 3"
    assert told["heads"] == "4 × 3 × 3"
    assert told["hidden"] == "3 × 512"
    texts = shapes(explorer.parts()[0], Text)
    assert "175 probabilities" in [text.words for text in texts]


def test_the_panels_hold_the_models_own_numbers(explorer, translator):
    _, ids, _ = translator.read("I like apples")
    words = translator.target_vocabulary.encode(["我", "喜欢"])
    with torch.no_grad(), record_attention(translator.model) as maps:
        logits = translator.model(ids, torch.tensor([[1, *words]]))[0, -1]
    shown = {name: matrix(explorer, name).numbers for name in TENSORS}
    encoder = maps["encoder.0.self"][0]
    heads = [explorer[f"head {number}"].numbers for number in range(1, 5)]
    across = maps["decoder.1.cross"][0].mean(dim=0)
    for found, expected in (
        (shown["words"] + shown["positions"], shown["x"]),
        (shown["head"], encoder[0]),
        (heads, encoder),
        (shown["across"], across),
        (explorer["next word"].values, logits.softmax(dim=-1).topk(5).values),
    ):
        np.testing.assert_allclose(found, expected, atol=2e-6)
    assert explorer["next word"].names[0] == "苹果"


@pytest.mark.parametrize("room", range(len(ROOMS)))
def test_the_rooms_up_to_this_one_are_filled(explorer, room):
    explorer.room.value = room
    for name, own in OWN.items():
        heading = explorer[f"title of {name}"]
        assert matrix(explorer, name).shown == (own <= room)
        assert bool(heading.shape) == (own <= room)
        assert heading.bold == (own == room)
    assert explorer["rooms"].now == room
    last = room == len(ROOMS) - 1
    assert len(explorer["next word"].names) == 5 * last
    inks = [stroke.stroke for stroke in shapes(explorer.parts()[0], Stroke)]
    # The frame of the room, and in the end the loop's way and its arrow.
    assert inks.count(ACCENT) == (3 if last else 1)


def test_a_click_on_a_room_goes_to_it(explorer):
    found = [hit for hit in hits(explorer.parts()[0]) if hit["sets"] == "room"]
    spots = [spot for hit in found for spot in hit["spots"]]
    assert [spot[5] for spot in spots] == list(range(len(ROOMS)))
    assert "词嵌入" in spots[0][4]
    assert {name: matrix(explorer, name).sets[1] for name in TENSORS} == OWN


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
