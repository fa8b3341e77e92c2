import numpy as np
import pytest
import torch

from helpers.lessons.autoregressive_loop.loop import LoopStepper
from helpers.model import greedy_decode, record_attention

make = LoopStepper


def shown(explorer, name):
    return [box.word for box in explorer[name].boxes]


def looks(explorer, name):
    return [box.look for box in explorer[name].boxes]


def test_the_last_step_has_the_whole_translation(explorer, translator):
    _, ids, _ = translator.read("I like apples")
    written = greedy_decode(translator.model, ids, max_len=14)[0].tolist()
    assert explorer.step.value == 1  # the lesson asks how many turns there are
    explorer.step.value = len(written) - 1
    assert shown(explorer, "writes") == translator.target_vocabulary.decode(written)
    assert shown(explorer, "fed") == ["<bos>", "我", "喜欢", "苹果"]
    assert explorer["so far"].text == "我喜欢苹果"
    assert "4 words fed in" in explorer.said and "<eos>" in explorer.said


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
    cells = explorer["looks"].numbers
    np.testing.assert_allclose(cells[: step + 1], weights, atol=1e-4)
    assert np.isnan(cells[step + 1 :]).all() and cells.shape == (4, 3)
    assert explorer["looks"].lit == step
    best, bars = logits.softmax(dim=-1).topk(8), explorer["likeliest"]
    np.testing.assert_allclose(bars.values, best.values, atol=1e-4)
    assert bars.names[0] == ["我", "喜欢", "苹果"][step]
    assert bars.texts[0] == f"{best.values[0]:.2%}"
    assert looks(explorer, "fed") == ["fed"] * (step + 1) + ["next"]
    assert looks(explorer, "writes") == ["said"] * step + ["new"]
    assert f"writes “{bars.names[0]}”" in explorer.said


def test_what_is_not_written_yet_is_not_told(explorer):
    table = explorer["looks"]
    assert [*table.row_names] == ["我", "喜欢", "turn 3", "turn 4"]
    assert table.texts[1, 1] == "1.00" and set(table.texts[2:].flat) == {"…"}


def test_words_say_their_turn_and_a_click_goes_there(explorer):
    explorer.step.value = 2
    fed, writes = explorer["fed"].boxes, explorer["writes"].boxes
    assert [box.value for box in fed] == [0, 1, 2, 3]
    assert [box.value for box in writes] == [0, 1, 2]
    assert fed[1].says == "turn 3: 我 is fed in"
    assert fed[3].says == "turn 4: 苹果 will be fed in"
    share = explorer.turns[0].probabilities.max().item()
    assert writes[0].says == f"word 1: 我, {share:.2%}"
    assert explorer["fed"].sets is explorer["writes"].sets is explorer.step


def test_the_buttons_follow_a_new_sentence(explorer):
    explorer.sentence.value = "Tom ate two apples in the park yesterday"
    assert explorer.step.value == 10 == len(explorer.step.options) - 1
    explorer.step.next.click()
    assert explorer.step.value == 10 == explorer.step.play.max
    explorer.step.previous.click()
    assert explorer.step.value == 9 == explorer.step.widget.index
    assert len(explorer["writes"].boxes) == 10


def test_a_sentence_of_as_many_steps_is_shown_whole_too(explorer):
    explorer.sentence.value = "I like books"
    assert len(explorer.step.options) == 4 and explorer.step.value == 3
    explorer.step.value = 2
    explorer.sentence.value = "I like dogs"
    assert len(explorer.step.options) == 4 and explorer.step.value == 3


def test_an_endless_output_is_cut_and_said_so(explorer):
    explorer.sentence.value = "because " * 10
    turns = explorer.turns
    assert len(turns) == 14 and turns[-1].chosen != 2
    assert "Cut after 14 words" in explorer.front.frame["note"]
    explorer.sentence.value = "I like apples"
    assert not explorer.front.frame["note"]
