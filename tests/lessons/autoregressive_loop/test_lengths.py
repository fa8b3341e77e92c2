import pytest

from helpers.lessons.autoregressive_loop import lengths_picture
from helpers.stage import Plot


def test_the_curves_and_the_sentence_are_those_of_the_shares():
    panels = {
        "left": {"one": {3: 1.0, 5: 0.75}, "other": {3: 0.5, 5: 0.25}},
        "right": {"one": {3: 0.5, 7: 0.1}},
    }
    picture = lengths_picture(panels)
    plots = [mark for mark in picture.mark.all() if isinstance(mark, Plot)]
    for plot, (title, shares) in zip(plots, panels.items(), strict=True):
        assert plot.title == title
        assert [line.name for line in plot.items] == [*shares]
        for line, curve in zip(plot.items, shares.values(), strict=True):
            assert line.xs == [*curve]
            percent = [100 * share for share in curve.values()]
            assert line.ys == pytest.approx(percent)
    assert picture.sentence == (
        "left, 5 words: one 75%, other 25%; right, 7 words: one 10%."
    )
    bundle, _ = picture._repr_mimebundle_()
    assert bundle["image/png"].startswith(b"\x89PNG")
