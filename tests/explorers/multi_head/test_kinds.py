import numpy as np
import pytest

from helpers.explorers.multi_head import HeadKinds
from helpers.explorers.multi_head.kinds import EXAMPLES_EACH
from helpers.training.head_kinds import measure_kinds
from helpers.training.head_rules import ADJECTIVES, KINDS, NOUN_FORMS

ALL_KINDS = [(group, kind) for group, kinds in KINDS.items() for kind in kinds]


@pytest.fixture(scope="module")
def kinds(translator):
    return HeadKinds(translator)


def test_the_shares_are_those_of_both_layers(kinds, translator):
    words = translator.source_vocabulary, translator.target_vocabulary
    measured = measure_kinds(translator.model, kinds.samples, *words)
    assert [(g, k) for g in kinds.shares for k in kinds.shares[g]] == ALL_KINDS
    for layer, columns in ((0, slice(4)), (1, slice(4, 8))):
        for share in measured[f"encoder.{layer}.self"]:
            shares, chance = kinds.shares["encoder self"][share.kind]
            assert tuple(shares[columns]) == share.shares
            assert chance == share.chance


@pytest.mark.parametrize("kind", [ALL_KINDS[0], ALL_KINDS[-1]])
@pytest.mark.parametrize("head", [0, 8])
def test_the_lit_row_holds_the_shares(kinds, kind, head):
    with kinds.hold():
        kinds.kind.value, kinds.head.value = kind, head
    shares, chance = kinds.shares[kind[0]][kind[1]]
    written = [
        int(text.get_text())
        for _, texts in kinds.picture.numbers
        for text in texts
        if text.get_visible()
    ]
    assert written == [int(f"{100 * share:.0f}") for share in [*shares, chance]]
    column = head - 1 if head else int(np.argmax(shares))
    lit = [cell for cell in kinds.picture.cell.values() if cell.get_visible()]
    assert [cell.get_x() for cell in lit] == [column - 0.5]
    assert f"{shares[column]:.0%} of its rows" in kinds.sentence


@pytest.mark.parametrize("number", range(len(ALL_KINDS)))
def test_the_outlined_cells_are_those_of_the_rule(kinds, number):
    kind = ALL_KINDS[number]
    with kinds.hold():
        kinds.kind.value = kind
        kinds.example.value = EXAMPLES_EACH if number % 2 else 1
    sample = kinds.example_of(*kind)
    wanted = [
        (key, row)
        for row, key in enumerate(KINDS[kind[0]][kind[1]](sample))
        if key is not None
    ]
    frames = [f.get_xy() for f in kinds.picture.wanted if f.get_visible()]
    assert frames == [(key - 0.5, row - 0.5) for key, row in wanted] and wanted


def test_the_example_is_a_map_of_the_model(kinds, translator):
    with kinds.hold():
        kinds.kind.value = ("decoder cross", "right word")
        kinds.head.value = 6  # layer 2, head 2
    sample = kinds.example_of(*kinds.kind.value)
    maps = translator.attention(" ".join(sample.english), sample.chinese)
    np.testing.assert_allclose(
        kinds.picture.image.get_array(), maps["decoder.1.cross"][1], atol=1e-5
    )
    labels = kinds.picture.ax.get_xticklabels()
    assert tuple(label.get_text() for label in labels) == sample.english


def test_reset_brings_the_first_kind_back(kinds):
    kinds.reset_button.click()
    assert kinds.kind.value == ("encoder self", "noun → adjective")
    assert "layer 2, head 2" in kinds.sentence and "96%" in kinds.sentence


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
