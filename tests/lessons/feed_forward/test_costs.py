import pytest
import torch
from drawn import spots
from torch.utils.flop_counter import FlopCounterMode

from helpers.lessons.feed_forward import CostLab
from helpers.lessons.feed_forward.costs import crossing, multiplications, parameters
from helpers.model import FeedForward, MultiHeadAttention

LENGTHS = [2**power for power in range(15)]


@pytest.fixture
def lab():
    return CostLab()


@pytest.mark.parametrize(("length", "d_model", "d_ff"), [(7, 12, 20), (40, 8, 24)])
def test_the_counts_are_torchs(length, d_model, d_ff):
    x = torch.randn(1, length, d_model)
    attention, ffn = MultiHeadAttention(d_model, 2), FeedForward(d_model, d_ff)
    work, learned = multiplications(length, d_model, d_ff), parameters(d_model, d_ff)
    for name, module, inputs in (("attention", attention, [x] * 3), ("FFN", ffn, [x])):
        with FlopCounterMode(display=False) as counter, torch.no_grad():
            module(*inputs)
        # It counts additions, too.
        assert work[name] == counter.get_total_flops() // 2
        assert learned[name] == sum(p.numel() for p in module.parameters())


def test_they_cross_where_the_helper_says():
    cost = multiplications(crossing(512, 2048), 512, 2048)
    assert cost["attention"] == cost["FFN"]
    assert crossing(512, 2048) == 1024


def drawn_crossing(lab):
    return [item.x for item in lab["work"].items if item.name == "equal"]


@pytest.mark.parametrize("length", [1, 16_384])
@pytest.mark.parametrize("d_model", [32, 4096])
@pytest.mark.parametrize("d_ff", [32, 16_384])
def test_the_curves_are_the_counts(lab, length, d_model, d_ff):
    lab.set(length=length, d_model=d_model, d_ff=d_ff)
    plot, count = lab["work"], multiplications(length, d_model, d_ff)
    ends = [item for item in plot.items if hasattr(item, "xs") and not item.name]
    for name, point in zip(count, ends, strict=True):
        line = plot[name]
        assert list(line.xs) == LENGTHS[: LENGTHS.index(length) + 1]
        assert line.ys[-1] == count[name]
        assert (point.xs, point.ys) == ([length], [count[name]])
        assert plot.y.low < count[name] < plot.y.high
    assert plot["here"].x == length
    cross = crossing(d_model, d_ff)
    assert drawn_crossing(lab) == [cross] * (0 < cross <= length)
    (pillars,) = lab["parameters"].items
    learned = list(parameters(d_model, d_ff).values())
    assert pillars.ys == learned
    assert list(pillars.texts) == [f"{number:,}" for number in learned]
    share = count["FFN"] / sum(count.values())
    assert (f"does {share:.0%} of" in lab.said) == (share > 0.01)
    assert ("less than 1%" in lab.said) == (share <= 0.01)
    where = f"{cross:,} words on" if cross > 0 else "every length"
    assert (where in lab.said) == (length >= cross)
    assert ("more than attention" in lab.said) == (length < cross)


def test_it_begins_before_the_answer(lab):
    assert lab.length.value < 64 and "1,024" not in lab.said
    assert not drawn_crossing(lab)
    lab.length.value = 1024
    assert "from 1,024 words on" in lab.said
    assert drawn_crossing(lab) == [1024]


def test_a_point_says_how_many_multiplications(lab):
    says = {spot[4]: spot[5] for spot in spots(lab.parts()[0])}
    count = multiplications(4, 512, 2048)["FFN"]
    assert says[f"FFN, 4 words: {count:,} multiplications"] == LENGTHS.index(4)
    assert "attention: 1,050,624 parameters" in says
