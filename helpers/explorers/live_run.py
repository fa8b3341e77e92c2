"""A long computation beside a live picture: started, watched and stopped by buttons."""

import asyncio

import ipywidgets as widgets
import torch

from helpers.explorers.live import row
from helpers.figures.style import PROBLEM


class LiveRun:
    """Run a computation of an explorer bit by bit, so that the page can answer.

    `work()` is a generator: after every bit it yields (how much is done, what to say
    about it). It may change the picture before it yields. `start_button`,
    `stop_button`, `bar` and `status` are in `widget`; Reset stops the run, too.
    """

    def __init__(self, explorer, label, work, total, tooltip):
        self.explorer, self.work = explorer, work
        self.start_button = explorer.button(label, self.start, tooltip)
        self.stop_button = explorer.button("Stop", self.stop, "Stop after this step")
        self.stop_button.disabled = True
        self.bar, self.status = widgets.IntProgress(max=total), widgets.Label()
        explorer.extras += [self.bar, self.status]
        explorer.runs.append(self)
        self.widget = row(self.start_button, self.stop_button, self.bar, self.status)

    def start(self):
        """Start in the background of this page."""
        self.stopped = False
        self.start_button.disabled, self.stop_button.disabled = True, False
        self.running = asyncio.ensure_future(self.run())

    def stop(self):
        """End the run after the bit it is in."""
        self.stopped = True

    async def run(self):
        """Do the work; between two bits the page is served."""
        threads = torch.get_num_threads()
        # Such small matrices are no faster with many threads, and often slower.
        torch.set_num_threads(1)
        try:
            for done, words in self.work():
                self.bar.value, self.status.value = done, words
                await asyncio.sleep(0)
                if self.stopped:
                    break
        except Exception as error:
            self.explorer.say(f"The run failed: {error}", PROBLEM)
            raise
        finally:
            torch.set_num_threads(threads)
            self.start_button.disabled, self.stop_button.disabled = False, True
