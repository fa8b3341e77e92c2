import numpy as np
import pytest

from helpers.language.grammar.kinds import KINDS
from helpers.lessons.embedding import WordMapExplorer
from helpers.lessons.embedding.word_map import LOOKS
from helpers.stage.pen import Text
from helpers.stage.style import ACCENT, PALE


@pytest.fixture
def explorer(translator):
    return WordMapExplorer(translator)


@pytest.mark.parametrize("table", ["trained", "untrained"])
@pytest.mark.parametrize("end", [0, -1])
def test_the_bars_are_the_nearest_words(explorer, table, end):
    explorer.set(table=table, word=explorer.word.values()[end])
    number = explorer.words.index(explorer.word.value)
    alike = explorer.alike[table][number].clone()
    alike[number] = -1
    best = alike.argsort(descending=True)[:8]
    bars = explorer["bars"]
    np.testing.assert_allclose(bars.values, alike[best], rtol=1e-5)
    assert bars.names == explorer.nearest == [explorer.words[i] for i in best]
    assert f"“{bars.names[0]}” (cosine {alike[best[0]]:.2f})" in explorer.said
    here, near = (explorer["map"][name] for name in ("here", "near"))
    np.testing.assert_allclose([here.xs[0], here.ys[0]], explorer.places[table][number])
    rings = np.stack([near.xs, near.ys], axis=1)
    np.testing.assert_allclose(rings, explorer.places[table][best])


def test_teacher_has_people_around_it_only_once_trained(explorer):
    assert explorer.table.value == "untrained"  # the lesson asks first
    assert "1 of 8 are of its kind, people" in explorer.said
    explorer.table.value = "trained"
    assert "7 of 8 are of its kind, people" in explorer.said
    assert explorer.nearest[:4] == ["teachers", "doctor", "child", "student"]
    explorer.word.value = "eats"
    assert explorer.nearest[:3] == ["eat", "ate", "eating"]


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


def points(explorer):
    """Return the spots on the map."""
    hits = [hit for part in explorer.parts()[0] for hit in part.hits]
    spots = [spot for hit in hits if hit["sets"] == "word" for spot in hit["spots"]]
    return [spot for spot in spots if not spot[2]]


def test_every_point_says_its_word_and_chooses_it(explorer):
    spots = points(explorer)
    assert len(spots) == 201
    assert [spot[4] for spot in spots] == [
        f"{word}: {sort.kind}" for word, sort in explorer.sorts.items()
    ]
    options = explorer.word.values()
    assert [options[spot[5]] for spot in spots] == explorer.words


def test_bars_and_kinds_can_be_clicked(explorer):
    control, words = explorer["bars"].sets
    assert control.name == "word" and words == explorer.nearest
    kinds = [
        spot[5]
        for part in explorer.parts()[0]
        for hit in part.hits
        if hit["sets"] == "kind"
        for spot in hit["spots"]
    ]
    assert [explorer.kind.values()[raw] for raw in kinds] == list(KINDS)


def test_both_clouds_fit_into_one_frame(explorer):
    plot = explorer["map"]
    for places in explorer.places.values():
        assert (places > (plot.x.low, plot.y.low)).all(axis=None)
        assert (places < (plot.x.high, plot.y.high)).all(axis=None)
    explorer.table.value = "trained"
    assert explorer["map"].x.low == plot.x.low


@pytest.mark.parametrize("place", [np.argmin, np.argmax])
def test_the_chosen_words_name_stays_on_the_map(explorer, place):
    places = explorer.places["trained"]
    word = explorer.words[place(places[:, 0])]
    explorer.set(table="trained", word=word)
    shapes = [shape for part in explorer.parts()[0] for shape in part.shapes]
    (name,) = (s for s in shapes if isinstance(s, Text) and s.colour == ACCENT)
    xs = {says.split(":")[0]: x for x, _, _, _, says, _ in points(explorer)}
    assert name.words == word
    assert min(xs.values()) < name.x < max(xs.values())
    assert (name.x < xs[word]) == (place is np.argmax)
