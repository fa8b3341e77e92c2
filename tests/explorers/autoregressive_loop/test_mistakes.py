import pytest

from helpers.explorers.autoregressive_loop.mistakes import MistakesExplorer


@pytest.fixture(scope="module")
def explorer(translator):
    explorer = MistakesExplorer(translator)
    yield explorer
    explorer.close()


@pytest.fixture(autouse=True)
def fresh(explorer):
    explorer.reset_button.click()


def lane(explorer, number):
    return [
        [word for word, _ in tape.shown()] for tape in explorer.picture.tapes[number]
    ]


def wrong(explorer, number):
    looks = explorer.picture.tapes[number][1].shown()
    return [word for word, look in looks if look.endswith("wrong")]


def test_the_teacher_never_notices_and_the_free_lane_goes_another_way(explorer):
    fed, writes = lane(explorer, 0)
    right = "汤姆 昨天 在 公园 里 吃 了 两 个 苹果 <eos>".split()
    assert fed == ["<bos>", *right[:-1]]
    assert writes == [*right[:2], "和", *right[3:]]
    assert wrong(explorer, 0) == ["和"]
    fed, writes = lane(explorer, 1)
    assert writes == "汤姆 昨天 和 两 个 苹果 <eos>".split()
    assert fed == ["<bos>", *writes[:-1]]
    assert wrong(explorer, 1) == writes[2:]
    assert "“和” (0.08%) instead of “在”" in explorer.sentence
    assert "4 changes below" in explorer.sentence
    assert explorer.picture.notes[0].get_text().endswith("1 of 11 words")
    assert explorer.picture.notes[1].get_text().endswith("5 of 7 words")
    assert {frame.get_x() for frame in explorer.picture.frames} == {2}


@pytest.mark.parametrize("place", [1, 10])
def test_rank_1_changes_nothing(explorer, place):
    explorer.place.value, explorer.rank.value = place, 1
    assert lane(explorer, 0) == lane(explorer, 1)
    assert wrong(explorer, 0) == wrong(explorer, 1) == []
    assert "both lanes agree" in explorer.sentence


@pytest.mark.parametrize("place", [1, 10])
@pytest.mark.parametrize("rank", [2, 10])
def test_the_forced_word_stands_in_both_lanes(explorer, translator, place, rank):
    explorer.place.value, explorer.rank.value = place, rank
    probabilities = explorer.sentence_box.accepted[1][place - 1].probabilities
    order = probabilities.argsort(descending=True).tolist()
    rank_th = [word for word in order if word not in (0, 1, 3)][rank - 1]
    (forced,) = translator.target_vocabulary.decode([rank_th])
    assert lane(explorer, 0)[1][place - 1] == lane(explorer, 1)[1][place - 1] == forced
    assert len(wrong(explorer, 0)) == 1
    assert len(lane(explorer, 1)[1]) <= 14


def test_a_mistake_may_stay_alone(explorer):
    """What the notebook says: 今天 for 昨天 spoils nothing else."""
    explorer.place.value = 2
    assert wrong(explorer, 1) == ["今天"]
    assert "no change above, and no change below" in explorer.sentence


def test_a_new_sentence_has_its_own_places(explorer):
    explorer.place.value = 10
    explorer.sentence_box.text.value = "I like apples"
    assert explorer.place.max == explorer.place.value == 3
    explorer.reset_button.click()
    assert explorer.place.max == 10 and explorer.place.value == 3


def test_a_long_sentence_is_refused(explorer):
    before = explorer.image.value
    explorer.sentence_box.text.value = "cat " * 11
    assert "has room for 10" in explorer.message.value
    assert explorer.image.value == before


def test_a_way_walked_twice_is_counted_whole_and_cut_in_the_picture(
    explorer,
):
    explorer.place.value, explorer.rank.value = 7, 3
    writes = lane(explorer, 1)[1]
    assert writes[1:6] == writes[6:11]
    assert len(writes) == 14 == len(lane(explorer, 1)[0])
    assert "(shown are 14)" in explorer.picture.notes[1].get_text()
    assert "shown" not in explorer.picture.notes[0].get_text()
