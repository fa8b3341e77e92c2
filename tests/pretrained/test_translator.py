"""The shipped models: what they read and write, how good they are, what is refused."""

import shutil

import pytest
import torch

from helpers.language import generate
from helpers.model import beam_search, greedy_decode, sample_decode
from helpers.pretrained import load_translator
from helpers.pretrained.translator import WEIGHTS
from helpers.training import encode_samples, exact_match, right_peaks
from helpers.training.batches import batch_of
from helpers.training.checkpoints import read_checksums, read_tensors, sha256

GRAMMARS = ["grammar", "grammar-small", "grammar-recurrent"]
LIKES_APPLES = ("I", "like", "apples"), ("我", "喜欢", "苹果")


@pytest.fixture(scope="module")
def shipped():
    """Return every shipped translator by name."""
    return {name: load_translator(name) for name in [*GRAMMARS, "tatoeba"]}


@pytest.fixture(scope="module")
def translator(shipped):
    return shipped["grammar"]


@pytest.fixture(scope="module")
def real(shipped):
    return shipped["tatoeba"]


def split_of(translator, count, seed):
    """Encode sentences of the grammar with a translator's words."""
    words = translator.source_vocabulary, translator.target_vocabulary
    return encode_samples(generate(count, seed), *words)


@pytest.mark.parametrize("name", ["grammar", "grammar-recurrent"])
def test_the_running_sentence(shipped, name):
    translation = shipped[name].translate("I like apples")
    assert translation.text == "我喜欢苹果"
    assert (translation.source_tokens, translation.target_tokens) == LIKES_APPLES
    assert translation.unknown == {}


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("I like big red apples", "我喜欢红色的大苹果"),
        ("the old teacher likes the old hat", None),
        ("I ate two apples with Tom in the park yesterday", None),
        ("Do you like apples?", "你喜欢苹果吗"),
    ],
)
def test_sentences_of_the_grammar(translator, english, chinese):
    text = translator.translate(english).text
    assert "<unk>" not in text and len(text) > 3
    assert text == (chinese or text)


@pytest.mark.parametrize(
    ("english", "tokens"),
    [
        ("Where is Tom?", "where is Tom ?"),
        ("I don't know.", "I do n't know ."),
        ("i like apples", "I like apples"),
        ("TOM isn't here.", "Tom is n't here ."),
    ],
)
def test_everyday_english_is_known(real, english, tokens):
    translation = real.translate(english)
    assert translation.source_tokens == tuple(tokens.split())
    assert not translation.unknown
    assert translation == real.translate(english.lower())


@pytest.mark.parametrize(
    ("english", "end"),
    [
        ("Where is Tom?", "？"),
        ("Do you like apples?", "吗？"),
        ("Is she a doctor?", "？"),
        ("Tom is a doctor.", "。"),
        ("I don't know.", "。"),
        ("I'm tired", "。"),
    ],
)
def test_questions_come_out_as_questions_and_statements_as_statements(
    real, english, end
):
    text = real.translate(english).text
    assert text.endswith(end) and not (end == "。" and "吗" in text)


def test_tokens_join_to_the_text(real):
    translation = real.translate("My sister wants to buy a new car.")
    assert translation.text == "".join(translation.target_tokens)
    assert len(translation.target_tokens) > 5


def test_the_vocabulary_has_everyday_words_first(real):
    first = real.source_vocabulary.words[4:200]
    assert {"I", "you", "the", "?", ".", "n't", "'s", "Tom"} <= set(first)


def test_capitals_and_marks_do_not_matter(translator):
    typed = translator.translate("  i LIKE apples!! ")
    assert typed == translator.translate("I like apples")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("grammar", "I like zebras"),
        ("grammar", "😀"),
        ("grammar", "我喜欢苹果"),
        ("grammar", "<script>alert(1)</script>"),
        ("grammar", "<eos>"),
        ("tatoeba", "the zyzzyva sleeps"),
        ("tatoeba", "😀"),
        ("tatoeba", "<script>alert(1)</script>"),
    ],
)
def test_what_is_unknown_is_read_as_unknown_and_named(shipped, name, text):
    translation = shipped[name].translate(text)
    assert "<unk>" in translation.source_tokens and translation.unknown
    assert "<unk>" not in translation.text


def test_a_mistyped_word_gets_its_neighbour(translator):
    assert "apples" in translator.translate("I like aples").unknown["aples"]


@pytest.mark.parametrize("name", ["grammar", "tatoeba"])
@pytest.mark.parametrize("text", ["", "  \n", "...", "?!"])
def test_no_word_at_all_is_refused(shipped, name, text):
    with pytest.raises(ValueError, match="no word to translate"):
        shipped[name].translate(text)


def test_64_words_are_translated_and_200_refused(translator):
    assert translator.translate("apples " * 64).target_tokens
    with pytest.raises(ValueError, match="200 words.*at most 64"):
        translator.translate("apples " * 200)


def test_attention_has_a_row_for_each_written_word(translator):
    maps = translator.attention("I like apples", LIKES_APPLES[1])
    shapes = {"encoder.{}.self": (3, 3), "decoder.{}.self": (4, 4)}
    shapes |= {"decoder.{}.cross": (4, 3)}
    assert {name: tuple(weights.shape) for name, weights in maps.items()} == {
        name.format(layer): (4, *shape)
        for name, shape in shapes.items()
        for layer in (0, 1)
    }
    peaks = maps["decoder.1.cross"].mean(dim=0).argmax(dim=-1)
    assert peaks[:3].tolist() == [0, 1, 2]


@pytest.mark.parametrize("name", ["grammar", "grammar-small"])
def test_shipped_models_are_as_good_as_their_cards_say(shipped, name):
    """On sentences of another seed; the card measures the held-out set itself."""
    model, split = shipped[name].model, split_of(shipped[name], 300, seed=123)
    assert exact_match(model, split.pairs) > 0.95
    assert right_peaks(model, split.pairs, split.alignments)[-1] > 0.95


def test_the_recurrent_model_is_as_large_as_ours_and_as_good(shipped, translator):
    recurrent = shipped["grammar-recurrent"]
    sizes = [
        sum(parameter.numel() for parameter in model.parameters())
        for model in (recurrent.model, translator.model)
    ]
    assert sizes[0] == pytest.approx(sizes[1], rel=0.01)
    pairs = split_of(recurrent, 200, seed=77).pairs
    assert exact_match(recurrent.model, pairs) > 0.95


@pytest.mark.parametrize(
    ("decode", "options"),
    [
        (greedy_decode, {}),
        (sample_decode, {"temperature": 1.5, "seed": 5}),
        (sample_decode, {"temperature": 2.0, "top_p": 0.95}),
        (beam_search, {"beam_width": 4}),
    ],
)
def test_cached_and_refed_decoding_agree_on_200_sentences(translator, decode, options):
    """A trained model writes the same with a cache as when it reads all again."""
    source_ids, _ = batch_of(split_of(translator, 200, seed=5).pairs)
    cached, refed = (
        decode(translator.model, source_ids, max_len=24, cache=cache, **options)
        for cache in (True, False)
    )
    assert len(cached) == 200 and torch.equal(cached, refed)
    assert cached.unique().numel() > 50


class NoMask(torch.nn.Module):
    """Let every word that is written see all the others, as lesson 6 asks."""

    def __init__(self, model):
        super().__init__()
        self.model, self.config = model, model.config
        self.encode = model.encode

    def decode(self, target_ids, memory, memory_mask=None, cache=None):
        x = self.model.target_embedding(target_ids)
        return self.model.output(self.model.decoder(x, memory, None, memory_mask))


@pytest.mark.parametrize(("masked", "right"), [(True, 400), (False, 391)])
def test_what_the_notebook_says_of_writing_without_the_mask(translator, masked, right):
    model = translator.model if masked else NoMask(translator.model)

    def write(model, source_ids, max_len):
        return greedy_decode(model, source_ids, max_len=max_len, cache=masked)

    pairs = split_of(translator, 400, seed=7).pairs
    assert round(400 * exact_match(model, pairs, write)) == right


def test_an_unknown_name_lists_the_models():
    with pytest.raises(
        ValueError, match="no model 'grammer'.*'grammar', .*'grammar-small'"
    ):
        load_translator("grammer")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="SHA256SUMS is missing"):
        load_translator("grammar", folder=tmp_path)
    shutil.copy(WEIGHTS / "SHA256SUMS", tmp_path)
    with pytest.raises(FileNotFoundError, match=r"grammar\.safetensors is miss.*git"):
        load_translator("grammar", folder=tmp_path)


def test_a_changed_file_is_named(tmp_path):
    shutil.copytree(WEIGHTS, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "grammar.safetensors"
    damaged = bytearray(path.read_bytes())
    damaged[-1] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(ValueError, match=r"grammar\.safetensors is not the file"):
        load_translator("grammar", folder=tmp_path)


@pytest.mark.parametrize(
    ("names", "most"),
    [(["grammar", "grammar-small"], 2_500_000), (["tatoeba/tatoeba"], 10_000_000)],
)
def test_shipped_weights_are_small_and_half_precision(names, most):
    files = [WEIGHTS / f"{name}.safetensors" for name in names]
    assert sum(file.stat().st_size for file in files) <= most
    for file in files:
        tensors, _ = read_tensors(file)
        assert {tensor.dtype for tensor in tensors.values()} == {torch.float16}


@pytest.mark.parametrize("name", [*GRAMMARS, "tatoeba"])
def test_every_model_has_a_card_with_its_checksum(name):
    folder = WEIGHTS / "tatoeba" if name == "tatoeba" else WEIGHTS
    card = (folder / f"{name}.md").read_text("utf-8")
    checksum = sha256(folder / f"{name}.safetensors")
    assert read_checksums(folder)[f"{name}.safetensors"] == checksum
    assert checksum in card and f"python -m helpers.training {name}" in card


def test_real_sentences_are_credited_and_their_card_says_at_least_38_bleu():
    folder = WEIGHTS / "tatoeba"
    assert list(read_checksums(folder)) == ["tatoeba.safetensors"]
    card = (folder / "tatoeba.md").read_text("utf-8")
    credits = ("CC BY 2.0 FR", "tatoeba.org", "manythings.org", "were changed")
    for text in (*credits, "CONTRIBUTORS.txt", "training tatoeba --corpus"):
        assert text in card
    names = (folder / "CONTRIBUTORS.txt").read_text("utf-8").splitlines()
    assert len(names) > 900 and "CK" in names
    row = next(line for line in card.splitlines() if "1,000 test sentences |" in line)
    assert "BLEU" in row and float(row.split("|")[2]) >= 38
