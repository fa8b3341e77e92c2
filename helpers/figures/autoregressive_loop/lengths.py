"""Who still translates long sentences: exact match against the length."""

import math

from helpers.figures.style import (
    INK,
    MUTED,
    PALE,
    PROBLEM,
    Picture,
    house_style,
    new_figure,
)

WIDTH, HEIGHT = 900, 420  # pixels
BOXES, LEGEND_Y = ((0.07, 0.17, 0.42, 0.6), (0.56, 0.17, 0.42, 0.6)), 0.94
STYLES = (
    {"color": INK, "marker": "o"},
    {"color": MUTED, "marker": "s", "linestyle": (0, (1.2, 1.2))},
    {"color": PROBLEM, "marker": "v", "linestyle": (0, (5, 1.5))},
)


def lengths_picture(panels):
    """Draw the share of sentences translated word for word, by their length.

    Shape: panels: up to 2 titles -> up to 3 names -> {length: share from 0 to 1}
        -> Picture
    """
    figure = new_figure(WIDTH, HEIGHT, pixel_ratio=2)
    found = []
    least = min(min(c.values()) for shares in panels.values() for c in shares.values())
    bottom = math.floor(10 * least) * 10
    with house_style():
        for box, (title, shares) in zip(BOXES, panels.items(), strict=False):
            ax = figure.add_axes(box)
            draw_shares(ax, shares, bottom)
            ax.set_title(title, pad=16)
            longest = max(length for curve in shares.values() for length in curve)
            right = (f"{name} {curve[longest]:.0%}" for name, curve in shares.items())
            found.append(f"{title}, {longest} words: {', '.join(right)}")
        lines = figure.axes[0].lines
        place = {"loc": "center", "bbox_to_anchor": (0.5, LEGEND_Y)}
        figure.legend(handles=lines, ncols=len(lines), handlelength=3.2, **place)
    return Picture(figure, f"{'; '.join(found)}.")


def draw_shares(ax, shares, bottom):
    """Draw one curve for each name, above so many percent.

    Shape: shares: name -> {length: share}
    """
    for (name, curve), style in zip(shares.items(), STYLES, strict=False):
        percent = [100 * share for share in curve.values()]
        ax.plot(list(curve), percent, label=name, ms=7, clip_on=False, **style)
    lengths = sorted({length for curve in shares.values() for length in curve})
    ax.set(xticks=lengths[1::2], xlabel="English words", ylim=(bottom, 100))
    ticks = range(bottom, 101, 10 if bottom > 50 else 25)
    ax.set_yticks(ticks, [f"{tick}%" for tick in ticks])
    ax.grid(axis="y", color=PALE, linewidth=0.6)
    ax.set_axisbelow(True)
