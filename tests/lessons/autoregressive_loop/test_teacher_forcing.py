import pytest

from helpers.lessons.autoregressive_loop.teacher_forcing import TeacherForcingExplorer

TAUGHT, FREE = "Teacher-forced", "Free-running"

make = TeacherForcingExplorer


def lane(explorer, name):
    return [[box.word for box in row] for row in explorer[name].rows]


def wrong(explorer, name):
    boxes = explorer[name].rows[1]
    return [box.word for box in boxes if box.look.endswith("wrong")]


def test_the_teacher_never_notices_and_the_free_lane_goes_another_way(explorer):
    fed, writes = lane(explorer, TAUGHT)
    right = "汤姆 昨天 在 公园 里 吃 了 两 个 苹果 <eos>".split()
    assert fed == ["<bos>", *right[:-1]]
    assert writes == [*right[:2], "和", *right[3:]]
    assert wrong(explorer, TAUGHT) == ["和"]
    fed, writes = lane(explorer, FREE)
    assert writes == "汤姆 昨天 和 两 个 苹果 <eos>".split()
    assert fed == ["<bos>", *writes[:-1]]
    assert wrong(explorer, FREE) == writes[2:]
    looks = [box.look for box in explorer[FREE].rows[0]]
    assert looks == ["fed"] * 3 + ["fed wrong"] * 4
    assert {box.look for box in explorer[TAUGHT].rows[0]} == {"fed"}
    assert "“和” (0.08%) instead of “在”" in explorer.said
    assert "4 changes below" in explorer.said
    assert explorer[f"{TAUGHT} note"].text.endswith("1 of 11 words")
    assert explorer[f"{FREE} note"].text.endswith("5 of 7 words")
    assert explorer[TAUGHT].framed == explorer[FREE].framed == 2


def test_words_say_what_the_teacher_has_and_a_click_sets_the_place(explorer):
    fed, writes = explorer[FREE].rows
    assert writes[2].says == "word 3: 和, and the teacher's is 在"
    assert writes[1].says == "word 2: 昨天" and fed[3].says == "turn 4: 和 is fed in"
    places = [box.value for box in writes]
    assert places == [box.value for box in fed] == [1, 2, 3, 4, 5, 6, 7]
    last = explorer[TAUGHT].rows[1][-1]
    assert last.word == "<eos>" and last.value is None  # it cannot be chosen
    assert explorer[TAUGHT].sets is explorer[FREE].sets is explorer.place


@pytest.mark.parametrize("place", [1, 10])
def test_rank_1_changes_nothing(explorer, place):
    explorer.place.value, explorer.rank.value = place, 1
    assert lane(explorer, TAUGHT) == lane(explorer, FREE)
    assert wrong(explorer, TAUGHT) == wrong(explorer, FREE) == []
    assert "both lanes agree" in explorer.said


@pytest.mark.parametrize("place", [1, 10])
@pytest.mark.parametrize("rank", [2, 10])
def test_the_forced_word_stands_in_both_lanes(explorer, translator, place, rank):
    explorer.place.value, explorer.rank.value = place, rank
    order = explorer.turns[place - 1].probabilities.argsort(descending=True).tolist()
    rank_th = [word for word in order if word not in (0, 1, 3)][rank - 1]
    (forced,) = translator.target_vocabulary.decode([rank_th])
    for name in (TAUGHT, FREE):
        assert lane(explorer, name)[1][place - 1] == forced
    assert len(wrong(explorer, TAUGHT)) == 1
    assert len(lane(explorer, FREE)[1]) <= 14


def test_a_mistake_may_stay_alone(explorer):
    """What the notebook says: 今天 for 昨天 spoils nothing else."""
    explorer.place.value = 2
    assert wrong(explorer, FREE) == ["今天"]
    assert "no change above, and no change below" in explorer.said


def test_a_new_sentence_has_its_own_places(explorer):
    explorer.place.value = 10
    explorer.sentence.value = "I like apples"
    assert explorer.place.widget.max == explorer.place.value == 3
    explorer.reset_button.click()
    assert explorer.place.widget.max == 10 and explorer.place.value == 3


def test_a_way_walked_twice_is_counted_whole_and_cut_in_the_picture(explorer):
    explorer.place.value, explorer.rank.value = 7, 3
    fed, writes = lane(explorer, FREE)
    assert writes[1:6] == writes[6:11]
    assert len(writes) == 14 == len(fed)
    assert "(shown are 14)" in explorer[f"{FREE} note"].text
    assert "shown" not in explorer[f"{TAUGHT} note"].text
