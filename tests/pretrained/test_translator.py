import shutil

import pytest
import torch

from helpers.language import generate
from helpers.model import beam_search, greedy_decode, sample_decode
from helpers.pretrained import load_translator
from helpers.pretrained.translator import WEIGHTS
from helpers.training import encode_samples, exact_match, right_peaks
from helpers.training.batches import batch_of


@pytest.fixture(scope="module")
def translator():
    return load_translator("grammar")


@pytest.mark.parametrize("name", ["grammar", "grammar-recurrent"])
def test_the_running_sentence(name):
    translation = load_translator(name).translate("I like apples")
    assert translation.text == "我喜欢苹果"
    assert translation.source_tokens == ("I", "like", "apples")
    assert translation.target_tokens == ("我", "喜欢", "苹果")
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
    if chinese:
        assert text == chinese


def test_capitals_and_marks_do_not_matter(translator):
    assert translator.translate("  i LIKE apples!! ") == translator.translate(
        "I like apples"
    )


@pytest.mark.parametrize(
    "text", ["I like zebras", "😀", "我喜欢苹果", "<script>alert(1)</script>", "<eos>"]
)
def test_what_is_unknown_is_read_as_unknown_and_named(translator, text):
    translation = translator.translate(text)
    assert "<unk>" in translation.source_tokens
    assert translation.unknown
    assert "<unk>" not in translation.text


def test_a_mistyped_word_gets_its_neighbour(translator):
    assert "apples" in translator.translate("I like aples").unknown["aples"]


@pytest.mark.parametrize("text", ["", "  \n", "...", "?!"])
def test_no_word_at_all_is_refused(translator, text):
    with pytest.raises(ValueError, match="no word to translate"):
        translator.translate(text)


def test_two_hundred_words_are_refused(translator):
    with pytest.raises(ValueError, match="200 words.*at most 64"):
        translator.translate("apples " * 200)


def test_the_longest_sentence_that_fits_is_translated(translator):
    assert translator.translate("apples " * 64).target_tokens


def test_attention_has_a_row_for_each_written_word(translator):
    maps = translator.attention("I like apples", ("我", "喜欢", "苹果"))
    assert {name: tuple(weights.shape) for name, weights in maps.items()} == {
        "encoder.0.self": (4, 3, 3),
        "encoder.1.self": (4, 3, 3),
        "decoder.0.self": (4, 4, 4),
        "decoder.0.cross": (4, 4, 3),
        "decoder.1.self": (4, 4, 4),
        "decoder.1.cross": (4, 4, 3),
    }
    peaks = maps["decoder.1.cross"].mean(dim=0).argmax(dim=-1)
    assert peaks[:3].tolist() == [0, 1, 2]


@pytest.mark.parametrize("name", ["grammar", "grammar-small"])
def test_shipped_models_are_as_good_as_their_cards_say(name):
    """On sentences of another seed; the card measures the held-out set itself."""
    translator = load_translator(name)
    split = encode_samples(
        generate(300, seed=123),
        translator.source_vocabulary,
        translator.target_vocabulary,
    )
    assert exact_match(translator.model, split.pairs) > 0.95
    peaks = right_peaks(translator.model, split.pairs, split.alignments)
    assert peaks[-1] > 0.95


@pytest.mark.parametrize(
    ("decode", "options"),
    [
        (greedy_decode, {}),
        (sample_decode, {"temperature": 1.5, "seed": 5}),
        (beam_search, {"beam_width": 4}),
    ],
)
def test_cached_and_refed_decoding_agree_on_200_sentences(translator, decode, options):
    """Claim C16, precisely."""
    words = translator.source_vocabulary, translator.target_vocabulary
    source_ids, _ = batch_of(encode_samples(generate(200, seed=5), *words).pairs)
    cached, refed = (
        decode(translator.model, source_ids, max_len=20, cache=cache, **options)
        for cache in (True, False)
    )
    assert torch.equal(cached, refed)
    assert cached.unique().numel() > 50


def test_an_unknown_name_lists_the_models():
    with pytest.raises(
        ValueError, match="no model 'grammer'.*'grammar', .*'grammar-small'"
    ):
        load_translator("grammer")


def test_a_missing_file_is_named(tmp_path):
    shutil.copy(WEIGHTS / "SHA256SUMS", tmp_path)
    with pytest.raises(
        FileNotFoundError, match=r"grammar\.safetensors is missing.*git"
    ):
        load_translator("grammar", folder=tmp_path)


def test_a_folder_without_weights_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="SHA256SUMS is missing"):
        load_translator("grammar", folder=tmp_path)


def test_a_changed_file_is_named(tmp_path):
    shutil.copytree(WEIGHTS, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "grammar.safetensors"
    damaged = bytearray(path.read_bytes())
    damaged[-1] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(ValueError, match=r"grammar\.safetensors is not the file"):
        load_translator("grammar", folder=tmp_path)


def test_shipped_weights_are_small_and_half_precision():
    files = [WEIGHTS / f"{name}.safetensors" for name in ("grammar", "grammar-small")]
    assert sum(file.stat().st_size for file in files) <= 2_500_000
    from helpers.training.checkpoints import read_tensors

    for file in files:
        tensors, _ = read_tensors(file)
        assert {tensor.dtype for tensor in tensors.values()} == {torch.float16}


@pytest.mark.parametrize("name", ["grammar", "grammar-small", "grammar-recurrent"])
def test_every_model_has_a_card_with_its_checksum(name):
    from helpers.training.checkpoints import sha256

    card = (WEIGHTS / f"{name}.md").read_text("utf-8")
    assert sha256(WEIGHTS / f"{name}.safetensors") in card
    assert f"python -m helpers.training {name}" in card


def test_the_recurrent_model_is_as_large_as_ours_and_as_good(translator):
    recurrent = load_translator("grammar-recurrent")
    sizes = [
        sum(parameter.numel() for parameter in model.parameters())
        for model in (recurrent.model, translator.model)
    ]
    assert sizes[0] == pytest.approx(sizes[1], rel=0.01)
    words = recurrent.source_vocabulary, recurrent.target_vocabulary
    pairs = encode_samples(generate(200, seed=77), *words).pairs
    assert exact_match(recurrent.model, pairs) > 0.95
