import pytest
import torch

from helpers.explorers.feed_forward import NeuronExplorer
from helpers.explorers.feed_forward.stages import corpus_stages, feed_forward_stages
from helpers.explorers.feed_forward.word_means import (
    share_by_chance,
    share_of_related,
    word_means,
)
from helpers.language import Sample, generate
from helpers.model import FeedForward


@pytest.fixture(scope="module")
def explorer(translator):
    return NeuronExplorer(translator)


@pytest.mark.parametrize("layer", [1, 2])
@pytest.mark.parametrize("unit", [1, 512])
def test_the_bars_are_what_the_unit_answers(explorer, layer, unit):
    explorer.layer.value, explorer.unit.value = layer, unit
    tokens, bent, _ = explorer.sentence_box.accepted
    answers = bent[layer - 1, :, unit - 1].tolist()
    picture = explorer.picture
    for i, (token, answer) in enumerate(zip(tokens, answers, strict=True)):
        assert picture.sentence.words[i].get_text() == token
        number = picture.sentence.numbers[i].get_text()
        assert number == (f"{answer:.2f}" if answer else "")
    assert picture.sentence.words[len(tokens)].get_text() == ""
    means = explorer.means[layer - 1, :, unit - 1]
    best = explorer.words[means.argmax()]
    assert picture.favourites.words[0].get_text() == best
    assert f"most on “{best}”" in explorer.sentence
    limit = max(means.max().item(), *answers, 1.0)
    width = picture.favourites.bars[0].get_width()
    assert width == pytest.approx(means.max().item() / limit)


def test_the_units_that_the_notebook_names(explorer):
    def favourites(layer, unit, count):
        means = explorer.means[layer - 1, :, unit - 1]
        return {explorer.words[i] for i in means.topk(count).indices.tolist()}

    assert favourites(1, 509, 3) == {"are", "am", "is"}
    assert {"was", "were", "be"} <= favourites(1, 509, 6)
    assert explorer.words[explorer.means[0, :, 509].argmax()] == "in"
    assert explorer.means[0, :, 509].topk(2).values[1] < 0.1
    assert favourites(1, 422, 5) == {"blue", "black", "red", "white", "green"}
    assert {"doesn't", "wasn't", "don't", "not", "isn't"} == favourites(1, 144, 5)
    assert favourites(1, 230, 5) == {"bird", "cats", "cat", "dog", "dogs"}
    assert {"run", "ran", "hat", "hats"} == favourites(1, 66, 4)
    assert {"our", "their", "his", "my", "Tom's"} <= favourites(2, 56, 8)
    assert favourites(2, 16, 5) == {"four", "five", "an", "these", "a"}
    firing = (explorer.activations > 0).float().mean(dim=1)
    assert 0.055 < firing[0, 508] < 0.065


def test_a_mean_is_over_the_word_alone():
    words = ["a", "b", "a", "a", "b"]
    activations = torch.tensor([[[1.0], [9.0], [2.0], [6.0], [9.0]]])
    names, means = word_means(words, activations)
    assert names == ["a"]  # b is too rare
    torch.testing.assert_close(means, torch.tensor([[[3.0]]]))


def test_two_words_of_a_kind_are_counted_unit_by_unit():
    words = 3 * ["cat", "cats", "dog", "milk", "ate", "the"] + ["park"]
    animals = [2.0, 3.0, 1.0, 0.5, 0.0, 9.0, 8.0]  # cats, cat; dog is the next family
    mixed = [2.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0]  # cat, milk
    silent = [0.0] * 7
    units = torch.tensor([animals, mixed, silent]).T  # (7 words, 3 units)
    activations = torch.cat([*3 * [units[:6]], units[6:]])[None]
    assert share_of_related(words, activations) == [0.5]
    # cat and cats are one family: both with dog, three ways each, are of a kind
    assert share_by_chance(words) == pytest.approx(4 / (5 * 4 - 2))


def test_related_words_as_the_notebook_says(translator):
    words, inputs, trained = corpus_stages(translator, generate(600, seed=5))
    torch.manual_seed(0)
    with torch.no_grad():
        untrained = FeedForward(128, 512).W_1(inputs).relu()
    assert f"{share_by_chance(words):.0%}" == "21%"
    for units, at_least, at_most in ((untrained, 0.3, 0.5), (trained, 0.55, 0.7)):
        for share in share_of_related(words, units):
            assert at_least < share < at_most


def test_corpus_stages_walk_over_all_words(translator):
    samples = list(generate(3, seed=1))
    assert isinstance(samples[0], Sample)
    words, inputs, activations = corpus_stages(translator, samples)
    assert words == [word for sample in samples for word in sample.english]
    assert activations.shape == (2, len(words), 512)
    assert activations.min() == 0
    first = translator.model.encoder.layers[0].feed_forward
    with torch.no_grad():
        torch.testing.assert_close(first.W_1(inputs[0]).relu(), activations[0])


def test_a_too_long_sentence_is_refused(explorer):
    explorer.sentence_box.text.value = "the cat " * 7
    assert "That is 14 words" in explorer.message.value
    explorer.reset_button.click()
    assert explorer.message.value == ""
    assert (explorer.layer.value, explorer.unit.value) == (1, 510)


def test_a_unit_that_is_silent_draws_empty_bars(explorer):
    silent = (explorer.means[0].amax(dim=0) == 0).nonzero()[0].item()
    explorer.layer.value, explorer.unit.value = 1, silent + 1
    favourites = explorer.picture.favourites
    assert {bar.get_width() for bar in favourites.bars} == {0}
    assert {word.get_text() for word in favourites.words} == {""}
    assert {line.get_text() for line in explorer.picture.places} == {""}
    assert f"Unit {silent + 1} of layer 1 fires on no word" in explorer.sentence


def test_words_that_hardly_fire_a_unit_are_left_out(explorer):
    explorer.layer.value, explorer.unit.value = 1, 510
    shown = [text.get_text() for text in explorer.picture.favourites.words]
    assert shown[:3] == ["in", "the", ""]


def test_the_places_are_where_the_word_fires_most(explorer):
    explorer.layer.value, explorer.unit.value = 2, 56
    line = explorer.picture.places[0].get_text()
    value, example = line.split("   ")
    word = explorer.picture.favourites.words[0].get_text()
    assert f"[{word}]" in example
    text = example.replace("[", "").replace("]", "")
    place = example.split().index(f"[{word}]")
    _, ids, _ = explorer.translator.read(text)
    bent = feed_forward_stages(explorer.translator.model, ids)[1].bent
    assert f"{bent[place, 55]:.2f}" == value
    firing = explorer.activations[1, :, 55]
    numbers = [i for i, e in enumerate(explorer.examples) if f"[{word}]" in e]
    assert f"{firing[numbers].max():.2f}" == value
