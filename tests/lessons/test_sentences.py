"""A typed sentence: for how many words each picture has room, and unknown words."""

import pytest

from helpers.lessons import (
    decoder,
    embedding,
    encoder,
    feed_forward,
    multi_head,
    self_attention,
)

ROOMS = {
    embedding.LookupExplorer: 8,
    embedding.InputSumExplorer: 8,
    self_attention.AttentionStepper: 12,
    self_attention.OrderLab: 8,
    multi_head.HeadsExplorer: 12,
    multi_head.HeadSwitchesLab: 16,
    encoder.EncoderStepper: 10,
    encoder.LayerNormLab: 12,
    encoder.LayersExplorer: 12,
    encoder.PaddingLab: 10,
    feed_forward.FeedForwardStepper: 8,
    feed_forward.NeuronExplorer: 12,
}
# Of pictures that have a place for each Chinese word, and for <bos> or <eos>.
LONG = "Tom ate two apples in the park yesterday"
TRANSLATED = {
    decoder.DecoderStepper: (LONG, "11 rows of Chinese, with <bos>", 7),
    decoder.CausalMaskExplorer: (LONG, "11 rows of Chinese", 9),
    decoder.CrossAttentionExplorer: ("the cat " * 7, "14 words", 12),
}


@pytest.mark.parametrize("kind", ROOMS)
def test_a_sentence_that_has_no_room_is_refused_and_the_last_good_one_stays(
    kind, translator
):
    explorer, most = kind(translator), ROOMS[kind]
    tokens = explorer.tokens
    for text, why in {
        "cat " * (most + 1): f"has room for {most}",
        "   ": "there is no word",
        "cat " * (explorer.least_words - 1): "type",
    }.items():
        explorer.sentence.value = text
        assert why in explorer.front.problem
        assert explorer.sentence.widget.value == text
        assert explorer.tokens == tokens
    explorer.sentence.value = "cat " * most
    assert explorer.tokens == ["cat"] * most


@pytest.mark.parametrize("kind", TRANSLATED)
def test_a_translation_that_has_no_room_is_refused(kind, translator):
    explorer, (text, count, room) = kind(translator), TRANSLATED[kind]
    words = explorer.words
    explorer.sentence.value = text
    why = f"That is {count}, and the picture has room for {room}: type a shorter"
    assert why in explorer.front.problem
    assert explorer.words == words


@pytest.mark.parametrize("kind", [*ROOMS, *TRANSLATED])
def test_an_unknown_word_is_shown_as_unknown_and_named(kind, translator):
    explorer = kind(translator)
    explorer.sentence.value = "I like aples"
    assert explorer.tokens == ["I", "like", "<unk>"]
    note = explorer.front.frame["note"]
    assert "“aples”" in note and "apples" in note
