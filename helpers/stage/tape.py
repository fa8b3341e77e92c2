"""Frames: pictures that were drawn once, kept, and recorded ahead at rest.

Whether a move is answered from here, the page decides: `follow` in stage.js.
"""

import asyncio
import json
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass

CEILING = 4_000_000  # bytes of parts that an explorer keeps
REST, PAUSE = 0.04, 0.004  # seconds before recording begins, and between two frames
SLOW = 0.04  # seconds: frames that take longer would keep a student waiting
LONGEST_TRACK = 48  # frames recorded of one control, the nearest first
BATCH = 4  # frames sent at once: the next move may come soon


@dataclass
class Frame:
    """One picture: its parts, its sentence, and a note for the student.

    `key` says for which values of the controls it was drawn.
    """

    key: str
    parts: list
    sentence: str
    note: str = ""

    def message(self):
        """Return the frame as a page takes it; parts are named, and sent apart."""
        ids = [part.id for part in self.parts]
        words = {"sentence": self.sentence, "note": self.note}
        return {"key": self.key, "parts": ids, **words}


class Tape:
    """Keep frames, equal parts once, up to a ceiling; the oldest are forgotten."""

    def __init__(self, ceiling=CEILING):
        self.ceiling, self.size = ceiling, 0
        self.frames, self.parts = OrderedDict(), {}

    def add(self, frame):
        """Keep a frame; return the ids of parts that nothing needs any more."""
        self.frames[frame.key] = frame
        self.frames.move_to_end(frame.key)
        for part in frame.parts:
            if part.id not in self.parts:
                self.parts[part.id] = part
                self.size += len(part.content["svg"])
        gone = []
        while self.size > self.ceiling and len(self.frames) > 1:
            gone += self.forget(next(iter(self.frames)))
        return gone

    def forget(self, key):
        """Forget a frame; return the ids of parts that no other frame has."""
        del self.frames[key]
        needed = {part.id for frame in self.frames.values() for part in frame.parts}
        gone = [id for id in self.parts if id not in needed]
        for id in gone:
            self.size -= len(self.parts.pop(id).content["svg"])
        return gone

    def get(self, key):
        """Return a frame, which counts as the newest now, or None."""
        if key in self.frames:
            self.frames.move_to_end(key)
        return self.frames.get(key)

    def clear(self):
        """Forget everything."""
        self.__init__(self.ceiling)


class Ahead:
    """Record the tracks of the controls that were touched, while nothing else moves.

    A track is what one control shows in all of its places while the others rest. Each
    frame is drawn in a turn of its own, so that a real request waits for one at most.
    """

    def __init__(self, explorer):
        self.explorer, self.touched, self.timer = explorer, [], None

    def touch(self, name):
        """Put a control's track first, and begin to wait."""
        self.touched = [name, *(other for other in self.touched if other != name)]
        self.cancel()
        self.later(REST, self.tracks(), [])

    def later(self, seconds, states, frames):
        """Record, after some seconds, the next of these states."""
        with suppress(RuntimeError):  # no page, no future: a test or a script
            loop = asyncio.get_running_loop()
            self.timer = loop.call_later(seconds, self.step, states, frames)

    def cancel(self):
        """Wait no longer."""
        if self.timer is not None:
            self.timer.cancel()
        self.timer = None

    def tracks(self):
        """Yield the values of every state that is worth recording."""
        explorer = self.explorer
        for name in self.touched:
            values, here = list(explorer.controls[name].values()), explorer.values[name]
            place = values.index(here) if here in values else 0
            near = sorted(range(len(values)), key=lambda i: abs(i - place))
            for number in near[:LONGEST_TRACK]:
                yield explorer.after(**{name: values[number]})

    def step(self, states, frames):
        """Record one frame, and come again."""
        explorer, state = self.explorer, next(states, None)
        begun = time.perf_counter()
        if state is not None and explorer.key(state) not in explorer.tape.frames:
            try:
                frames.append(explorer.frame_for(state))
            except Exception:  # it is shown and raised when somebody goes there
                state = None
        slow = time.perf_counter() - begun > SLOW
        if state is None or slow or len(frames) == BATCH:
            explorer.send(frames)
            frames = []
        if state is not None and not slow:
            self.later(PAUSE, states, frames)


def keyed(raws):
    """Write the values of all widgets as one text, as a page writes them."""
    return json.dumps(raws, separators=(",", ":"), ensure_ascii=False)
