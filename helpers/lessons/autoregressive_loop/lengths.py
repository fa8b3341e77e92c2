"""Who still translates long sentences: exact match against the length."""

import math

from helpers import stage
from helpers.lessons.encoder.wiring_curves import Legend
from helpers.stage.style import INK, MUTED, PROBLEM

WIDTH, HEIGHT = 900, 420  # pixels
STYLES = (
    {"colour": INK, "shape": "o"},
    {"colour": MUTED, "shape": "s", "dash": (3, 3)},
    {"colour": PROBLEM, "shape": "v", "dash": (12, 4)},
)


def lengths_picture(panels):
    """Draw the share of sentences translated word for word, by their length.

    Shape: panels: up to 2 titles -> up to 3 names -> {length: share from 0 to 1}
        -> `stage.Still`
    """
    least = min(min(c.values()) for shares in panels.values() for c in shares.values())
    bottom, found = math.floor(10 * least) * 10, []
    plots = [shares_plot(*panel, bottom) for panel in panels.items()]
    for title, shares in panels.items():
        longest = max(max(curve) for curve in shares.values())
        right = (f"{name} {curve[longest]:.0%}" for name, curve in shares.items())
        found.append(f"{title}, {longest} words: {', '.join(right)}")
    picture = stage.Column(Legend(plots[0].items), stage.Row(*plots, gap=30))
    return stage.Still(picture, WIDTH, HEIGHT, f"{'; '.join(found)}.")


def shares_plot(title, shares, bottom):
    """Return a plot with one curve for each name, above so many percent.

    Shape: shares: name -> {length: share}
    """
    lines = []
    for (name, curve), look in zip(shares.items(), STYLES, strict=False):
        percent = [100 * share for share in curve.values()]
        lines.append(stage.Line([*curve], percent, name=name, dots=9, **look))
    lengths = sorted(set().union(*shares.values()))
    ticks = range(bottom, 101, 10 if bottom > 50 else 25)
    return stage.Plot(
        lines,
        stage.Axis(lengths[0] - 0.5, lengths[-1] + 0.5, "English words", lengths[1::2]),
        stage.Axis(
            bottom, 100.5, "translated exactly", {n: f"{n} %" for n in ticks}, grid=True
        ),
        title,
        name=title,
    )
