import numpy as np
import pytest
from drawn import spots

from helpers.lessons.self_attention import OrderLab
from helpers.lessons.self_attention.order import SHUFFLES, shuffled_order

ORDER = shuffled_order(5, 3)


@pytest.fixture
def lab(translator):
    return OrderLab(translator)


def matrices(lab):
    sides = "as typed", "shuffled"
    names = [name + more for name in sides for more in ("", ", output")]
    return [np.asarray(lab[name].numbers) for name in names]


def difference(lab):
    """Return the largest difference between a word's two outputs."""
    return max(lab.changes)


@pytest.mark.parametrize("shuffle", [0, SHUFFLES])
@pytest.mark.parametrize("head", [1, 4])
def test_without_positions_the_outputs_follow_the_words(lab, shuffle, head):
    lab.set(shuffle=shuffle, head=head)
    weights, output, shuffled_weights, shuffled_output = matrices(lab)
    order = shuffled_order(5, shuffle)
    np.testing.assert_allclose(shuffled_output, output[order], atol=1e-5)
    np.testing.assert_allclose(shuffled_weights, weights[order][:, order], atol=1e-5)
    assert difference(lab) < 1e-5
    assert ("0.0000" in lab.said) == (shuffle > 0)


def test_the_lesson_begins_with_the_words_as_typed(lab):
    assert (lab.shuffle.value, lab.positions.value) == (0, False)
    typed = "Both sides have the words as typed, and so the same outputs."
    assert lab.said == typed
    lab.positions.value = True
    assert lab.said == typed and difference(lab) < 1e-5


def test_with_positions_the_order_counts_over_all_heads(lab):
    lab.set(positions=True, shuffle=3)
    assert difference(lab) > 0.1
    assert f"{difference(lab):.2f}" in lab.said
    most = []
    for head in lab.head.values():
        lab.head.value = head
        _, output, _, shuffled = matrices(lab)
        most.append(abs(shuffled - output[ORDER]).max())
    assert difference(lab) == pytest.approx(max(most))


def test_the_shuffled_side_carries_the_shuffled_words(lab):
    lab.shuffle.value = 3
    tokens = ["Tom", "likes", "the", "small", "cat"]
    words = list(lab["shuffled"].rows.values())
    assert words == [tokens[i] for i in ORDER] != tokens
    assert list(lab["shuffled"].columns.values()) == words
    assert lab["shuffled, output"].row_names == words


@pytest.mark.parametrize("width", [900, 390])
def test_a_line_joins_each_word_with_itself(lab, width):
    lab.shuffle.value = 3
    parts, _ = lab.parts(width=width)
    found = [part for part in parts if any(h["kind"] == "spots" for h in part.hits)]
    says = [spot[4] for spot in spots(found)]
    assert len(says) == 10 and len(set(says)) == 5
    cat = f"cat, word 5 as typed and {ORDER.index(4) + 1} shuffled: its output "
    assert f"{cat}changes by 0.00" in says


def test_orders_are_fixed_and_differ():
    orders = [tuple(shuffled_order(5, number)) for number in range(SHUFFLES + 1)]
    assert orders[0] == (0, 1, 2, 3, 4)
    assert len(set(orders)) > SHUFFLES // 2
    assert shuffled_order(5, 3) == ORDER
