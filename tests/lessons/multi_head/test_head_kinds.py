import numpy as np
import pytest

from helpers.lessons.multi_head import HeadKindsExplorer
from helpers.lessons.multi_head.head_kinds import EXAMPLES_EACH
from helpers.training.head_kinds import (
    ADJECTIVES,
    KINDS,
    NOUN_FORMS,
    measure_kinds,
)

ALL_KINDS = [(group, kind) for group, kinds in KINDS.items() for kind in kinds]
COLUMNS = "layer 1", "layer 2", "chance"


@pytest.fixture(scope="module")
def shared(translator):
    return HeadKindsExplorer(translator)


@pytest.fixture
def kinds(shared):
    shared.reset()
    return shared


def parts_of(kinds, group):
    return [kinds[f"{group}, {column}"] for column in COLUMNS]


def test_the_shares_are_those_of_both_layers(kinds, translator):
    words = translator.source_vocabulary, translator.target_vocabulary
    measured = measure_kinds(translator.model, kinds.samples, *words)
    assert [(g, k) for g in kinds.shares for k in kinds.shares[g]] == ALL_KINDS
    for layer, columns in ((0, slice(4)), (1, slice(4, 8))):
        for share in measured[f"encoder.{layer}.self"]:
            shares, chance = kinds.shares["encoder self"][share.kind]
            assert tuple(shares[columns]) == share.shares
            assert chance == share.chance


def test_every_share_is_a_cell_that_says_its_percent(kinds):
    for group in KINDS:
        shares = [[*row, chance] for row, chance in kinds.shares[group].values()]
        parts = parts_of(kinds, group)
        table = np.concatenate([part.numbers for part in parts], axis=1)
        np.testing.assert_allclose(table, 100 * np.array(shares))
        said = np.concatenate([part.texts for part in parts], axis=1)
        assert said.tolist() == [[f"{share:.0%}" for share in row] for row in shares]


@pytest.mark.parametrize("kind", [ALL_KINDS[0], ALL_KINDS[-1]])
@pytest.mark.parametrize("head", [0, 8])
def test_the_lit_row_holds_the_shares(kinds, kind, head):
    kinds.set(kind=kind, head=head)
    shares, chance = kinds.shares[kind[0]][kind[1]]
    row = list(KINDS[kind[0]]).index(kind[1])
    parts = parts_of(kinds, kind[0])
    assert [(part.lit, part.write) for part in parts] == [(row, "row")] * 3
    lit = [round(n) for part in parts for n in part.numbers[row].tolist()]
    assert lit == [int(f"{100 * share:.0f}") for share in [*shares, chance]]
    column = head - 1 if head else int(np.argmax(shares))
    outlined = [cell for part in parts for cell in part.outlines]
    assert outlined == [(row, column % 4, 1, 1)] and parts[column // 4].outlines
    others = [part for g in KINDS if g != kind[0] for part in parts_of(kinds, g)]
    assert all(part.lit is None and not part.outlines for part in others)
    assert f"{shares[column]:.0%} of its rows" in kinds.said


def test_a_click_on_a_cell_chooses_kind_and_head(kinds):
    first, second, chance = parts_of(kinds, "decoder self")
    for part in (first, second, chance):
        control, values = part.row_sets
        assert control is kinds.kind
        assert values == [("decoder self", kind) for kind in KINDS["decoder self"]]
    assert first.column_sets == (kinds.head, [1, 2, 3, 4])
    assert second.column_sets == (kinds.head, [5, 6, 7, 8])
    assert chance.column_sets is None


@pytest.mark.parametrize("number", range(len(ALL_KINDS)))
def test_the_outlined_cells_are_those_of_the_rule(kinds, number):
    kind = ALL_KINDS[number]
    kinds.set(kind=kind, example=EXAMPLES_EACH if number % 2 else 1)
    wanted = [
        (row, key, 1, 1)
        for row, key in enumerate(KINDS[kind[0]][kind[1]](kinds.sample))
        if key is not None
    ]
    assert kinds["example"].outlines == wanted and wanted


def test_the_example_is_a_map_of_the_model(kinds, translator):
    kinds.set(kind=("decoder cross", "right word"), head=6)  # layer 2, head 2
    sample, example = kinds.sample, kinds["example"]
    maps = translator.attention(" ".join(sample.english), sample.chinese)
    expected = maps["decoder.1.cross"][1]
    np.testing.assert_allclose(example.numbers, expected, atol=1e-5)
    assert tuple(example.columns.values()) == sample.english
    assert example.title == "layer 2, head 2" and example.hidden is None


def test_the_lesson_begins_with_the_best_head_of_noun_and_adjective(kinds):
    assert kinds.kind.value == ("encoder self", "noun → adjective")
    assert "layer 2, head 2" in kinds.said and "96%" in kinds.said


@pytest.mark.parametrize(("head", "share"), [(2, 0.34), (4, 0.43)])
def test_at_a_noun_without_an_adjective_the_word_before_means_little(
    kinds, head, share
):
    """The lesson says so of the two heads that find adjectives."""
    back = []
    for sample in kinds.samples:
        words = sample.english
        _, _, weights = kinds.look(sample, "encoder self", 4 + head - 1)
        back += [
            weights[i].argmax() == i - 1
            for i in range(1, len(words))
            if words[i] in NOUN_FORMS and words[i - 1] not in ADJECTIVES
        ]
    assert np.mean(back) == pytest.approx(share, abs=0.01)
