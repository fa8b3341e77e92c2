import numpy as np
import pytest
from drawn import hits

from helpers.language import BOS, EOS
from helpers.lessons.multi_head import HeadsExplorer

TEXT = "Tom bought a big red hat"
GROUPS = "encoder.{}.self", "decoder.{}.self", "decoder.{}.cross"
ATTENTIONS = [group.format(layer) for group in GROUPS for layer in (0, 1)]


@pytest.fixture
def explorer(translator):
    return HeadsExplorer(translator)


@pytest.mark.parametrize("head", [1, 4])
@pytest.mark.parametrize("name", ATTENTIONS)
def test_the_maps_are_those_of_the_forward_pass(explorer, translator, name, head):
    explorer.set(attention=name, head=head)
    target = translator.translate(TEXT).target_tokens
    maps = translator.attention(TEXT, target)[name].numpy()
    large = explorer["large"]
    np.testing.assert_allclose(large.numbers, maps[head - 1], atol=1e-6)
    small = [explorer[f"head {number + 1}"] for number in range(len(maps))]
    np.testing.assert_allclose([one.numbers for one in small], maps, atol=1e-6)
    assert [n for n, one in enumerate(small, 1) if one.current] == [head]
    assert [n for n, one in enumerate(small, 1) if one.outlines] == [head]
    assert [one.sets for one in small] == [(explorer.head, n) for n in (1, 2, 3, 4)]
    # Words say who looks at whom.
    english, read, written = TEXT.split(), [BOS, *target], [*target, EOS]
    sides = [english, english], [read, read], [written, english]
    queries, keys = sides[ATTENTIONS.index(name) // 2]
    assert [*large.rows.values()] == queries and [*large.columns.values()] == keys
    assert large.names() == small[0].names() == [queries, keys]
    assert [label for label, _ in explorer.query.options] == queries
    # The future is hatched in the decoder's self-attention alone.
    later = np.triu(np.ones((len(queries), len(keys)), bool), 1)
    for shown in (large, small[3]):
        if name in ATTENTIONS[2:4]:
            np.testing.assert_array_equal(shown.hidden, later)
            assert not shown.numbers[later].any()
        else:
            assert shown.hidden is None


@pytest.mark.parametrize("query", [0, 5])
def test_the_query_lights_its_row_and_the_sentence_is_true(explorer, query):
    explorer.query.value = query
    large = explorer["large"]
    assert large.lit == query and large.row_sets is explorer.query
    weights, words = large.numbers[query], TEXT.split()
    best = words[weights.argmax()]
    said = f"“{words[query]}” looks at “{best}” with weight {weights.max():.2f}"
    assert said in explorer.said


def test_a_new_attention_lights_the_last_word(explorer):
    assert explorer.query.value == 5
    for name in ("decoder.1.cross", "decoder.1.self"):
        explorer.attention.value = name
        assert explorer.queries[explorer.query.value] == "帽子"


def test_what_the_notebook_says_of_the_heads(explorer):
    """Four words for hat in the encoder; one for 汤姆 in the last cross-attention."""
    peaks = [explorer[f"head {n}"].numbers[5].argmax() for n in range(1, 5)]
    assert [TEXT.split()[peak] for peak in peaks] == ["hat", "big", "a", "red"]
    assert "4 different words" in explorer.said
    explorer.set(attention="decoder.1.cross", query=0)
    assert explorer.said.startswith("The row that writes “汤姆” looks at “Tom”")
    assert explorer.said.endswith("peaks at one word.")


@pytest.mark.parametrize("name", [ATTENTIONS[0], ATTENTIONS[3]])
def test_small_maps_stand_apart_and_as_high_as_the_large_one(explorer, name):
    explorer.attention.value = name
    found = hits(explorer.parts()[0])
    large, *small = [hit["box"] for hit in found if hit["kind"] == "grid"]
    assert min(box[1] for box in small) == large[1]
    assert max(box[1] + box[3] for box in small) == pytest.approx(large[1] + large[3])
    assert len({tuple(box[:2]) for box in small}) == 4
