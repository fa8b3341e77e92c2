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


@pytest.fixture
def explorer(translator):
    return HeadKindsExplorer(translator)


def parts_of(explorer, group):
    return [explorer[f"{group}, {part}"] for part in ("layer 1", "layer 2", "chance")]


def test_the_shares_are_those_of_both_layers_and_each_is_a_cell(explorer, translator):
    words = translator.source_vocabulary, translator.target_vocabulary
    measured = measure_kinds(translator.model, explorer.samples, *words)
    for group, kinds in KINDS.items():
        layers = [measured[group.replace(" ", f".{layer}.")] for layer in (0, 1)]
        wanted = [
            [*first.shares, *second.shares, first.chance]
            for first, second in zip(*layers, strict=True)
        ]
        assert explorer.shares[group] == dict(zip(kinds, wanted, strict=True))
        parts = parts_of(explorer, group)
        table = np.concatenate([part.numbers for part in parts], axis=1)
        np.testing.assert_allclose(table, 100 * np.array(wanted))
        said = np.concatenate([part.texts for part in parts], axis=1)
        assert said.tolist() == [[f"{share:.0%}" for share in row] for row in wanted]


@pytest.mark.parametrize("kind", [ALL_KINDS[0], ALL_KINDS[-1]])
@pytest.mark.parametrize("head", [0, 8])
def test_the_lit_row_holds_the_shares(explorer, kind, head):
    explorer.set(kind=kind, head=head)
    shares, row = explorer.shares[kind[0]][kind[1]], list(KINDS[kind[0]]).index(kind[1])
    parts = parts_of(explorer, kind[0])
    assert [(part.lit, part.write) for part in parts] == [(row, "row")] * 3
    lit = [round(n) for part in parts for n in part.numbers[row].tolist()]
    assert lit == [int(f"{100 * share:.0f}") for share in shares]
    column = head - 1 if head else int(np.argmax(shares[:8]))
    outlined = [cell for part in parts for cell in part.outlines]
    assert outlined == [(row, column % 4, 1, 1)] and parts[column // 4].outlines
    others = [part for g in KINDS if g != kind[0] for part in parts_of(explorer, g)]
    assert all(part.lit is None and not part.outlines for part in others)
    assert f"{shares[column]:.0%} of its rows" in explorer.said


def test_a_click_on_a_cell_chooses_kind_and_head(explorer):
    parts = parts_of(explorer, "decoder self")
    for part in parts:
        control, values = part.row_sets
        assert control is explorer.kind
        assert values == [("decoder self", kind) for kind in KINDS["decoder self"]]
    layers = (explorer.head, [1, 2, 3, 4]), (explorer.head, [5, 6, 7, 8])
    assert [part.column_sets for part in parts] == [*layers, None]


@pytest.mark.parametrize("example", [1, EXAMPLES_EACH])
def test_the_outlined_cells_are_those_of_the_rule(explorer, example):
    for kind in ALL_KINDS:
        explorer.set(kind=kind, example=example)
        keys = KINDS[kind[0]][kind[1]](explorer.sample)
        wanted = [(row, key, 1, 1) for row, key in enumerate(keys) if key is not None]
        assert explorer["example"].outlines == wanted and wanted


def test_the_example_is_a_map_of_the_model(explorer, translator):
    explorer.set(kind=("decoder cross", "right word"), head=6)  # layer 2, head 2
    sample, example = explorer.sample, explorer["example"]
    maps = translator.attention(" ".join(sample.english), sample.chinese)
    expected = maps["decoder.1.cross"][1]
    np.testing.assert_allclose(example.numbers, expected, atol=1e-5)
    assert tuple(example.columns.values()) == sample.english
    assert example.title == "layer 2, head 2" and example.hidden is None


def test_the_lesson_begins_with_the_best_head_of_noun_and_adjective(explorer):
    assert explorer.kind.value == ("encoder self", "noun → adjective")
    assert "layer 2, head 2" in explorer.said and "96%" in explorer.said


@pytest.mark.parametrize(("head", "share"), [(2, 0.34), (4, 0.43)])
def test_at_a_noun_without_an_adjective_the_word_before_means_little(
    explorer, head, share
):
    """The lesson says so of the two heads that find adjectives."""
    back = []
    for sample in explorer.samples:
        words = sample.english
        *_, weights = explorer.map_of(sample, "encoder self", 4 + head - 1)
        back += [
            weights[i].argmax() == i - 1
            for i in range(1, len(words))
            if words[i] in NOUN_FORMS and words[i - 1] not in ADJECTIVES
        ]
    assert np.mean(back) == pytest.approx(share, abs=0.01)
