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
def put_back(request):
    yield
    if "explorer" in request.fixturenames:
        request.getfixturevalue("explorer").reset()


def ends(control):
    """Return the first, the last and a middle value of a control."""
    values = list(control.values())
    return list(dict.fromkeys([values[0], values[len(values) // 2], values[-1]]))


def states(explorer):
    """Yield the values at the start, and with each control at both ends."""
    yield dict(explorer.values)
    for name, control in explorer.visible().items():
        for value in ends(control) if list(control.values()) else ():
            yield explorer.after(**{name: value})


def drawn(explorer, values, width=None):
    """Draw a state anew: parts, their height, the sentence."""
    explorer._results.clear()
    with explorer.supposing(values):
        return *explorer.parts(width), explorer.say()


def contents(parts):
    return [json.dumps(part.content, ensure_ascii=False) for part in parts]


def test_every_state_can_be_read_from_the_back_row(explorer):
    wrong = {}
    for values in states(explorer):
        parts, height, says = drawn(explorer, values)
        texts = texts_of(parts)
        faults = {
            "small": too_small(texts, LEAST),
            "cut": cut(texts, explorer.width, height),
            "overlapping": overlapping(texts),
            "sentence": [says] * (text_width(says, SMALL) > SENTENCE_ROOM),
        }
        for fault, found in faults.items():
            wrong.setdefault(fault, set()).update(found)
    assert not {fault: sorted(found)[:12] for fault, found in wrong.items() if found}


def test_a_phone_shows_no_text_that_is_cut_or_too_small(explorer):
    parts, height, _ = drawn(explorer, explorer.values, PHONE)
    texts = texts_of(parts)
    assert not too_small(texts, 11)
    assert not cut(texts, PHONE, height)


def test_every_control_changes_the_picture(explorer):
    still = []
    for name, control in explorer.visible().items():
        values = list(control.values())
        seen = {
            "".join(contents(drawn(explorer, explorer.after(**{name: value}))[0]))
            for value in (values if len(values) < 12 else ends(control))
        }
        # A live run's own settings are seen when it runs.
        if len(values) > 1 and len(seen) == 1 and not explorer.actions:
            still.append(name)
    assert not still


def test_the_same_values_give_the_same_parts_whatever_came_before(explorer):
    rng = random.Random(0)
    walk = list(states(explorer))
    sample = rng.sample(walk, min(4, len(walk)))
    first = [contents(drawn(explorer, values)[0]) for values in sample]
    for values in rng.sample(walk, min(8, len(walk))):
        with explorer.supposing(values):
            explorer.parts()
    for values, parts in zip(sample, first, strict=True):
        with explorer.supposing(values):
            assert contents(explorer.parts()[0]) == parts


def test_reset_brings_the_first_picture_back(explorer):
    first = explorer.front.frame["parts"]
    for name, control in explorer.visible().items():
        for value in ends(control) if list(control.values()) else ():
            explorer.set(**{name: value})
            break
    explorer.reset_button.click()
    assert explorer.front.frame["parts"] == first
    assert explorer.values == explorer.first_values


def test_widgets_show_the_values(explorer):
    for values in list(states(explorer))[-3:]:
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


def hits_of(explorer):
    return [hit for part in explorer.parts()[0] for hit in part.hits]


def clicks(hit):
    """List what clicks on a hit can set: (control, raw)."""
    if hit["kind"] == "spots":
        return [(hit["sets"], spot[5]) for spot in hit["spots"] if spot[5] is not None]
    sets = [(name, raw) for name, _, raws in hit["sets"] for raw in raws]
    return [(name, raw) for name, raw in sets if raw is not None]


def test_whatever_is_pointed_at_says_something(explorer):
    hits = hits_of(explorer)
    assert hits
    for hit in hits:
        if hit["kind"] == "spots":
            assert all(spot[4].strip() for spot in hit["spots"])
        else:
            assert [len(hit["rows"]), len(hit["columns"])] == hit["shape"]


def test_a_click_sets_the_control_that_it_names(explorer):
    for hit in hits_of(explorer):
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
