import pytest

from helpers.figures.autoregressive_loop.lengths import lengths_picture


def test_the_curves_and_the_sentence_are_those_of_the_shares():
    panels = {
        "left": {"one": {3: 1.0, 5: 0.75}, "other": {3: 0.5, 5: 0.25}},
        "right": {"one": {3: 0.5, 7: 0.1}},
    }
    picture = lengths_picture(panels)
    for ax, (title, shares) in zip(picture.figure.axes, panels.items(), strict=True):
        assert ax.get_title("left") == title
        for line, (name, curve) in zip(ax.lines, shares.items(), strict=True):
            assert line.get_label() == name
            assert [*line.get_xdata()] == [*curve]
            percent = [100 * share for share in curve.values()]
            assert [*line.get_ydata()] == pytest.approx(percent)
    assert picture.sentence == (
        "left, 5 words: one 75%, other 25%; right, 7 words: one 10%."
    )
    bundle, _ = picture._repr_mimebundle_()
    assert bundle["image/png"].startswith(b"\x89PNG")
