"""What every explorer promises, tried on all of them."""

import json
import random

import ipywidgets as widgets
import pytest
from every import EXPLORERS
from seen import cut, overlapping, texts_of, too_small

from helpers.stage import Sentence
from helpers.stage.style import SMALL, text_width

LEAST = SMALL  # at 1280 pixels with a side bar a picture is shown at 0.94
PHONE = 390
SENTENCE_ROOM = 884
REFUSED = ("", "   ", " ".join(["cat"] * 60), "<script>alert(1)</script> " * 20)


@pytest.fixture(scope="module", params=EXPLORERS)
def explorer(request):
    made = EXPLORERS[request.param]()
    yield made
    made.close()
    widgets.Widget.close_all()


@pytest.fixture(autouse=True)
def put_back(explorer):
    yield
    explorer.reset()


def ends(control):
    """Return the first, a middle and the last value of a control, if it has any."""
    values = list(control.values())
    return list(
        dict.fromkeys(
            [values[0], values[len(values) // 2], values[-1]] if values else []
        )
    )


def states(explorer):
    """List the values at the start, and with each control at both ends."""
    moved = [(n, v) for n, c in explorer.visible().items() for v in ends(c)]
    return [explorer.first_values, *(explorer.after(**{n: v}) for n, v in moved)]


def drawn(explorer, values, width=None):
    """Draw a state: its parts, their height, the sentence."""
    with explorer.supposing(values):
        return *explorer.parts(width), explorer.say()


def contents(explorer, values):
    """Return what a page gets of a state."""
    return [
        json.dumps(p.content, ensure_ascii=False) for p in drawn(explorer, values)[0]
    ]


def test_every_state_can_be_read_from_the_back_row(explorer):
    wrong = set()
    for values in states(explorer):
        explorer._results.clear()
        parts, height, says = drawn(explorer, values)
        texts = texts_of(parts)
        faults = {
            "small": too_small(texts, LEAST),
            "cut": cut(texts, explorer.width, height),
            "overlapping": overlapping(texts),
            "sentence": [says] * (text_width(says, SMALL) > SENTENCE_ROOM),
        }
        wrong |= {f"{fault}: {found}" for fault in faults for found in faults[fault]}
    assert not wrong


def test_a_phone_shows_no_text_that_is_cut_or_too_small(explorer):
    parts, height, _ = drawn(explorer, explorer.values, PHONE)
    texts = texts_of(parts)
    assert not too_small(texts, 11)
    assert not cut(texts, PHONE, height)


def test_every_control_changes_the_picture(explorer):
    still = []
    for name, control in explorer.visible().items():
        values = list(control.values())
        tried = values if len(values) < 12 else ends(control)
        states = [explorer.after(**{name: value}) for value in tried]
        seen = {"".join(contents(explorer, values)) for values in states}
        # A live run's own settings are seen when it runs.
        if len(values) > 1 and len(seen) == 1 and not explorer.actions:
            still.append(name)
    assert not still


def test_the_same_values_give_the_same_parts_whatever_came_before(explorer):
    rng, walk = random.Random(0), states(explorer)
    sample, first = rng.sample(walk, min(4, len(walk))), []
    for values in sample:
        explorer._results.clear()
        first.append(contents(explorer, values))
    for values in rng.sample(walk, min(8, len(walk))):
        drawn(explorer, values)
    assert [contents(explorer, values) for values in sample] == first


def test_reset_brings_the_first_picture_back(explorer):
    first = explorer.front.frame["parts"]
    for name, control in explorer.visible().items():
        for value in ends(control)[:1]:
            explorer.set(**{name: value})
    explorer.reset_button.click()
    assert explorer.front.frame["parts"] == first
    assert explorer.values == explorer.first_values


def test_widgets_show_the_values(explorer):
    for values in states(explorer)[-3:]:
        explorer.values = values
        explorer.show_values()
        for name, control in explorer.visible().items():
            assert getattr(control.widget, control.trait) == control.raw(values[name])


def test_a_page_finds_every_part_it_needs(explorer):
    told = []
    explorer.front.send = lambda message, buffers=None: told.append(message)
    frame = explorer.front.frame
    explorer.on_message({"need": frame["parts"]})
    assert set(told[0]["fresh"]) == set(frame["parts"])
    json.dumps(told[0], allow_nan=False)
    del explorer.front.send


def clicks(hit):
    """List what clicks on a hit can set: (control, raw)."""
    sets = [(name, raw) for name, _, raws in hit["sets"] for raw in raws]
    return [(name, raw) for name, raw in sets if raw is not None]


def test_what_is_pointed_at_says_something_and_a_click_sets_its_control(explorer):
    hits = [hit for part in explorer.parts()[0] for hit in part.hits]
    assert hits
    for hit in hits:
        if hit["kind"] == "spots":
            assert all(spot[4].strip() for spot in hit["spots"])
            raws = [spot[5] for spot in hit["spots"]]
            hit = {"sets": [(hit["sets"], "spot", raws)]}
        else:
            assert [len(hit["rows"]), len(hit["columns"])] == hit["shape"]
        for name, raw in clicks(hit)[-2:]:
            control = explorer.controls[name]
            setattr(control.widget, control.trait, raw)
            assert control.raw(control.value) == raw


def test_what_is_refused_stays_typed_and_is_explained(explorer):
    sentences = [c for c in explorer.controls.values() if isinstance(c, Sentence)]
    for control in sentences:
        for text in REFUSED:
            before = dict(explorer.front.frame)
            control.value = text
            if control.value == text:
                continue  # a picture that has room for it
            assert control.widget.value == text
            assert explorer.front.problem
            assert explorer.front.frame["parts"] == before["parts"]


def test_every_widget_says_what_it_is(explorer):
    for control in explorer.visible().values():
        assert control.widget.description and control.widget.tooltip
    assert all(button.tooltip for button in explorer.buttons)


def test_it_is_shown_as_text_picture_and_widget(explorer):
    data, about = explorer._repr_mimebundle_()
    assert data["text/plain"] == explorer.said == about["image/png"]["alt"]
    assert data["image/png"].startswith(b"\x89PNG")
    view = data["application/vnd.jupyter.widget-view+json"]
    assert view["model_id"] == explorer.widget.model_id
