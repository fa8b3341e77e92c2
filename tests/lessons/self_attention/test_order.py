import numpy as np
import pytest

from helpers.lessons.self_attention import OrderLab
from helpers.lessons.self_attention.order import SHUFFLES, shuffled_order


@pytest.fixture
def lab(translator):
    return OrderLab(translator)


def matrices(lab):
    names = (
        name + more for name in ("as typed", "shuffled") for more in ("", ", output")
    )
    return [np.asarray(lab[name].numbers) for name in names]


@pytest.mark.parametrize("shuffle", [0, SHUFFLES])
@pytest.mark.parametrize("head", [1, 4])
def test_without_positions_the_outputs_follow_the_words(lab, shuffle, head):
    lab.shuffle.value, lab.head.value = shuffle, head
    weights, output, shuffled_weights, shuffled_output = matrices(lab)
    order = shuffled_order(5, shuffle)
    np.testing.assert_allclose(shuffled_output, output[order], atol=1e-5)
    np.testing.assert_allclose(shuffled_weights, weights[order][:, order], atol=1e-5)
    assert lab.difference < 1e-5
    assert ("0.0000" in lab.said) == (shuffle > 0)


def test_the_lesson_begins_with_the_words_as_typed(lab):
    assert (lab.shuffle.value, lab.positions.value) == (0, False)
    typed = "Both sides have the words as typed, and so the same outputs."
    assert lab.said == typed
    lab.positions.value = True
    assert lab.said == typed


def test_with_positions_the_order_counts(lab):
    lab.positions.value, lab.shuffle.value = True, 3
    assert lab.difference > 0.1
    assert f"{lab.difference:.2f}" in lab.said
    lab.shuffle.value = 0
    assert lab.difference < 1e-5


def test_the_difference_is_over_all_heads(lab):
    lab.positions.value, lab.shuffle.value = True, 3
    order, most = shuffled_order(5, 3), []
    for _, head in lab.head.options:
        lab.head.value = head
        _, output, _, shuffled = matrices(lab)
        most.append(abs(shuffled - output[order]).max())
    assert lab.difference == pytest.approx(max(most))


def test_the_shuffled_side_carries_the_shuffled_words(lab):
    lab.shuffle.value = 3
    tokens = ["Tom", "likes", "the", "small", "cat"]
    words = list(lab["shuffled"].rows.values())
    assert words == [tokens[i] for i in shuffled_order(5, 3)] != tokens
    assert list(lab["shuffled"].columns.values()) == words
    assert lab["shuffled, output"].row_names == words


@pytest.mark.parametrize("width", [900, 390])
def test_a_line_joins_each_word_with_itself(lab, width):
    lab.shuffle.value = 3
    parts, _ = lab.parts(width=width)
    spots = [
        spot
        for part in parts
        for hit in part.hits
        if hit["kind"] == "spots"
        for spot in hit["spots"]
    ]
    says = {says for *_, says, _ in spots}
    assert len(spots) == 10 and len(says) == 5
    places = shuffled_order(5, 3)
    cat = f"cat, word 5 as typed and {places.index(4) + 1} shuffled: its output "
    assert f"{cat}changes by 0.00" in says


@pytest.mark.parametrize(
    ("text", "why"), [("cat", "type at least 2"), ("cat " * 9, "has room for 8")]
)
def test_too_short_or_long_is_refused(lab, text, why):
    lab.sentence.value = text
    assert why in lab.front.problem


def test_orders_are_fixed_and_differ():
    orders = [tuple(shuffled_order(5, number)) for number in range(SHUFFLES + 1)]
    assert orders[0] == (0, 1, 2, 3, 4)
    assert len(set(orders)) > SHUFFLES // 2
    assert shuffled_order(5, 3) == shuffled_order(5, 3)
