import pytest
import torch
from drawn import hits, spots

from helpers.language import generate
from helpers.lessons.feed_forward import NeuronExplorer
from helpers.lessons.feed_forward.units import (
    corpus_activations,
    hidden_units,
    share_by_chance,
    share_of_related,
    word_means,
)
from helpers.model import FeedForward


@pytest.fixture(scope="module")
def shared(translator):
    return NeuronExplorer(translator)


@pytest.fixture
def explorer(shared):
    shared.reset()
    return shared


@pytest.mark.parametrize("layer", [1, 2])
@pytest.mark.parametrize("unit", [1, 512])
def test_the_bars_are_what_the_unit_answers(explorer, layer, unit):
    explorer.set(layer=layer, unit=unit)
    ids = explorer.sentence.reading.ids
    _, hidden = hidden_units(explorer.translator.model, ids)
    answers = hidden[layer - 1, :, unit - 1].tolist()
    words, sentence = explorer["words"], explorer["sentence"]
    assert list(sentence.names) == "Tom is reading a book in the park".split()
    assert sentence.values == answers
    assert sentence.texts == [f"{a:.2f}" if a else "" for a in answers]
    means = explorer.means[layer - 1, :, unit - 1]
    best = explorer.words[means.argmax()]
    assert list(words.names)[0] == best
    assert f"most on “{best}”" in explorer.said
    assert words.values[0] == pytest.approx(means.max().item())
    assert words.high == sentence.high == max(means.max().item(), *answers, 1.0)


def test_the_units_that_the_notebook_names(explorer):
    def favourites(layer, unit, count):
        means = explorer.means[layer - 1, :, unit - 1]
        return {explorer.words[i] for i in means.topk(count).indices.tolist()}

    assert favourites(1, 509, 3) == {"are", "am", "is"}
    assert {"was", "were", "be"} <= favourites(1, 509, 6)
    assert favourites(1, 510, 1) == {"in"}
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
    samples = list(generate(600, seed=5))
    words, inputs, trained = corpus_activations(translator, samples)
    assert words == [word for sample in samples for word in sample.english]
    assert trained.shape == (2, len(words), 512) and trained.min() == 0
    first = translator.model.encoder.layers[0].feed_forward
    torch.manual_seed(0)
    with torch.no_grad():
        torch.testing.assert_close(first.W_1(inputs[0]).relu(), trained[0])
        untrained = FeedForward(128, 512).W_1(inputs).relu()
    assert f"{share_by_chance(words):.0%}" == "21%"
    for units, told in ((untrained, ["34%", "43%"]), (trained, ["57%", "69%"])):
        assert [f"{share:.0%}" for share in share_of_related(words, units)] == told


def test_a_unit_that_is_silent_has_no_bars(explorer):
    silent = (explorer.means[0].amax(dim=0) == 0).nonzero()[0].item()
    explorer.unit.value = silent + 1
    assert not len(explorer["words"].names) and explorer["words"].values == []
    assert {explorer[f"place {n}"].text for n in (1, 2, 3)} == {""}
    assert f"Unit {silent + 1} of layer 1 fires on no word" in explorer.said


def test_bars_that_say_their_number_stand_still_as_units_change(explorer):
    assert (explorer.layer.value, explorer.unit.value) == (1, 510)
    assert list(explorer["words"].names) == ["in", "the"]  # others hardly fire it
    parts = explorer.parts()[0]
    says = [spot[4] for spot in spots(parts)]
    assert "in: 1.13" in says and "in: 0.94" in says and "Tom: 0.00" in says
    assert {hit["sets"] for hit in hits(parts)} == {None}
    margins = {explorer["words"].margins()}
    for unit in (509, 422, 144):
        explorer.unit.value = unit
        margins.add(explorer["words"].margins())
    assert len(margins) == 1 and max(map(len, explorer.words)) < 14


def test_the_places_are_where_the_word_fires_most(explorer):
    explorer.set(layer=2, unit=56)
    value, example = explorer["place 1"].heading, explorer["place 1"].text
    word = f"[{list(explorer['words'].names)[0]}]"
    place = example.split().index(word)
    text = example.replace("[", "").replace("]", "")
    _, ids, _ = explorer.translator.read(text)
    hidden = hidden_units(explorer.translator.model, ids)[1][1]
    assert f"{hidden[place, 55]:.2f}" == value
    firing = explorer.activations[1, :, 55]
    places = [i for i, e in enumerate(explorer.contexts) if word in e]
    assert f"{firing[places].max():.2f}" == value
