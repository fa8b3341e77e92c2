"""The tables that notebooks print."""

import math

import pytest
import torch

from helpers.lessons.table import columns_wide, show_ledger, show_table


def test_numbers_stand_right_and_text_left_with_chinese_words_two_columns_wide(capsys):
    show_table(
        [
            ("我", 3, 0.5, "a → b"),
            ("apples", 12_000, 1, "c"),
            ("苹果", None, math.inf, "d"),
        ],
        ("word", "count", "share", "moves"),
        ("", ",", ".0%", ">"),
    )
    assert capsys.readouterr().out.splitlines() == [
        "word     count  share  moves",
        "我           3    50%  a → b",
        "apples  12,000   100%      c",
        "苹果         –      –      d",
    ]
    assert columns_wide("我 a，√") == 7


def test_a_ledger_writes_shapes_beside_the_papers(capsys):
    show_ledger([("x", torch.zeros(3, 128), "3 × 512")], title="here it is")
    assert capsys.readouterr().out.splitlines() == [
        "here it is     here  the paper",
        "x           3 × 128    3 × 512",
    ]


@pytest.mark.parametrize(
    ("rows", "formats", "named"),
    [([("a", 1, 2)], (), "3 cells"), ([("a", 1)], ("", "", ""), "one a column")],
)
def test_what_does_not_fit_is_refused(rows, formats, named):
    with pytest.raises(ValueError, match=named):
        show_table(rows, ("word", "count"), formats)
