"""Lesson 7: what feeding everything costs, counted and measured (claim C16)."""

import dataclasses
import time

import ipywidgets as widgets
import numpy as np
import torch

from helpers.explorers.live import Explorer, row
from helpers.explorers.live_run import LiveRun
from helpers.figures.autoregressive_loop.bill import HEIGHT, BillPicture
from helpers.language import BOS_ID
from helpers.model import RecurrentSeq2Seq, Transformer
from helpers.model.decoding_cost import (
    cached_word_cost,
    recurrent_word_cost,
    refed_word_cost,
)

MOST = 256  # words; no trained weights are needed to count or to measure
SOURCE = 8  # words of the source sentence
FIRST = 4  # words at first; the lesson asks what 32 will cost
ROUNDS, WORDS_BETWEEN_LOOKS = 3, 16


class BillExplorer(Explorer):
    """Compare what the next word costs: all fed again, with a cache, and for an RNN.

    Controls: `length` (words fed in or kept); `measuring` has the live run's buttons,
    and `seconds` what it measured: way -> (rounds, words).

    Source: claim C16; Vaswani et al. 2017, table 1.
    """

    height = HEIGHT

    def __init__(self, translator, recurrent):
        torch.manual_seed(0)
        sizes = {"max_len": MOST, "dropout": 0.0}
        config, recurrent_config = (
            dataclasses.replace(one.model.config, **sizes)
            for one in (translator, recurrent)
        )
        self.models = {
            "fed again": Transformer(config).eval(),
            "with a cache": Transformer(config).eval(),
            "RNN": RecurrentSeq2Seq(recurrent_config).eval(),
        }
        self.lengths = np.arange(1, MOST + 1)
        self.counts = word_costs(config, recurrent_config, self.lengths)
        self.seconds = {}
        super().__init__()

    def build(self):
        self.length = self.control(
            widgets.IntSlider(
                FIRST, 1, MOST, description="words", tooltip="How many words are there"
            )
        )
        self.measuring = LiveRun(
            self,
            "Measure",
            self.measure,
            ROUNDS * len(self.models) * MOST,
            "Write 256 words in each way here, and time every one",
        )
        self.picture = BillPicture(self.figure, self.lengths, self.counts)
        self.live(*self.picture.artists)

    def panel(self):
        return widgets.VBox(
            [row(self.length, self.reset_button), self.measuring.widget]
        )

    def update(self):
        length = self.length.value
        self.picture.show(length)
        self.picture.show_times(
            {way: middle_times(rounds) for way, rounds in self.seconds.items()}
        )
        refed, cached, rnn = (count[length - 1] for count in self.counts.values())
        return (
            f"After {length} words: {refed:,} multiplications fed again, {cached:,} "
            f"with a cache ({refed / cached:.0f} × fewer), {rnn:,} for the RNN."
        )

    def measure(self):
        """Write random words in every way; yield after some of them."""
        self.seconds, done = {}, 0
        for _ in range(ROUNDS):
            for way, model in self.models.items():
                rounds = self.seconds.setdefault(way, [])
                rounds.append([])
                for seconds in time_words(model, MOST, cache=way != "fed again"):
                    rounds[-1].append(seconds)
                    done += 1
                    if done % WORDS_BETWEEN_LOOKS == 0:
                        yield done, f"{way}, word {len(rounds[-1])}"
                self.follow()

    def reset(self):
        """Put the slider back, and forget what was measured."""
        self.seconds = {}
        super().reset()


def word_costs(config, recurrent_config, lengths, source_length=SOURCE):
    """Count the multiplications for the next word, when so many are there.

    Shape: lengths N numbers -> way -> (N,)
    """
    rnn = recurrent_word_cost(recurrent_config)
    return {
        "fed again": refed_word_cost(config, source_length, lengths),
        "with a cache": cached_word_cost(config, source_length, lengths),
        "RNN": np.full(len(lengths), rnn),
    }


def time_words(model, count, cache):
    """Write words, whatever they are, and yield how many seconds each one took."""
    with torch.no_grad():
        memory, mask = model.encode(torch.full((1, SOURCE), BOS_ID))
    kept = model.new_cache() if cache else None
    ids = torch.full((1, count), BOS_ID)
    for word in range(count):
        fed = ids[:, word : word + 1] if cache else ids[:, : word + 1]
        with torch.no_grad():
            start = time.perf_counter()
            model.decode(fed, memory, mask, kept)
            seconds = time.perf_counter() - start
        yield seconds


def middle_times(rounds):
    """Take the median of the rounds that got as far, smoothed over five words.

    Shape: rounds: lists of seconds -> (lengths (n,), milliseconds (n,))
    """
    most = max(map(len, rounds))
    whole = np.array([one for one in rounds if len(one) == most])
    middle = np.median(whole, axis=0) * 1000
    near = [middle[max(0, i - 2) : i + 3] for i in range(most)]
    return np.arange(1, most + 1), np.array([np.median(some) for some in near])
