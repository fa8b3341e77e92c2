"""How each way to wire a block is drawn, the same in every picture of the lesson."""

from helpers.figures.style import INK, MUTED, PROBLEM

# Solid ink is the paper's block; what lacks a part is red.
STYLES = {
    "post-norm": {"color": INK, "linestyle": "-"},
    "pre-norm": {"color": MUTED, "linestyle": (0, (5, 1.5))},
    "no norm": {"color": PROBLEM, "linestyle": "-"},
    "no add": {"color": PROBLEM, "linestyle": (0, (1.2, 1.2))},
    "neither": {"color": MUTED, "linestyle": (0, (4, 1.5, 1, 1.5))},
}
STRONG, WEAK = 3.2, 1.6  # line widths: of the wiring that is meant, and of the others


def curves_of(ax, wirings):
    """Draw an empty line for each wiring, to be set later. Returns {wiring: line}."""
    return {
        wiring: ax.plot([], [], linewidth=WEAK, zorder=3, **STYLES[wiring])[0]
        for wiring in wirings
    }


def stress(lines, meant):
    """Draw the line of the wiring that is meant strong, and the others weak."""
    for wiring, line in lines.items():
        width = STRONG if wiring == meant else WEAK
        if line.get_linewidth() != width:
            line.set_linewidth(width)
