"""Training on real sentences, with a corpus so small that it takes seconds."""

import dataclasses

import pytest

import helpers.training.__main__ as command
from helpers.language import UNK_ID
from helpers.pretrained import load_translator
from helpers.training import RECIPES
from helpers.training.checkpoints import read_checksums, sha256
from helpers.training.tatoeba import some_without_end_mark, tatoeba_task

PEOPLE = ["Tom", "Mary", "He", "She", "The boy", "My father"]
人 = ["汤姆", "玛丽", "他", "她", "男孩", "我父亲"]
DEEDS = [("sings", "唱歌"), ("doesn't sleep", "不睡觉"), ("drinks milk", "喝牛奶")]
HEADER = "en\tzh\ten_id\ten_author\tzh_id\tzh_author"
TOO_LONG = "He sings and she drinks milk and they sleep."


def sentences():
    for english, chinese in zip(PEOPLE, 人, strict=True):
        for does, 做 in DEEDS:
            yield f"{english} {does}.", f"{chinese}{做}。"
            yield f"{english} {does}!", f"{chinese}{做}！"
            yield f"{english} {does}?", f"{chinese}{做}吗？"


def table():
    """Return the table of six columns, with a second translation and two lines more."""
    rows = [*sentences(), ("Tom sings.", "汤姆在唱歌。"), (TOO_LONG, "他唱歌。")]
    lines = [f"{en}\t{zh}\t1\tAnn\t{i}\tBo {i % 3}" for i, (en, zh) in enumerate(rows)]
    return "\n".join([HEADER, *lines, "...\t。\t1\tAnn\t1\tAnn"])


def download():
    """Return the file of three columns that everybody can download."""
    credit = "CC-BY 2.0 (France) Attribution: tatoeba.org #1 (CK) & #2 (Zoë)"
    return "\n".join(f"{en}\t{zh}\t{credit}" for en, zh in sentences())


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "table.tsv"
    path.write_text(table(), "utf-8")
    return path


@pytest.fixture
def tiny(recipe, monkeypatch):
    tiny = dataclasses.replace(
        recipe, name="tatoeba", held_out=4, hidden_words=0.1, snapshot_steps=()
    )
    monkeypatch.setitem(RECIPES, "tatoeba", tiny)
    return tiny


@pytest.fixture
def task(path, tiny):
    return tatoeba_task(path, tiny)


def english_of(task, split):
    return {tuple(task.source_vocabulary.decode(source)) for source, _ in split.pairs}


def bare(sentence):
    return tuple(word.lower() for word in sentence if word not in set(".,!?"))


def test_held_out_sentences_are_not_trained_on_with_other_marks(task):
    train = {bare(sentence) for sentence in english_of(task, task.train)}
    for split in (task.dev, task.test):
        assert len(split.pairs) == len(split.references) == 4
        assert not train & {bare(sentence) for sentence in english_of(task, split)}


def test_long_and_wordless_sentences_are_left_out(task):
    everything = task.train.pairs + task.dev.pairs + task.test.pairs
    assert all(0 < len(source) <= 8 for source, _ in everything)
    assert "they" not in task.source_vocabulary


def test_every_translation_is_a_reference(path, tiny):
    for seed in range(40):
        task = tatoeba_task(path, dataclasses.replace(tiny, seed=seed))
        references = task.dev.references + task.test.references
        if ["汤姆唱歌。", "汤姆在唱歌。"] in references:
            return
    pytest.fail("the sentence with two translations was never held out")


def test_test_sentences_of_two_kinds_are_measured_apart(task):
    words = task.target_vocabulary
    trained = {"".join(words.decode(ids[1:-1])) for _, ids in task.train.pairs}
    for references in task.unseen_pairs.references:
        assert not trained & set(references)
    assert all(UNK_ID not in source for source, _ in task.everyday.pairs)


def test_training_knows_every_word_it_reads_and_writes(task):
    for source, target in task.train.pairs:
        assert UNK_ID not in source + target


def test_some_sentences_lose_their_end_mark():
    sentences = [["Hi", "."], ["Hi"], ["."]] * 1_000
    cut = some_without_end_mark(sentences, seed=0)
    assert 60 < sum(len(words) == 1 for words in cut) - 2_000 < 140
    assert {tuple(words) for words in cut} == {("Hi", "."), ("Hi",), (".",)}
    assert cut == some_without_end_mark(sentences, seed=0)


@pytest.mark.parametrize(
    ("corpus", "people"),
    [(table, ["Ann", "Bo 0", "Bo 1", "Bo 2"]), (download, ["CK", "Zoë"])],
)
def test_the_command_writes_a_translator_in_a_folder_of_its_own(
    corpus, people, tiny, path, tmp_path, capsys
):
    path.write_text(corpus(), "utf-8")
    command.main(["tatoeba", "--corpus", str(path), "--output", str(tmp_path)])
    folder = tmp_path / "tatoeba"
    weights = folder / "tatoeba.safetensors"
    assert read_checksums(folder) == {"tatoeba.safetensors": sha256(weights)}
    translator = load_translator("tatoeba", folder=tmp_path)
    tokens = translator.translate("doesn't tom sing?").source_tokens
    assert tokens == ("does", "n't", "tom", "<unk>", "?")
    card = (folder / "tatoeba.md").read_text("utf-8")
    for text in ("CC BY 2.0 FR", "were changed", "tatoeba.org", "manythings.org"):
        assert text in card
    assert "BLEU, 4 test sentences |" in card
    assert "BLEU, 4 test sentences, beam of 4" in capsys.readouterr().out
    names = (folder / "CONTRIBUTORS.txt").read_text("utf-8").splitlines()[3:]
    assert names == people
