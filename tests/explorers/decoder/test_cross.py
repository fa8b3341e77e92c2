import numpy as np
import pytest

from helpers.explorers.decoder import CrossExplorer
from helpers.explorers.decoder.cross import EXAMPLES
from helpers.figures.decoder.cross import FAINT


@pytest.fixture
def explorer(translator):
    return CrossExplorer(translator)


def shown(explorer):
    return np.asarray(explorer.picture.image.get_array())


@pytest.mark.parametrize("layer", [1, 2])
@pytest.mark.parametrize("head", [0, 4])
def test_layer_and_head_choose_the_map(explorer, translator, layer, head):
    explorer.layer.value, explorer.head.value = layer, head
    target = translator.translate(EXAMPLES[0]).target_tokens
    found = translator.attention(EXAMPLES[0], target)[f"decoder.{layer - 1}.cross"]
    expected = found[head - 1] if head else found.mean(dim=0)
    np.testing.assert_allclose(shown(explorer), expected)
    assert shown(explorer).shape == (9, 6)
    which = f"head {head}" if head else "mean of the heads"
    assert explorer.picture.title.get_text() == f"layer {layer}, {which}: 9 × 6"


@pytest.mark.parametrize("query", [0, 8])
def test_the_row_is_lit_and_said(explorer, query):
    explorer.query.value = query
    weights = shown(explorer)[query]
    assert explorer.picture.row.get_y() == query - 0.5
    queries, keys, *_ = explorer.sentence_box.accepted
    assert f"“{queries[query]}”, Chinese word {query + 1}," in explorer.sentence
    assert f"“{keys[weights.argmax()]}”" in explorer.sentence
    assert f"{weights.max():.2f}" in explorer.sentence


def test_what_the_notebook_says_of_the_example(explorer):
    assert "“昨天”, Chinese word 2, looks most at “yesterday”" in explorer.sentence
    explorer.query.value = 5
    assert "“本”, Chinese word 6, looks most at “books”" in explorer.sentence


@pytest.mark.parametrize("layer", [1, 2])
def test_a_line_joins_each_pair_that_is_not_faint(explorer, layer):
    explorer.layer.value = layer
    weights, lines = shown(explorer), explorer.picture.lines
    segments, widths = lines.get_segments(), lines.get_linewidths()
    rows, columns = np.nonzero(weights >= FAINT)
    assert len(segments) == len(widths) == len(lines.get_colors()) == len(rows)
    places = explorer.picture.ends
    for segment, width, t, s in zip(segments, widths, rows, columns, strict=True):
        np.testing.assert_array_equal(segment, places[t, s])
        factor = 6 if t == explorer.query.value else 3
        assert width == pytest.approx(factor * weights[t, s])


def test_a_sentence_is_typed_refused_and_reset(explorer):
    before = explorer.image.value
    explorer.sentence_box.text.value = "I like apples"
    assert shown(explorer).shape == (4, 3)
    words = [text.get_text() for text in explorer.picture.words]
    assert words == "我 喜欢 苹果 <eos> I like apples writes reads".split()
    kept = explorer.image.value
    explorer.sentence_box.text.value = "the cat " * 7
    assert "14 words" in explorer.message.value and explorer.image.value == kept
    explorer.reset_button.click()
    assert explorer.image.value == before
