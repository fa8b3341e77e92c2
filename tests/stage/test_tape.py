"""Frames that are kept, forgotten, sent once, and recorded ahead."""

import asyncio
import json

import pytest
from small import Small

from helpers.stage import tape


def frame_of(explorer, **changes):
    return explorer.frame_for(explorer.after(**changes))


def test_a_key_is_what_the_widgets_hold(explorer):
    key = explorer.key(explorer.values)
    visible = explorer.visible().values()
    held = [getattr(control.widget, control.trait) for control in visible]
    assert json.loads(key) == held == ["one two three", 3, 0, 2, 1, 0, False, 2]


def test_equal_parts_are_kept_once_and_forgotten_with_their_last_frame(explorer):
    kept = tape.Tape()
    frames = [frame_of(explorer, row=row) for row in range(3)]
    for frame in frames:
        kept.add(frame)
    ids = {part.id for frame in frames for part in frame.parts}
    assert set(kept.parts) == ids
    assert len(ids) < sum(len(frame.parts) for frame in frames)
    assert kept.size == sum(len(p.content["svg"]) for p in kept.parts.values())
    gone = set(kept.forget(frames[0].key))
    assert set(kept.parts) == ids - gone
    for frame in frames[1:]:
        kept.forget(frame.key)
    assert (kept.parts, kept.size) == ({}, 0)


def test_a_full_tape_forgets_the_oldest(explorer):
    frames = [frame_of(explorer, size=size) for size in (1, 3, 5, 7)]
    small, whole = tape.Tape(ceiling=20_000), tape.Tape()
    for frame in frames:
        small.add(frame)
        small.get(frames[0].key)  # used again and again: it stays
        whole.add(frame)
    assert small.size <= small.ceiling or len(small.frames) == 1
    assert len(whole.frames) == 4


def test_a_part_is_sent_once_and_again_when_it_is_missed(explorer, told):
    first = explorer.front.frame
    explorer.row.value = 2
    second = explorer.front.frame
    assert set(second["fresh"]) == set(second["parts"]) - set(first["parts"])
    explorer.row.value = 0
    assert explorer.front.frame["fresh"] == {}
    explorer.on_message({"need": [second["parts"][0], "never seen"]})
    assert list(told[0]["fresh"]) == [second["parts"][0]]


def test_what_a_run_found_makes_old_frames_untrue(explorer):
    explorer.row.value = 1
    assert len(explorer.tape.frames) == 2
    explorer.found.value = 3
    assert len(explorer.tape.frames) == 1
    assert explorer.front.frame["forget"]
    assert set(explorer.front.frame["fresh"]) == set(explorer.front.frame["parts"])


@pytest.fixture
def recorded(explorer, told, monkeypatch):
    """Return recorded(action), which acts in a running loop; told are the messages."""
    monkeypatch.setattr(tape, "REST", 0.01)
    monkeypatch.setattr(tape, "PAUSE", 0)

    async def scenario(action):
        action()
        for _ in range(200):
            await asyncio.sleep(0.003)

    def recorded(action=lambda: setattr(explorer.size, "value", 4)):
        asyncio.run(scenario(action))
        return told

    return recorded


def test_the_track_of_a_touched_control_is_recorded_at_rest(explorer, recorded, told):
    frames = [frame for message in recorded() for frame in message["frames"]]
    track = {explorer.key(explorer.after(size=size)) for size in (1, 2, 5, 6, 7, 8)}
    # The page has seen the first and the present one, 3 and 4; 9 cannot be drawn.
    assert {frame["key"] for frame in frames} == track
    assert explorer.size.value == 4
    needed = {id for frame in frames for id in frame["parts"]}
    sent = {id for message in told for id in message["fresh"]}
    assert needed <= sent | set(explorer.front.frame["parts"]) | set(explorer.sent)


def test_a_recorded_frame_is_what_the_kernel_would_draw(explorer, recorded):
    recorded()
    frame = explorer.tape.get(explorer.key(explorer.after(size=6)))
    fresh = Small()
    fresh.size.value = 6
    assert [part.id for part in frame.parts] == fresh.front.frame["parts"]
    assert frame.sentence == fresh.said


def test_what_is_slow_is_not_recorded(recorded, monkeypatch):
    monkeypatch.setattr(tape, "SLOW", 0)
    assert sum(len(message["frames"]) for message in recorded()) <= 1


def test_a_closed_explorer_records_nothing(explorer, recorded):
    def touch_and_close():
        explorer.size.value = 4
        explorer.close()

    assert recorded(touch_and_close) == []
