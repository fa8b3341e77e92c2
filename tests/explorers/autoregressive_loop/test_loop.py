import numpy as np
import pytest
import torch

from helpers.explorers.autoregressive_loop.loop import LoopExplorer
from helpers.model import greedy_decode, record_attention


@pytest.fixture(scope="module")
def explorer(translator):
    explorer = LoopExplorer(translator)
    yield explorer
    explorer.close()


@pytest.fixture(autouse=True)
def fresh(explorer):
    explorer.reset_button.click()


def shown(tape):
    return [word for word, _ in tape.shown()]


def test_the_last_step_has_the_whole_translation(explorer, translator):
    _, ids, _ = translator.read("I like apples")
    written = greedy_decode(translator.model, ids, max_len=14)[0].tolist()
    assert explorer.step.value == 1  # the lesson asks how many turns there are
    explorer.step.value = len(written) - 1
    assert shown(explorer.picture.writes) == translator.target_vocabulary.decode(
        written
    )
    assert shown(explorer.picture.fed) == ["<bos>", "我", "喜欢", "苹果"]
    assert explorer.picture.so_far.get_text() == "我喜欢苹果"
    assert "4 words fed in" in explorer.sentence and "<eos>" in explorer.sentence


@pytest.mark.parametrize("step", [0, 2])
def test_a_step_shows_its_words_its_weights_and_its_distribution(
    explorer, translator, step
):
    explorer.step.value = step
    model, (_, ids, _) = translator.model, translator.read("I like apples")
    fed = [1, *translator.target_vocabulary.encode(["我", "喜欢", "苹果"])][: step + 1]
    with torch.no_grad(), record_attention(model) as maps:
        logits = model(ids, torch.tensor([fed]))[0, -1]
    weights = maps["decoder.1.cross"][0].mean(dim=0)
    cells = np.asarray(explorer.picture.image.get_array())
    np.testing.assert_allclose(cells[: step + 1], weights, atol=1e-4)
    assert np.isnan(cells[step + 1 :]).all() and cells.shape == (4, 3)
    best = logits.softmax(dim=-1).topk(8)
    widths = [bar.get_width() for bar in explorer.picture.bars]
    np.testing.assert_allclose(widths, best.values, atol=1e-4)
    words = [word.get_text() for word in explorer.picture.words]
    assert words[0] == ["我", "喜欢", "苹果"][step]
    assert explorer.picture.numbers[0].get_text() == f"{best.values[0]:.2%}"
    looks = [look for _, look in explorer.picture.fed.shown()]
    assert looks == ["fed"] * (step + 1) + ["next"]
    assert [look for _, look in explorer.picture.writes.shown()][-1] == "new"
    assert f"writes “{words[0]}”" in explorer.sentence


def test_the_buttons_follow_a_new_sentence(explorer):
    explorer.sentence_box.text.value = "Tom ate two apples in the park yesterday"
    assert explorer.step.value == 10 == len(explorer.step.options) - 1
    previous, following, play, _ = explorer.step_row.children
    following.click()
    assert explorer.step.value == 10 == play.max
    previous.click()
    assert explorer.step.value == 9 == play.value
    assert len(explorer.picture.writes.shown()) == 10


def test_an_endless_output_is_cut_and_said_so(explorer, translator):
    explorer.sentence_box.text.value = "because " * 10
    turns = explorer.sentence_box.accepted[1]
    assert len(turns) <= 14
    assert ("Cut after 14 words" in explorer.message.value) == (turns[-1].chosen != 2)


def test_unknown_words_are_named_and_long_sentences_refused(explorer):
    explorer.sentence_box.text.value = "I like zebras"
    assert "zebras" in explorer.message.value
    before = explorer.image.value
    explorer.sentence_box.text.value = "cat " * 11
    assert "has room for 10" in explorer.message.value
    assert explorer.image.value == before
