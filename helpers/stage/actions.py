"""What buttons do: a method called at once, or a long run, watched and stopped."""

import asyncio
import copy

import ipywidgets as widgets

from helpers.stage.controls import row


class Action:
    """A method that a button calls: decorate it with a label and a tooltip."""

    alone = False

    def __init__(self, label, tooltip):
        self.label, self.tooltip = label, tooltip

    def __call__(self, work):
        self.work, self.__doc__ = work, work.__doc__
        return self

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, explorer, owner=None):
        return self if explorer is None else explorer.actions[self.name]

    def bound(self, explorer):
        """Return the action of one explorer, with its button."""
        own = copy.copy(self)
        own.explorer = explorer
        own.button = explorer.button(self.label, own.start, self.tooltip)
        return own

    def start(self):
        """Do it."""
        self.work(self.explorer)

    def stop(self):
        """End it, if it is still under way."""

    def shown(self):
        """Return what stands in the panel."""
        return self.button


class Run(Action):
    """A method that works bit by bit, so that the page can answer in between.

        @Run("Train", "Train a fresh model here and now", total=1000)
        def training(self):
            for step in …:
                yield step, f"step {step}"

    The method is a generator: after every bit it yields how much is done, of `total`
    (a number, or a function of the explorer), and what to say about it. It may set
    controls. `explorer.training` has start_button, stop_button, bar and status; Reset
    stops the run, too.
    """

    alone = True

    def __init__(self, label, tooltip, total):
        super().__init__(label, tooltip)
        self.total = total

    def bound(self, explorer):
        own = super().bound(explorer)
        own.start_button = own.button
        own.stop_button = explorer.button("Stop", own.stop, "Stop after this step")
        own.stop_button.disabled = True
        total = self.total(explorer) if callable(self.total) else self.total
        own.bar, own.status = widgets.IntProgress(max=total), widgets.Label()
        return own

    def shown(self):
        return row(self.start_button, self.stop_button, self.bar, self.status)

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
        try:
            for done, words in self.work(self.explorer):
                self.bar.value, self.status.value = done, words
                await asyncio.sleep(0)
                if self.stopped:
                    break
        except Exception as error:
            self.explorer.refuse(f"The run failed: {error}")
            raise
        finally:
            self.start_button.disabled, self.stop_button.disabled = False, True
