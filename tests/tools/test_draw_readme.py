"""The README's pictures are what the command draws."""

import draw_readme
import numpy as np
import pytest
from PIL import Image, ImageSequence

NAMES = [f"lessons/{name}.png" for name in draw_readme.lessons()]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    draw_readme.main(folder)
    return folder


def frames(path):
    with Image.open(path) as image:
        return [
            np.asarray(frame.convert("L"), dtype=float)
            for frame in ImageSequence.Iterator(image)
        ]


@pytest.mark.parametrize("name", [*NAMES, "overview.png", "learning.gif"])
def test_the_committed_picture_is_the_drawn_one(drawn, name):
    ours, committed = frames(drawn / name), frames(draw_readme.FOLDER / name)
    assert len(ours) == len(committed) == (8 if name.endswith("gif") else 1)
    for mine, theirs in zip(ours, committed, strict=True):
        assert mine.shape == theirs.shape
        # A last digit may differ from machine to machine; a picture may not.
        assert abs(mine - theirs).mean() < 2


def test_pictures_are_small():
    for name in [*NAMES, "learning.gif"]:
        assert (draw_readme.FOLDER / name).stat().st_size < 500_000
