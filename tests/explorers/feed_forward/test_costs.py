import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from helpers.explorers.feed_forward import CostLab
from helpers.explorers.feed_forward.costs import (
    LENGTHS,
    crossing,
    multiplications,
    parameters,
)
from helpers.model import FeedForward, MultiHeadAttention


@pytest.mark.parametrize(("length", "d_model", "d_ff"), [(7, 12, 20), (40, 8, 24)])
def test_the_counts_are_torchs(length, d_model, d_ff):
    x = torch.randn(1, length, d_model)
    attention, ffn = MultiHeadAttention(d_model, 2), FeedForward(d_model, d_ff)
    found = {}
    for name, run in (
        ("attention", lambda: attention(x, x, x)),
        ("FFN", lambda: ffn(x)),
    ):
        with FlopCounterMode(display=False) as counter, torch.no_grad():
            run()
        found[name] = counter.get_total_flops() // 2  # it counts additions, too
    assert multiplications(length, d_model, d_ff) == found
    modules = {"attention": attention, "FFN": ffn}
    assert parameters(d_model, d_ff) == {
        name: sum(p.numel() for p in module.parameters())
        for name, module in modules.items()
    }


def test_they_cross_where_the_helper_says():
    cost = multiplications(crossing(512, 2048), 512, 2048)
    assert cost["attention"] == cost["FFN"]
    assert crossing(512, 2048) == 1024


@pytest.mark.parametrize("length", [1, 16_384])
@pytest.mark.parametrize("d_model", [32, 4096])
@pytest.mark.parametrize("d_ff", [32, 16_384])
def test_every_control_at_both_ends(length, d_model, d_ff):
    lab = CostLab()
    lab.length.value, lab.d_model.value, lab.d_ff.value = length, d_model, d_ff
    picture = lab.picture
    for name, line in picture.lines.items():
        assert list(line.get_xdata()) == LENGTHS[: LENGTHS.index(length) + 1]
        assert line.get_ydata()[-1] == multiplications(length, d_model, d_ff)[name]
    for name, point in picture.points.items():
        count = multiplications(length, d_model, d_ff)[name]
        assert [list(data) for data in point.get_data()] == [[length], [count]]
        low, high = point.axes.get_ylim()
        assert low < count < high
    assert list(picture.here.get_xdata()) == [length, length]
    cross = crossing(d_model, d_ff)
    assert picture.crossing.get_visible() == (0 < cross <= length)
    texts = [number.get_text() for number in picture.numbers]
    assert texts == [f"{count:,}" for count in parameters(d_model, d_ff).values()]
    share = multiplications(length, d_model, d_ff)["FFN"] / sum(
        multiplications(length, d_model, d_ff).values()
    )
    assert (f"does {share:.0%} of" in lab.sentence) == (share > 0.01)
    assert ("less than 1%" in lab.sentence) == (share <= 0.01)
    where = f"{cross:,} words on" if cross > 0 else "every length"
    assert (where in lab.sentence) == (length >= cross)
    assert ("more than attention" in lab.sentence) == (length < cross)


def test_it_begins_before_the_answer():
    lab = CostLab()
    assert lab.length.value < 64 and "1,024" not in lab.sentence
    assert not lab.picture.crossing.get_visible()
    lab.length.value = 1024
    assert "from 1,024 words on" in lab.sentence
    assert list(lab.picture.crossing.get_xdata()) == [1024, 1024]


def test_reset():
    lab = CostLab()
    before = lab.image.value
    lab.length.value, lab.d_ff.value = 1024, 64
    assert lab.image.value != before
    lab.reset_button.click()
    assert lab.image.value == before
