"""Time two ways of doing one thing, turn by turn, so that noise hits both alike."""

import statistics
import time


def ratio_of_medians(ours, theirs, pairs=30, warm_up=3):
    """Return (median of ours / theirs over the pairs, our median s, their median s).

    The order changes from pair to pair: whoever runs second finds warmer memory.
    """
    for _ in range(warm_up):
        ours()
        theirs()
    times = []
    for i in range(pairs):
        lap = {}
        for run in (ours, theirs) if i % 2 else (theirs, ours):
            start = time.perf_counter()
            run()
            lap[run] = time.perf_counter() - start
        times.append((lap[ours], lap[theirs]))
    ratio = statistics.median(a / b for a, b in times)
    return ratio, *(statistics.median(column) for column in zip(*times, strict=True))
