"""Every live run: what it draws, how it is stopped and forgotten, how it fails."""

import dataclasses
from functools import partial
from typing import NamedTuple

import pytest

from helpers.lessons import decoder, embedding, encoder, feed_forward, multi_head
from helpers.training.experiments.add_and_norm import losses_of
from helpers.training.experiments.leak import LEAK
from helpers.training.experiments.leak import train as train_leak
from helpers.training.experiments.sizes import HEADS, SIZE, WIDTH, train_size

TINY = {"steps": 200, "check_every": 100, "check_sentences": 4, "batch_size": 2}
TINY |= {"d_model": 16, "d_ff": 16, "train_sentences": 60, "held_out": 8}


def tiny(sweep):
    return dataclasses.replace(sweep.recipe, **TINY)


class Live(NamedTuple):
    """How a lab is made and set, what its run finds, where that is drawn, and said."""

    make: object
    values: dict
    elsewhere: dict  # values that this run does not belong to
    expected: object  # () -> [(step, number), …], measured again without the lab
    plot: str
    says: str


def rows(sweep, column, value):
    """Measure as a live run does."""
    follow = sweep.follow(value, 3, tiny(sweep))
    return [(row.step, getattr(row, column)) for _, row in follow if row]


RUNS = {
    "size": Live(
        embedding.SizeLab,
        {"d_model": 4},
        {"d_model": 8},
        lambda: [(r.step, r.held_out_loss) for r in train_size(4, 3, 50)],
        "steps",
        "d_model 4, step 50, loss",
    ),
    "heads": Live(
        lambda: multi_head.HeadCountLab(tiny(HEADS)),
        {"num_heads": 16},
        {},
        lambda: [(s, 100 * n) for s, n in rows(HEADS, "exact_match", 16)],
        "curves",
        "step 200 of 200, loss",
    ),
    "width": Live(
        lambda: feed_forward.WidthLab(tiny(WIDTH)),
        {"d_ff": 512},
        {},
        lambda: rows(WIDTH, "loss", 512),
        "curves",
        "step 200 of 200, loss",
    ),
    "norm": Live(
        encoder.NormLab,
        {"depth": 2},
        {"wiring": "no norm"},
        lambda: list(losses_of("post-norm", 2, 0.003, False, 3, 20)),
        "curves",
        "post-norm, step 20, loss",
    ),
    "leak": Live(
        decoder.LeakLab,
        {"mask": "inverted"},
        {},
        lambda: [(p.step, p.loss) for p in train_leak("inverted", 3, 20)],
        "losses",
        "loss ",
    ),
}


@pytest.fixture(autouse=True)
def short_runs(monkeypatch):
    monkeypatch.setattr(SIZE, "train", partial(train_size, steps=50))
    monkeypatch.setattr(LEAK, "train", partial(train_leak, steps=20))
    short = partial(losses_of, steps=20)
    monkeypatch.setattr("helpers.lessons.encoder.norm.losses_of", short)


@pytest.fixture(params=RUNS)
def live(request):
    return RUNS[request.param]


@pytest.fixture
def lab(live):
    made = live.make()
    made.set(**live.values)
    return made


def drawn(lab, live):
    line = lab[live.plot]["run here"] if lab.fresh.value[1] else None
    return list(zip(line.xs, line.ys, strict=True)) if line else []


def test_a_live_run_draws_its_curve_where_it_belongs(lab, live, press):
    press(lab.learning)
    expected = live.expected()
    assert [at for at, _ in expected] == [at for at, _ in drawn(lab, live)]
    numbers = [number for _, number in drawn(lab, live)]
    assert numbers == pytest.approx([number for _, number in expected])
    assert lab.learning.bar.value == expected[-1][0]
    assert lab.learning.status.value.startswith(live.says)
    if live.elsewhere:
        before = {name: lab.values[name] for name in live.elsewhere}
        lab.set(**live.elsewhere)
        assert not drawn(lab, live)
        lab.set(**before)
        assert len(drawn(lab, live)) == len(expected)


def test_a_run_can_be_stopped_and_forgotten(lab, live, press):
    first = lab.front.frame["parts"]
    step = live.expected()[-2][0]
    press(lab.learning, stop_at=step)
    assert lab.learning.bar.value == step
    assert [at for at, _ in drawn(lab, live)][-1:] == [step]
    lab.reset_button.click()
    assert lab.fresh.value == (None, ())
    assert not drawn(lab, live)
    lab.set(**live.values)
    assert lab.front.frame["parts"] == first


def test_a_failing_run_is_shown_and_raised(lab, monkeypatch, press):
    def broken(setting):
        raise RuntimeError("no sentences today")
        yield

    monkeypatch.setattr(lab, "train", broken)
    with pytest.raises(RuntimeError):
        press(lab.learning)
    assert "no sentences today" in lab.front.problem


@pytest.mark.parametrize(("name", "left"), [("heads", "counts"), ("width", "shares")])
def test_a_point_of_the_live_run_stands_over_its_value(name, left, press):
    lab = RUNS[name].make()
    lab.set(**RUNS[name].values, step=100)
    press(lab.learning)
    point, found = lab[left]["run here"], list(lab.live().values())
    whole = next(iter(lab.found().values())) if name == "width" else 1
    assert list(point.xs) == [4]
    assert point.ys == pytest.approx([100 * found[0] / whole])
    assert lab["curves"].items[1].xs[-1] == 200  # as far as the run
    lab.step.value = 300
    assert not len(lab[left]["run here"].xs)
