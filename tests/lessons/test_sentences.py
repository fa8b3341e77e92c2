"""A typed sentence: for how many words each picture has room, and unknown words."""

import pytest

from helpers.lessons import embedding, multi_head, self_attention

ROOMS = {
    embedding.LookupExplorer: 8,
    embedding.InputSumExplorer: 8,
    self_attention.AttentionStepper: 12,
    self_attention.OrderLab: 8,
    multi_head.HeadsExplorer: 12,
    multi_head.HeadSwitchesLab: 16,
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


@pytest.mark.parametrize("kind", ROOMS)
def test_an_unknown_word_is_shown_as_unknown_and_named(kind, translator):
    explorer = kind(translator)
    explorer.sentence.value = "I like zebras"
    assert explorer.tokens == ["I", "like", "<unk>"]
    assert "zebras" in explorer.front.frame["note"]
