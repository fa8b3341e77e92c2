"""Every rule names the right keys of a sentence."""

from types import SimpleNamespace

import pytest

from helpers.training.head_rules import KINDS

SAMPLE = SimpleNamespace(
    english="I saw a big hat in the old park".split(),
    chinese=("我", "看见", "了", "帽子"),
    alignment=(0, 1, 1, 4),
    content=(True, True, False, True),
)
WANTED = {
    "same word": [0, 1, 2, 3, 4, 5, 6, 7, 8],
    "previous word": [None, 0, 1, 2, 3, 4, 5, 6, 7],
    "next word": [1, 2, 3, 4, 5, 6, 7, 8, None],
    "article → noun": [None, None, 4, None, None, None, 8, None, None],
    "adjective → noun": [None, None, None, 4, None, None, None, None],
    "noun → adjective": [None, None, None, None, 3, None, None, None, None],
    "in, on, at → noun": [None, None, None, None, None, 8, None, None, None],
    "newest word": [None, 1, 2, 3, 4],
    "word before it": [None, 0, 1, 2, 3],
    "<bos>": [None, 0, 0, 0, 0],
    "right word": [0, 1, None, 4],
    "just translated": [None, 0, 1, None, 4],
    "last word": [8, 8, 8, 8, 8],
}
RULES = {kind: rule for kinds in KINDS.values() for kind, rule in kinds.items()}


def test_every_kind_has_its_rule():
    assert set(RULES) == set(WANTED)


@pytest.mark.parametrize("kind", WANTED)
def test_a_rule_names_the_keys(kind):
    assert list(RULES[kind](SAMPLE)) == WANTED[kind]
