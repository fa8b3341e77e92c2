import pytest

from helpers.stage import Column, Drawing, Grid, Label, Row
from helpers.stage.layout import Margins, Mark
from helpers.stage.pen import Box, Pen


class Panel(Mark):
    """Remember the box in which it is drawn."""

    def __init__(self, left=0, top=0, right=0, foot=0, name=""):
        self.edges, self.name = Margins(left, top, right, foot), name

    def margins(self):
        return self.edges

    def draw(self, pen, box):
        self.box = box


def draw(mark, width=600, height=300):
    mark.draw(Pen(), Box(0, 0, width, height))


def test_a_row_shares_the_width_behind_the_margins():
    one, other = Panel(left=50), Panel(right=26)
    draw(Row(one, other, widths=(1, 3), gap=24))
    assert one.box == (50, 0, 125, 300)
    assert other.box == (50 + 125 + 24, 0, 375, 300)


def test_what_stands_below_each_other_has_one_left_edge():
    panels = [Panel(left=10), Panel(), Panel(left=60), Panel(top=20)]
    draw(Grid([panels[:2], panels[2:]], gap=(0, 0)))
    assert panels[0].box.x == panels[2].box.x == 60
    assert panels[1].box.x == panels[3].box.x
    assert panels[2].box.y == panels[3].box.y == 150 + 20


def test_a_mark_of_fixed_height_keeps_it_and_empty_places_stay_empty():
    panel, line = Panel(), Label("a line")
    draw(Column(line, panel, gap=10))
    assert panel.box.height == pytest.approx(300 - 10 - line.height)
    draw(Grid([[None, panel]], gap=(0, 0)))
    assert panel.box == (300, 0, 300, 300)


def test_a_narrow_picture_stacks_and_grows():
    panels = [Panel(), Panel(), Panel()]
    row, height = Row(*panels).stacked(300)
    assert height == 3 * 300 + 2 * 14
    draw(row, 366, height)
    assert [panel.box for panel in panels] == [(0, y, 366, 300) for y in (0, 314, 628)]


def test_a_narrow_grid_has_two_columns():
    panels = [Panel() for _ in range(8)]
    grid, height = Grid([panels[:4], panels[4:]]).stacked(400)
    share = (400 - 14) / 2
    assert height == pytest.approx(4 * share + 3 * 14)
    draw(grid, 366, height)
    assert len({panel.box.x for panel in panels}) == 2
    assert all(panel.box.height == pytest.approx(share) for panel in panels)


def test_all_marks_are_found():
    panels = [Panel(name=name) for name in "abc"]
    tree = Column(panels[0], Row(panels[1], panels[2]))
    assert [mark.name for mark in tree.all() if mark.name] == ["a", "b", "c"]


def test_a_mark_must_say_how_it_is_drawn():
    with pytest.raises(NotImplementedError):
        draw(Mark())
    draw(Drawing(lambda pen, box: None))
