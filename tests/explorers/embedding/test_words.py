import numpy as np
import pytest

from helpers.explorers.embedding import WordMap
from helpers.figures.embedding.words import LOOKS
from helpers.figures.style import PALE
from helpers.language.grammar.kinds import KINDS


@pytest.fixture
def explorer(translator):
    return WordMap(translator)


def bars(explorer):
    return [bar.get_width() for bar in explorer.picture.bars]


@pytest.mark.parametrize("rows", ["trained", "untrained"])
@pytest.mark.parametrize("end", [0, -1])
def test_the_bars_are_the_nearest_words(explorer, rows, end):
    explorer.rows.value = rows
    explorer.word.value = explorer.word.options[end]
    number = explorer.words.index(explorer.word.value)
    alike = explorer.alike[rows][number].clone()
    alike[number] = -1
    best = alike.argsort(descending=True)[:8]
    np.testing.assert_allclose(bars(explorer), alike[best], rtol=1e-5)
    names = [name.get_text() for name in explorer.picture.bar_names]
    assert names == explorer.nearest == [explorer.words[i] for i in best]
    assert f"“{names[0]}” (cosine {alike[best[0]]:.2f})" in explorer.sentence
    x, y = explorer.picture.here.get_data()
    np.testing.assert_allclose([x[0], y[0]], explorer.places[rows][number])
    rings = np.transpose(explorer.picture.rings.get_data())
    np.testing.assert_allclose(rings, explorer.places[rows][best])


def test_teacher_has_people_around_it_only_once_trained(explorer):
    assert explorer.rows.value == "untrained"  # the lesson asks first
    assert "1 of 8 are of its kind, people" in explorer.sentence
    explorer.rows.value = "trained"
    assert "7 of 8 are of its kind, people" in explorer.sentence
    assert explorer.nearest[:4] == ["teachers", "doctor", "child", "student"]
    explorer.word.value = "eats"
    assert explorer.nearest[:3] == ["eat", "ate", "eating"]


def test_verbs_have_what_goes_with_them(explorer):
    """The answers that the notebook gives."""
    explorer.rows.value = "trained"
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
    counts = [len(line.get_xdata()) for line in explorer.picture.points]
    kinds = [sort.kind for sort in explorer.sorts.values()]
    assert counts == [kinds.count(kind) for kind in KINDS]
    explorer.kind.value = "verbs"
    colours = [line.get_color() for line in explorer.picture.points]
    assert colours == [PALE] * 6 + [LOOKS[6][1]]


def test_both_clouds_fit_into_one_frame(explorer):
    left, right = explorer.picture.map_ax.get_xlim()
    foot, top = explorer.picture.map_ax.get_ylim()
    for places in explorer.places.values():
        assert ((places > (left, foot)) & (places < (right, top))).all()
    explorer.rows.value = "trained"
    assert explorer.picture.map_ax.get_xlim() == (left, right)


def test_reset_puts_everything_back(explorer):
    before = explorer.image.value
    explorer.rows.value, explorer.word.value = "trained", "cat"
    explorer.kind.value = "people"
    explorer.reset_button.click()
    assert explorer.image.value == before
