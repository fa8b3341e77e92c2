"""A page's tables put together what the explorer draws, for a sample of its states."""

import base64
import json
import random
import re
from array import array

import ipywidgets as widgets
import pytest
from every import EXPLORERS

from helpers.book import lessons, recording
from helpers.book.recording import Blobs, Recorder

STATES = 6  # of each explorer
FEW = 2  # values of each control, and the first
WIDTHS = {"wide": None, "narrow": 390}


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Learn from fewer states than a build does; each is checked all the same."""
    monkeypatch.setattr(recording, "TRIED", 8)
    monkeypatch.setattr(recording, "CHECKED", 60)


@pytest.fixture(params=EXPLORERS)
def explorer(request):
    made = EXPLORERS[request.param]()
    yield made
    made.close()
    widgets.Widget.close_all()


class Page:
    """What a page makes of a recording: `page.js` in Python."""

    def __init__(self, controls, pictures, blobs):
        self.blobs = blobs.contents
        # Whatever is not JSON is no recording.
        self.controls = json.loads(json.dumps(controls))
        self.pictures = json.loads(json.dumps(pictures))
        self.names = [control["name"] for control in controls["controls"]]

    def frame(self, raws):
        """Return the sentence, the note, the height and the parts of a state."""
        page, pictures = self.controls, self.pictures
        named = dict(zip(self.names, raws, strict=True))
        key = "|".join(written(named[name]) for name in page["context"])
        domains = dict(zip(self.names, page["contexts"][key]["domains"], strict=True))
        numbers = []
        for needs, table in zip(
            pictures["needs"], pictures["tables"][key], strict=True
        ):
            place = 0
            for name in needs:
                offered = [raw for raw, _ in page["domains"][domains[name]]]
                place = place * len(offered) + offered.index(named[name])
            numbers.append(table[place])
        pieces = [pictures["pieces"][number] for number in numbers if number >= 0]
        return [*pieces[:3], *map(self.whole, pieces[3:])]

    def whole(self, piece):
        """Put blobs back into a part."""
        image = re.compile(r"(?<=base64,)\{(\d+)\}")
        whole = {"svg": image.sub(lambda m: self.blobs[int(m[1])], piece["svg"])}
        for hit in piece.get("hits", []):
            numbers = hit.get("numbers")
            if numbers is not None:
                packed = array("h", self.blobs[numbers]).tobytes()
                hit = hit | {"numbers": base64.b64encode(packed).decode()}
            whole.setdefault("hits", []).append(hit)
        return whole


def written(raw):
    """Write a value as JavaScript does."""
    return raw if isinstance(raw, str) else json.dumps(raw)


def drawn(explorer, values, width):
    """Return what an explorer shows of a state, in a page's form."""
    with explorer.supposing(values):
        parts, height = explorer.parts(width)
        shown = [explorer.say(), explorer.note(), height]
    return json.loads(json.dumps([*shown, *(part.content for part in parts)]))


def sample(recorder, seed=1):
    """List some states that were recorded."""
    recorder.random = random.Random(seed)
    found = [state for _, state in recorder.any_states(recorder.contexts(), STATES)]
    return recorder.random.sample(found, STATES)


def test_a_page_shows_what_the_explorer_draws(explorer):
    width = random.Random(type(explorer).__name__).choice(list(WIDTHS.values()))
    width = width or explorer.width
    thinned = lessons.thin_of(explorer, type(explorer).__name__)
    left_out = {name: 0 for name, kept in thinned.items() if kept == 0}
    thin = dict.fromkeys(explorer.visible(), FEW) | left_out
    assert set(thinned) <= set(thin)
    recorder = Recorder(explorer, width, thin)
    blobs = Blobs()
    page = Page(*recorder.record(blobs), blobs)
    assert page.pictures["width"] == width
    for state in sample(recorder):
        raws = [recorder.raw(state, name) for name in recorder.names]
        assert page.frame(raws) == drawn(explorer, state, width)


def test_what_is_thinned_is_an_explorer():
    assert set(lessons.THIN) < set(EXPLORERS)
