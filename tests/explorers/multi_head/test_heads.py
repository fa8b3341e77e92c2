import numpy as np
import pytest

from helpers.explorers.multi_head import HeadsExplorer
from helpers.language import BOS, EOS

ATTENTIONS = [
    f"{stack}.{layer}.{kind}"
    for stack, kind in (("encoder", "self"), ("decoder", "self"), ("decoder", "cross"))
    for layer in (0, 1)
]
TEXT = "Tom bought a big red hat"


@pytest.fixture(scope="module")
def explorer(translator):
    return HeadsExplorer(translator)


@pytest.fixture(autouse=True)
def fresh(explorer):
    explorer.reset()


def shown(explorer):
    return np.asarray(explorer.picture.image.get_array())


def expected(translator, name, text=TEXT):
    target = translator.translate(text).target_tokens
    return translator.attention(text, target)[name].numpy()


@pytest.mark.parametrize("head", [1, 4])
@pytest.mark.parametrize("name", ATTENTIONS)
def test_the_maps_are_those_of_the_forward_pass(explorer, translator, name, head):
    explorer.attention.value, explorer.head.value = name, head
    maps = expected(translator, name)
    np.testing.assert_allclose(shown(explorer), maps[head - 1], atol=1e-6)
    for small, weights in zip(explorer.picture.small, maps, strict=True):
        np.testing.assert_allclose(small.image.get_array(), weights, atol=1e-6)
    assert [small.marked for small in explorer.picture.small].index(True) == head - 1


@pytest.mark.parametrize("name", ATTENTIONS[1::2])
def test_the_tokens_say_who_looks_at_whom(explorer, translator, name):
    explorer.attention.value = name
    english, chinese = TEXT.split(), list(translator.translate(TEXT).target_tokens)
    queries, keys = {
        "encoder.self": (english, english),
        "decoder.self": ([BOS, *chinese], [BOS, *chinese]),
        "decoder.cross": ([*chinese, EOS], english),
    }[name.replace(".0", "").replace(".1", "")]
    labels = (
        explorer.picture.ax.get_yticklabels(),
        explorer.picture.ax.get_xticklabels(),
    )
    assert [[t.get_text() for t in side] for side in labels] == [queries, keys]
    assert [label for label, _ in explorer.query.options] == queries


def test_the_future_is_hatched_in_the_decoders_self_attention_alone(explorer):
    hatched = {}
    for name in ATTENTIONS:
        explorer.attention.value = name
        hatched[name] = explorer.picture.hidden.size
    rows = len(expected(explorer.translator, "decoder.0.self")[0])
    assert hatched == {n: rows * (n in ATTENTIONS[2:4]) for n in ATTENTIONS}


@pytest.mark.parametrize("query", [0, 5])
def test_the_query_lights_its_row_and_the_sentence_is_true(explorer, query):
    explorer.query.value = query
    assert explorer.picture.row.get_y() == query - 0.5
    weights = shown(explorer)[query]
    words = TEXT.split()
    best = words[weights.argmax()]
    said = f"“{words[query]}” looks at “{best}” with weight {weights.max():.2f}"
    assert said in explorer.sentence


def test_a_long_sentence_is_refused_and_kept(explorer):
    picture = explorer.image.value
    explorer.sentence_box.text.value = "cat " * 13
    assert "room for 12" in explorer.message.value
    assert explorer.image.value == picture
    explorer.sentence_box.text.value = "cat " * 12
    assert shown(explorer).shape == (12, 12)


def test_an_unknown_word_is_named(explorer):
    explorer.sentence_box.text.value = "I like zebras"
    assert "zebras" in explorer.message.value


def test_reset_brings_the_first_picture_back(explorer):
    first = explorer.image.value
    explorer.sentence_box.text.value = "I like apples"
    explorer.attention.value, explorer.head.value = "decoder.1.cross", 3
    explorer.reset_button.click()
    assert explorer.image.value == first
