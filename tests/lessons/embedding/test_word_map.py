import numpy as np
import pytest
from drawn import hits, shapes

from helpers.language.grammar.vocabularies import KINDS
from helpers.lessons.embedding import WordMapExplorer
from helpers.lessons.embedding.word_map import LOOKS
from helpers.stage.pen import Text
from helpers.stage.style import ACCENT, PALE


@pytest.fixture
def explorer(translator):
    return WordMapExplorer(translator)


def clicks(explorer, control):
    """Return what sets a control: [left, top, width, height, what it says, value]."""
    found = [hit for hit in hits(explorer.parts()[0]) if hit["sets"] == control]
    return [spot for hit in found for spot in hit["spots"]]


def points(explorer):
    """Return the spots on the map: they have no size."""
    return [spot for spot in clicks(explorer, "word") if not spot[2]]


@pytest.mark.parametrize("table", ["trained", "untrained"])
@pytest.mark.parametrize("end", [0, -1])
def test_the_bars_are_the_nearest_words(explorer, table, end):
    explorer.set(table=table, word=explorer.word.values()[end])
    words = list(explorer.sorts)
    number = words.index(explorer.word.value)
    alike = explorer.alike[table][number].clone()
    alike[number] = -1
    best = alike.argsort(descending=True)[:8]
    bars = explorer["bars"]
    np.testing.assert_allclose(bars.values, alike[best], rtol=1e-5)
    assert bars.names == [words[i] for i in best]
    control, values = bars.sets
    assert control.name == "word" and values == bars.names
    assert f"“{bars.names[0]}” (cosine {alike[best[0]]:.2f})" in explorer.said
    for ring, numbers in (("here", [number]), ("near", best)):
        dots = explorer["map"][ring]
        rings = np.stack([dots.xs, dots.ys], axis=1)
        np.testing.assert_allclose(rings, explorer.places[table][numbers])


def test_teacher_has_people_around_it_only_once_trained(explorer):
    assert explorer.table.value == "untrained"  # the lesson asks first
    assert "1 of 8 are of its kind, people" in explorer.said
    explorer.table.value = "trained"
    assert "7 of 8 are of its kind, people" in explorer.said
    assert explorer["bars"].names[:4] == ["teachers", "doctor", "child", "student"]
    explorer.word.value = "eats"
    assert explorer["bars"].names[:3] == ["eat", "ate", "eating"]


def test_verbs_have_what_goes_with_them(explorer):
    """The answers that the notebook gives."""
    explorer.table.value = "trained"
    for verb, thing in (("drink", "water"), ("watch", "movie"), ("write", "stories")):
        explorer.word.value = verb
        family = explorer.sorts[verb].family
        others = [w for w in explorer.nearest if explorer.sorts[w].family != family]
        assert others[0] == thing


def test_a_guess_finds_the_same_kind_as_often_as_the_notebook_says(explorer):
    sorts = list(explorer.sorts.values())
    shares = []
    for mine in sorts:
        others = [sort for sort in sorts if sort.family != mine.family]
        shares.append(np.mean([sort.kind == mine.kind for sort in others]))
    assert round(np.mean(shares), 2) == 0.22


def test_every_word_stands_once_in_the_colour_of_its_kind(explorer):
    counts = [len(explorer["map"][kind].xs) for kind in KINDS]
    kinds = [sort.kind for sort in explorer.sorts.values()]
    assert counts == [kinds.count(kind) for kind in KINDS]
    explorer.kind.value = "verbs"
    colours = [explorer["map"][kind].colour for kind in KINDS]
    assert colours == [PALE] * 6 + [LOOKS["verbs"][1]]
    chosen = [explorer.kind.values()[spot[5]] for spot in clicks(explorer, "kind")]
    assert chosen == list(KINDS)


def test_every_point_says_its_word_and_chooses_it(explorer):
    spots, sorts = points(explorer), explorer.sorts
    says = [f"{word}: {sort.kind}" for word, sort in sorts.items()]
    assert len(spots) == 201 and [spot[4] for spot in spots] == says
    words = explorer.word.values()
    assert [words[spot[5]] for spot in spots] == list(sorts)


def test_both_clouds_fit_into_one_frame(explorer):
    plot = explorer["map"]
    for places in explorer.places.values():
        assert (places > (plot.x.low, plot.y.low)).all(axis=None)
        assert (places < (plot.x.high, plot.y.high)).all(axis=None)
    explorer.table.value = "trained"
    assert explorer["map"].x.low == plot.x.low


@pytest.mark.parametrize("place", [np.argmin, np.argmax])
def test_the_chosen_words_name_stays_on_the_map(explorer, place):
    word = list(explorer.sorts)[place(explorer.places["trained"][:, 0])]
    explorer.set(table="trained", word=word)
    texts = shapes(explorer.parts()[0], Text)
    (name,) = (text for text in texts if text.colour == ACCENT)
    xs = {says.split(":")[0]: x for x, _, _, _, says, _ in points(explorer)}
    assert name.words == word
    assert min(xs.values()) < name.x < max(xs.values())
    assert (name.x < xs[word]) == (place is np.argmax)
