import numpy as np
import pytest

from helpers.explorers.self_attention import OrderLab
from helpers.explorers.self_attention.order import SHUFFLES, shuffled_order


@pytest.fixture
def lab(translator):
    return OrderLab(translator)


def pictures(lab):
    return [np.asarray(image.get_array()) for image in lab.picture.images]


@pytest.mark.parametrize("shuffle", [0, SHUFFLES])
@pytest.mark.parametrize("head", [1, 4])
def test_without_positions_the_outputs_follow_the_words(lab, shuffle, head):
    lab.shuffle.value, lab.head.value = shuffle, head
    weights, output, shuffled_weights, shuffled_output = pictures(lab)
    order = shuffled_order(5, shuffle)
    np.testing.assert_allclose(shuffled_output, output[order], atol=1e-5)
    np.testing.assert_allclose(shuffled_weights, weights[order][:, order], atol=1e-5)
    assert lab.difference < 1e-5
    assert ("0.0000" in lab.sentence) == (shuffle > 0)


def test_the_lesson_begins_with_the_words_as_typed(lab):
    assert (lab.shuffle.value, lab.positions.value) == (0, False)
    typed = "Both sides have the words as typed, and so the same outputs."
    assert lab.sentence == typed
    lab.positions.value = True
    assert lab.sentence == typed


def test_with_positions_the_order_counts(lab):
    lab.positions.value, lab.shuffle.value = True, 3
    assert lab.difference > 0.1
    assert f"{lab.difference:.2f}" in lab.sentence
    lab.shuffle.value = 0
    assert lab.difference < 1e-5


def test_the_shuffled_side_carries_the_shuffled_words(lab):
    lab.shuffle.value = 3
    tokens = ["Tom", "likes", "the", "small", "cat"]
    labels = lab.picture.shuffled[0].get_yticklabels()
    words = [label.get_text() for label in labels]
    assert words == [tokens[i] for i in shuffled_order(5, 3)] != tokens
    assert len(lab.picture.lines) == 5


@pytest.mark.parametrize(
    ("text", "why"), [("cat", "type at least two"), ("cat " * 9, "has room for 8")]
)
def test_too_short_or_long_is_refused(lab, text, why):
    lab.sentence_box.text.value = text
    assert why in lab.message.value


def test_orders_are_fixed_and_differ():
    orders = [tuple(shuffled_order(5, number)) for number in range(SHUFFLES + 1)]
    assert orders[0] == (0, 1, 2, 3, 4)
    assert len(set(orders)) > SHUFFLES // 2
    assert shuffled_order(5, 3) == shuffled_order(5, 3)
