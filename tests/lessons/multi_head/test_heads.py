import numpy as np
import pytest

from helpers.language import BOS, EOS
from helpers.lessons.multi_head import HeadsExplorer

ATTENTIONS = [
    f"{stack}.{layer}.{kind}"
    for stack, kind in (("encoder", "self"), ("decoder", "self"), ("decoder", "cross"))
    for layer in (0, 1)
]
TEXT = "Tom bought a big red hat"


@pytest.fixture(scope="module")
def shared(translator):
    return HeadsExplorer(translator)


@pytest.fixture
def explorer(shared):
    shared.reset()
    return shared


def expected(translator, name, text=TEXT):
    target = translator.translate(text).target_tokens
    return translator.attention(text, target)[name].numpy()


@pytest.mark.parametrize("head", [1, 4])
@pytest.mark.parametrize("name", ATTENTIONS)
def test_the_maps_are_those_of_the_forward_pass(explorer, translator, name, head):
    explorer.attention.value, explorer.head.value = name, head
    maps = expected(translator, name)
    np.testing.assert_allclose(explorer["large"].numbers, maps[head - 1], atol=1e-6)
    small = [explorer[f"head {number + 1}"] for number in range(len(maps))]
    np.testing.assert_allclose([one.numbers for one in small], maps, atol=1e-6)
    assert [n for n, one in enumerate(small, 1) if one.current] == [head]
    assert [n for n, one in enumerate(small, 1) if one.outlines] == [head]


@pytest.mark.parametrize("name", ATTENTIONS[1::2])
def test_the_tokens_say_who_looks_at_whom(explorer, translator, name):
    explorer.attention.value = name
    english, chinese = TEXT.split(), list(translator.translate(TEXT).target_tokens)
    queries, keys = {
        "encoder.self": (english, english),
        "decoder.self": ([BOS, *chinese], [BOS, *chinese]),
        "decoder.cross": ([*chinese, EOS], english),
    }[name.replace(".0", "").replace(".1", "")]
    large = explorer["large"]
    assert [*large.rows.values()] == queries and [*large.columns.values()] == keys
    assert large.names() == explorer["head 1"].names() == [queries, keys]
    assert [label for label, _ in explorer.query.options] == queries


def test_the_future_is_hatched_in_the_decoders_self_attention_alone(explorer):
    for name in ATTENTIONS:
        explorer.attention.value = name
        for mark in ("large", "head 4"):
            hidden, numbers = explorer[mark].hidden, explorer[mark].numbers
            if name not in ATTENTIONS[2:4]:
                assert hidden is None
                continue
            later = np.arange(len(numbers)) > np.arange(len(numbers))[:, None]
            np.testing.assert_array_equal(hidden, later)
            assert not numbers[hidden].any()


@pytest.mark.parametrize("query", [0, 5])
def test_the_query_lights_its_row_and_the_sentence_is_true(explorer, query):
    explorer.query.value = query
    assert explorer["large"].lit == query
    weights = explorer["large"].numbers[query]
    words = TEXT.split()
    best = words[weights.argmax()]
    said = f"“{words[query]}” looks at “{best}” with weight {weights.max():.2f}"
    assert said in explorer.said


def test_a_new_attention_lights_the_last_word(explorer):
    assert explorer.query.value == 5
    explorer.attention.value = "decoder.1.cross"
    assert explorer.queries[explorer.query.value] == "帽子"
    explorer.attention.value = "decoder.1.self"
    assert explorer.queries[explorer.query.value] == "帽子"


def test_what_the_notebook_says_of_the_heads(explorer):
    """Four words for hat in the encoder; one for 汤姆 in the last cross-attention."""
    peaks = [explorer[f"head {n}"].numbers[5].argmax() for n in range(1, 5)]
    assert [TEXT.split()[peak] for peak in peaks] == ["hat", "big", "a", "red"]
    assert "4 different words" in explorer.said
    explorer.attention.value, explorer.query.value = "decoder.1.cross", 0
    assert explorer.said.startswith("The row that writes “汤姆” looks at “Tom”")
    assert explorer.said.endswith("peaks at one word.")


def test_a_click_enlarges_a_head_or_chooses_a_query(explorer):
    assert explorer["head 3"].sets == (explorer.head, 3)
    assert explorer["large"].row_sets is explorer.query


def test_a_long_sentence_is_refused_and_kept(explorer):
    explorer.sentence.value = "cat " * 13
    assert "room for 12" in explorer.front.problem
    assert explorer["large"].numbers.shape == (6, 6)
    explorer.sentence.value = "cat " * 12
    assert explorer["large"].numbers.shape == (12, 12)


def test_an_unknown_word_is_named(explorer):
    explorer.sentence.value = "I like zebras"
    assert "zebras" in explorer.note()


@pytest.mark.parametrize("name", [ATTENTIONS[0], ATTENTIONS[3]])
def test_small_maps_stand_apart_and_as_high_as_the_large_one(explorer, name):
    explorer.attention.value = name
    boxes = [
        hit["box"]
        for part in explorer.parts()[0]
        for hit in part.hits
        if hit["kind"] == "grid"
    ]
    large, *small = boxes
    assert min(box[1] for box in small) == large[1]
    assert max(box[1] + box[3] for box in small) == pytest.approx(large[1] + large[3])
    assert len({tuple(box[:2]) for box in small}) == 4
