import pytest

from helpers import stage
from helpers.lessons.encoder.wiring_curves import STRONG, STYLES, WEAK, Legend, curve
from helpers.stage.pen import Box, Pen, Text
from helpers.stage.style import ACCENT


def test_one_wiring_is_stressed_and_keeps_its_look():
    lines = {w: curve([1], [1], w, "no add") for w in ("no norm", "no add")}
    assert lines["no add"].width == STRONG
    assert lines["no norm"].width == WEAK
    looks = {(style["colour"], style.get("dash")) for style in STYLES.values()}
    assert len(looks) == len(STYLES)
    assert ACCENT not in {colour for colour, _ in looks}


@pytest.mark.parametrize("width", [884, 374])
def test_the_legend_names_every_line_inside_its_box(width):
    lines = [curve([], [], wiring, "") for wiring in STYLES]
    pen = Pen(lambda control, value: value)
    wiring = stage.Pick("wiring", list(STYLES)[:4])
    wiring.name, wiring.values = "wiring", lambda: list(STYLES)[:4]
    Legend(lines, wiring).draw(pen, Box(8, 8, width, 60))
    texts = [shape for part in pen.parts for shape in part.shapes]
    names = [shape.words for shape in texts if isinstance(shape, Text)]
    assert names == list(STYLES)
    spots = {spot[4]: spot for p in pen.parts for h in p.hits for spot in h["spots"]}
    assert spots["no add"][5] == "no add" and spots["neither"][5] is None
    assert all(
        spot[0] >= 8 and spot[0] + spot[2] <= 9 + width for spot in spots.values()
    )
