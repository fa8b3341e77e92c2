import pytest
from drawn import control, draw, spots, texts

from helpers.lessons.encoder.wiring_curves import STRONG, STYLES, WEAK, Legend, curve
from helpers.stage.pen import Box
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
    lines, wiring = [curve([], [], w) for w in STYLES], control("w", [*STYLES][:4])
    wiring.values = lambda: [*STYLES][:4]
    parts = draw(Box(8, 8, width, 60), Legend(lines, wiring))
    found = {spot[4]: spot for spot in spots(parts)}
    assert list(texts(parts)) == list(STYLES)
    assert found["no add"][5] == "no add" and found["neither"][5] is None
    assert all(x >= 8 and x + wide <= 9 + width for x, _, wide, *_ in found.values())
