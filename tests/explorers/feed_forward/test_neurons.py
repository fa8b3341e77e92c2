import pytest
import torch

from helpers.explorers.feed_forward import NeuronExplorer
from helpers.explorers.feed_forward.neurons import word_means
from helpers.explorers.feed_forward.stages import (
    corpus_activations,
    feed_forward_stages,
)
from helpers.language import Sample, generate


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


def test_corpus_activations_walk_over_all_words(translator):
    samples = list(generate(3, seed=1))
    assert isinstance(samples[0], Sample)
    words, activations = corpus_activations(translator, samples)
    assert words == [word for sample in samples for word in sample.english]
    assert activations.shape == (2, len(words), 512)
    assert activations.min() == 0


def test_a_too_long_sentence_is_refused(explorer):
    explorer.sentence_box.text.value = "the cat " * 7
    assert "That is 14 words" in explorer.message.value
    explorer.reset_button.click()
    assert explorer.message.value == ""
    assert (explorer.layer.value, explorer.unit.value) == (1, 509)


def test_a_unit_that_is_silent_draws_empty_bars(explorer):
    silent = (explorer.means[0].amax(dim=0) == 0).nonzero()[0].item()
    explorer.layer.value, explorer.unit.value = 1, silent + 1
    favourites = explorer.picture.favourites
    assert {bar.get_width() for bar in favourites.bars} == {0}
    assert {word.get_text() for word in favourites.words} == {""}
    assert {line.get_text() for line in explorer.picture.places} == {""}
    assert f"Unit {silent + 1} of layer 1 fires on none" in explorer.sentence


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
