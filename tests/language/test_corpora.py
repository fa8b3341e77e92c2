import itertools

import pytest

from helpers.language.corpora import (
    UNSEEN_PAIRS,
    Pair,
    contributors,
    grammar_corpus,
    read_pairs,
    split_pairs,
)

HEADER = "en\tzh\ten_id\ten_author\tzh_id\tzh_author\n"


@pytest.fixture(scope="module")
def corpus():
    return grammar_corpus(train=6_000, held_out=300, seed=5)


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a text to a file and returns its path."""

    def write_file(text, encoding="utf-8"):
        path = tmp_path / "pairs.txt"
        path.write_bytes(text.encode(encoding))
        return path

    return write_file


def parts(corpus):
    return corpus.train, corpus.dev, corpus.test, corpus.unseen_pairs


def test_sizes(corpus):
    assert [len(part) for part in parts(corpus)] == [6_000, 300, 300, 300]


def test_no_sentence_stands_in_two_splits(corpus):
    sentences = [sample.english for part in parts(corpus) for sample in part]
    assert len(set(sentences)) == len(sentences)


def test_unseen_pairs_are_really_unseen(corpus):
    for part in (corpus.train, corpus.dev, corpus.test):
        assert not any(sample.pairs & UNSEEN_PAIRS for sample in part)
    assert all(sample.pairs & UNSEEN_PAIRS for sample in corpus.unseen_pairs)


def test_unseen_pairs_do_not_stand_side_by_side_in_training(corpus):
    """Look at the words themselves, for pairs whose words must be neighbours."""
    phrases = ("red hat", "red hats", "good doctor", "two books")
    side_by_side = {tuple(phrase.split()) for phrase in phrases}
    for sample in corpus.train:
        assert not side_by_side & set(itertools.pairwise(sample.english)), sample
    held_out = [set(itertools.pairwise(s.english)) for s in corpus.unseen_pairs]
    assert any(side_by_side & pairs for pairs in held_out)


def test_each_word_of_an_unseen_pair_is_known_from_others(corpus):
    pairs = [pair for sample in corpus.train for pair in sample.pairs]
    for first, second in UNSEEN_PAIRS:
        assert sum(pair[0] == first for pair in pairs) >= 10, first
        assert sum(pair[1] == second for pair in pairs) >= 10, second


def test_every_unseen_pair_can_be_said():
    unseen = grammar_corpus(train=0, held_out=1_000).unseen_pairs
    said = set().union(*(sample.pairs for sample in unseen))
    assert said >= UNSEEN_PAIRS


def test_the_seed_decides(corpus):
    assert grammar_corpus(50, 10, seed=1) == grammar_corpus(50, 10, seed=1)
    assert grammar_corpus(50, 10, seed=1) != grammar_corpus(50, 10, seed=2)


def test_train_and_test_have_the_same_mixture(corpus):
    """Short sentences come early in the stream; the splits must not show it."""
    means = [
        sum(len(sample.english) for sample in part) / len(part)
        for part in (corpus.train, corpus.dev, corpus.test)
    ]
    assert max(means) - min(means) < 0.5


@pytest.mark.parametrize("sizes", [(-1, 5), (5, -1)])
def test_negative_sizes_are_refused(sizes):
    with pytest.raises(ValueError, match="-1"):
        grammar_corpus(*sizes)


CREDIT = "tatoeba.org #538123 (CM) & #891077 (Martha)"
DOWNLOADED = f"CC-BY 2.0 (France) Attribution: {CREDIT}"


@pytest.mark.parametrize(
    ("text", "encoding", "pairs"),
    [
        (
            HEADER + "Hi.\t嗨。\t538123\tCM\t891077\tMartha\n",
            "utf-8",
            [("Hi.", "嗨。", CREDIT)],
        ),
        (
            f"Hi.\t嗨。\t{DOWNLOADED}\n\nRun.\t跑。\t{DOWNLOADED}",
            "utf-8",
            [("Hi.", "嗨。", DOWNLOADED), ("Run.", "跑。", DOWNLOADED)],
        ),
        (  # from Windows
            "Hi.\t嗨。\tby CM\r\nRun.\t跑。\tby CM\r\n",
            "utf-8-sig",
            [("Hi.", "嗨。", "by CM"), ("Run.", "跑。", "by CM")],
        ),
        # A separator inside of a sentence ends no line.
        ("Hi\u2028there.\t嗨。\tCM\n", "utf-8", [("Hi\u2028there.", "嗨。", "CM")]),
    ],
)
def test_read_either_kind_of_file(write, text, encoding, pairs):
    assert read_pairs(write(text, encoding)) == pairs


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Hi.\t嗨。\tCM\nRun.\t跑。\n", r"line 2.*3 columns.*Run"),
        ("Hi. 嗨。\n", r"line 1.*3 columns"),
        ("Hi.\t\tCM\n", r"line 1.*not empty"),
        (
            HEADER + "Hi.\t嗨。\t1\tCM\t2\tMartha\nRun.\t跑。\tCM\n",
            r"line 3.*6 columns",
        ),
        (HEADER + "\t嗨。\t1\tCM\t2\tMartha\n", r"line 2.*not empty"),
    ],
)
def test_malformed_lines_are_named(write, text, message):
    with pytest.raises(ValueError, match=message) as error:
        read_pairs(write(text))
    assert "pairs.txt" in str(error.value)


def test_a_file_that_is_not_utf8_is_refused(write):
    with pytest.raises(ValueError, match=r"pairs.txt.*UTF-8"):
        read_pairs(write("Hi.\t嗨。\tCM\n", encoding="gb18030"))


def test_a_missing_file_says_where_to_get_it(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"cmn.txt.*manythings.org/anki"):
        read_pairs(tmp_path / "cmn.txt")


def test_contributors_are_named_once_from_either_file(write):
    table = read_pairs(
        write(HEADER + "Hi.\t嗨。\t1\tzoe\t2\tAnn\nHi.\t好。\t1\tzoe\t3\tCK\n")
    )
    credit = "CC-BY 2.0 (France) Attribution: tatoeba.org #1 (zoe) & #2 (Ann)"
    download = read_pairs(write(f"Hi.\t嗨。\t{credit}\n"))
    assert contributors(table) == ("Ann", "CK", "zoe")
    assert contributors(download) == ("Ann", "zoe")


@pytest.fixture
def pairs():
    return [Pair(f"sentence {i // 2}", f"句子 {i}", "us") for i in range(60)]


def test_split_pairs_keeps_translations_together(pairs):
    splits = split_pairs(pairs, held_out=4, seed=1)
    english = [{pair.english for pair in part} for part in splits]
    assert [len(part) for part in splits] == [44, 8, 8]
    assert [len(part) for part in english] == [22, 4, 4]
    assert (
        not english[0] & english[1] | english[0] & english[2] | english[1] & english[2]
    )
    assert sorted(pair for part in splits for pair in part) == sorted(pairs)


def test_split_pairs_depends_on_the_seed_alone(pairs):
    assert split_pairs(pairs, 4, seed=1) == split_pairs(pairs, 4, seed=1)
    assert split_pairs(pairs, 4, seed=1) != split_pairs(pairs, 4, seed=2)


@pytest.mark.parametrize("held_out", [-1, 15, 100])
def test_split_pairs_leaves_something_to_train_on(pairs, held_out):
    with pytest.raises(ValueError, match=f"held_out={held_out}.*30 English"):
        split_pairs(pairs, held_out)
