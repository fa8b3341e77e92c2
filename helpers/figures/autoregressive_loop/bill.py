"""What every further word costs: counted, and measured on this machine."""

import numpy as np

from helpers.figures.style import ACCENT, INK, MUTED, PALE, PROBLEM, SMALL_TEXT

# Red grows, ink stays low; the RNN is dotted.
STYLES = {
    "fed again": {"color": PROBLEM, "linestyle": "-"},
    "with a cache": {"color": INK, "linestyle": "-"},
    "RNN": {"color": MUTED, "linestyle": (0, (1.2, 1.2))},
}
NAMES = {
    "fed again": "fed again 重新输入",
    "with a cache": "with a cache 缓存",
    "RNN": "RNN 循环网络",
}
HEIGHT = 470  # pixels
COUNTED, TIMED = (0.075, 0.22, 0.4, 0.56), (0.585, 0.22, 0.4, 0.56)
LEGEND_Y = 0.95
COUNT_TICKS = {1e6: "1", 1e7: "10", 1e8: "100"}
TIME_TICKS = {0.1: "0.1", 1: "1", 10: "10", 100: "100"}


class BillPicture:
    """Draw multiplications and milliseconds a word, against the words so far.

    `artists` are those that change; `show` marks a length, `show_times` sets what was
    measured.

    Shape: lengths (N,); counts: way -> (N,)
    """

    def __init__(self, figure, lengths, counts):
        self.lengths, self.counts = lengths, counts
        ax = self.panel(figure, COUNTED, "Million multiplications for the next word")
        ax.set_ylim(3e5, 3e8)
        name_log_ticks(ax, COUNT_TICKS)
        for way, style in STYLES.items():
            ax.plot(lengths, counts[way], zorder=3, **style)
        self.line = ax.axvline(1, color=ACCENT, linewidth=1.2)
        self.dots = ax.plot([], [], "o", ms=8, color=ACCENT, clip_on=False)[0]
        ax = self.panel(figure, TIMED, "Milliseconds for the next word")
        ax.set_ylim(0.05, 100)
        name_log_ticks(ax, TIME_TICKS)
        self.times = {
            way: ax.plot([], [], zorder=3, **style)[0] for way, style in STYLES.items()
        }
        self.time_line = ax.axvline(1, color=ACCENT, linewidth=1.2)
        middle = {"ha": "center", "va": "center", "color": MUTED}
        self.hint = ax.text(lengths[-1] / 2, 2, "press Measure", **middle)
        handles = [
            ax.plot([], [], label=NAMES[way], **style)[0]
            for way, style in STYLES.items()
        ]
        place = {"loc": "center", "bbox_to_anchor": (0.5, LEGEND_Y)}
        figure.legend(handles=handles, ncols=3, handlelength=3, **place)
        self.artists = [self.line, self.dots, *self.times.values()]
        self.artists += [self.time_line, self.hint]

    def panel(self, figure, box, title):
        """Add one empty panel against the length."""
        ax = figure.add_axes(box)
        ax.set_title(title)
        ax.set(xlim=(0, self.lengths[-1]), xlabel="words fed in or kept", yscale="log")
        return ax

    def show(self, length):
        """Mark a length in both panels."""
        for line in (self.line, self.time_line):
            line.set_xdata([length, length])
        place = int(np.searchsorted(self.lengths, length))
        heights = [self.counts[way][place] for way in STYLES]
        self.dots.set_data([length] * len(heights), heights)

    def show_times(self, times):
        """Set what was measured so far; nothing brings the hint back.

        Shape: times: way -> (lengths (n,), milliseconds (n,))
        """
        for way, line in self.times.items():
            line.set_data(*times.get(way, ((), ())))
        self.hint.set_visible(not times)


def name_log_ticks(ax, ticks):
    """Name the powers of ten on a logarithmic y axis, with pale lines through them."""
    ax.set_yticks(list(ticks), list(ticks.values()), size=SMALL_TEXT)
    ax.set_yticks([], minor=True)
    ax.grid(axis="y", color=PALE, linewidth=0.6)
    ax.set_axisbelow(True)
