"""Real models in our modules: equal to transformers, and plain about bad folders."""

import copy
import json
import os
import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch.testing import assert_close

from helpers.model import beam_search, greedy_decode, record
from helpers.pretrained.bert import load_bert
from helpers.pretrained.marian import load_marian, load_marian_model, write

transformers = pytest.importorskip("transformers")
tokenizers = pytest.importorskip("tokenizers")
sentencepiece = pytest.importorskip("sentencepiece")

WORDS = "[PAD] [UNK] [CLS] [SEP] [MASK] the old cat likes a hat ##s".split()
MARIAN_PAD, MARIAN_END = 29, 0
CLOSE = {"atol": 1e-5, "rtol": 0}


@pytest.fixture(scope="module")
def bert_folder(tmp_path_factory):
    """Write a small BERT with random weights and a tokenizer, as transformers does."""
    folder = tmp_path_factory.mktemp("bert")
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=len(WORDS),
        hidden_size=24,
        num_hidden_layers=2,
        num_attention_heads=3,
        intermediate_size=40,
        max_position_embeddings=12,
    )
    model = transformers.BertForMaskedLM(config)
    louder(model, 8)
    model.save_pretrained(folder)
    model = tokenizers.models.WordPiece(
        {word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"
    )
    tokenizer = tokenizers.Tokenizer(model)
    tokenizer.normalizer = tokenizers.normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = tokenizers.processors.BertProcessing(
        ("[SEP]", 3), ("[CLS]", 2)
    )
    tokenizer.add_special_tokens(WORDS[:5])
    tokenizer.enable_padding(length=12)
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


@pytest.fixture(scope="module")
def marian_folder(tmp_path_factory):
    """Write a small Marian with random weights, as transformers does."""
    folder = tmp_path_factory.mktemp("marian")
    torch.manual_seed(0)
    sizes = {"encoder_layers": 2, "decoder_layers": 1, "d_model": 24}
    sizes |= {"encoder_attention_heads": 3, "decoder_attention_heads": 2}
    sizes |= {"encoder_ffn_dim": 40, "decoder_ffn_dim": 36, "vocab_size": 30}
    config = transformers.MarianConfig(
        **sizes,
        max_position_embeddings=32,
        pad_token_id=MARIAN_PAD,
        eos_token_id=MARIAN_END,
        decoder_start_token_id=MARIAN_PAD,
        forced_eos_token_id=None,
        scale_embedding=True,
    )
    model = transformers.MarianMTModel(config)
    louder(model, 40)
    model.model.shared.weight.data.div_(8)
    model.final_logits_bias.normal_(std=0.5)
    model.save_pretrained(folder)
    return folder


def louder(model, factor):
    """Make random weights large: fresh ones are so small that all outputs are alike."""
    with torch.no_grad():
        for weight in model.parameters():
            if weight.dim() > 1:
                weight.mul_(factor)


@pytest.fixture
def copied(tmp_path):
    def copy_of(folder):
        return Path(shutil.copytree(folder, tmp_path / "copy"))

    return copy_of


def batch(vocab_size, pad_id, length=9):
    ids = torch.randint(1, vocab_size - 1, (3, length))
    ids[1, 6:] = pad_id
    return ids


def check_bert(folder, ids, segments):
    """Compare hidden states, attentions and guesses with those of transformers."""
    ours = load_bert(folder)
    kind = "BertForMaskedLM" if ours.can_guess else "BertModel"
    theirs = getattr(transformers, kind).from_pretrained(
        folder, attn_implementation="eager"
    )
    with torch.no_grad():
        with record(ours) as tensors:
            hidden = ours(ids, segments)
        expected = theirs.eval()(
            input_ids=ids,
            token_type_ids=segments,
            attention_mask=(ids != 0).long(),
            output_attentions=True,
            output_hidden_states=True,
        )
        names = [f"encoder.{n}" for n in range(len(expected.attentions))]
        states = [tensors["encoder.0.input"], *(tensors[f"{n}.output"] for n in names)]
        assert_close(states, list(expected.hidden_states), **CLOSE)
        maps = [tensors[f"{n}.self.weights"] for n in names]
        assert_close(maps, list(expected.attentions), **CLOSE)
        assert_close(hidden, expected.hidden_states[-1], **CLOSE)
        if ours.can_guess:
            assert_close(ours.logits(hidden), expected.logits, **CLOSE)


def test_a_bert_equals_transformers(bert_folder):
    torch.manual_seed(1)
    segments = (torch.arange(9) > 5).long().expand(3, -1)
    check_bert(bert_folder, batch(len(WORDS), 0), segments)


@pytest.mark.skipif(
    "MINILM_FOLDER" not in os.environ, reason="MINILM_FOLDER is not given"
)
def test_a_real_bert_equals_transformers():
    torch.manual_seed(1)
    ids = torch.randint(1000, 20000, (2, 32))
    ids[1, 20:] = 0
    check_bert(os.environ["MINILM_FOLDER"], ids, torch.zeros_like(ids))


def test_a_text_becomes_pieces_and_a_masked_word_is_guessed(bert_folder):
    bert = load_bert(bert_folder)
    pieces, ids = bert.read("The old cat likes hats")
    assert pieces == "[CLS] the old cat likes hat ##s [SEP]".split()
    assert [WORDS[i] for i in ids[0]] == pieces
    (best,) = bert.guesses("the [MASK] cat", count=3)
    shares = bert.logits(bert(bert.read("the [MASK] cat")[1]))[0, 2].softmax(dim=-1)
    assert [word for word, _ in best] == [WORDS[i] for i in shares.topk(3).indices]
    assert best[0][1] == pytest.approx(shares.max().item())


@pytest.mark.parametrize("kind", [torch.float16, torch.bfloat16])
def test_half_precision_is_read_in_full(bert_folder, copied, kind):
    folder = copied(bert_folder)
    weights = load_file(folder / "model.safetensors")
    half = {name: tensor.to(kind) for name, tensor in weights.items()}
    save_file(half, folder / "model.safetensors")
    bert = load_bert(folder)
    assert {p.dtype for p in bert.parameters()} == {torch.float32}
    assert torch.isfinite(bert(torch.tensor([[2, 5, 3]]))).all()


def test_old_names_and_parts_for_other_tasks_are_no_hindrance(bert_folder, copied):
    folder = copied(bert_folder)
    weights = load_file(folder / "model.safetensors")
    old = {
        n.replace("LayerNorm.weight", "LayerNorm.gamma"): t for n, t in weights.items()
    }
    old["bert.pooler.dense.weight"] = torch.zeros(24, 24)
    save_file(old, folder / "model.safetensors")
    ids = torch.tensor([[2, 5, 6, 3]])
    assert_close(load_bert(folder)(ids), load_bert(bert_folder)(ids))


def change_config(**changes):
    def change(folder):
        path = folder / "config.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | changes))

    return change


def without(name, *others):
    def change(folder):
        (folder / name).unlink()
        for other in others:
            (folder / other).write_bytes(b"")

    return change


def written(name, text):
    return lambda folder: (folder / name).write_text(text)


def other_tokenizer(folder):
    tokenizers.Tokenizer(tokenizers.models.BPE()).save(str(folder / "tokenizer.json"))


def less_weights(folder):
    weights = load_file(folder / "model.safetensors")
    del weights["bert.encoder.layer.1.output.dense.bias"]
    save_file(weights, folder / "model.safetensors")


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (without("config.json"), FileNotFoundError, "config.json is missing: copy all"),
        (without("tokenizer.json"), FileNotFoundError, "tokenizer.json is missing"),
        (without("model.safetensors"), FileNotFoundError, "missing: copy all"),
        (
            without("model.safetensors", "model-00001-of-00002.safetensors"),
            FileNotFoundError,
            "several parts are not read: save them as one",
        ),
        (
            without("model.safetensors", "pytorch_model.bin"),
            FileNotFoundError,
            "pickle can run code: save the model with `save_pretrained",
        ),
        (written("config.json", "{"), ValueError, "is no JSON"),
        (written("model.safetensors", "no"), ValueError, "is damaged"),
        (written("tokenizer.json", "{}"), ValueError, "is no tokenizer"),
        (other_tokenizer, ValueError, "cuts words by BPE: a BERT's is WordPiece"),
        (less_weights, ValueError, "no weights for encoder.layers.1.feed_forward.W_2"),
        (change_config(model_type="roberta"), ValueError, "model_type 'roberta'"),
        (change_config(hidden_act="tanhshrink"), ValueError, "tanhshrink.*gelu"),
        (written("config.json", "[1, 2]"), ValueError, "is no JSON"),
        (written("config.json", '{"model_type": "bert"}'), ValueError, "no hidden_act"),
        (change_config(is_decoder=True), ValueError, "is_decoder True"),
        (change_config(tie_word_embeddings=False), ValueError, "tie_word_embeddings"),
        (change_config(vocab_size=13), ValueError, "do the two belong together"),
        (
            change_config(position_embedding_type="relative_key"),
            ValueError,
            "only 'absolute' is read",
        ),
    ],
)
def test_a_folder_that_cannot_be_read_says_what_to_do(
    bert_folder, copied, change, error, message
):
    folder = copied(bert_folder)
    change(folder)
    with pytest.raises(error, match=message):
        load_bert(folder)


def test_what_is_no_folder_is_said():
    with pytest.raises(FileNotFoundError, match="there is no such folder"):
        load_bert("nowhere")


@pytest.mark.parametrize(
    ("text", "message"),
    [(" ", "no word"), ("cat " * 11, "13 pieces .* at most 12"), ("cat", r"\[MASK\]")],
)
def test_a_text_that_cannot_be_read_says_what_to_do(bert_folder, text, message):
    with pytest.raises(ValueError, match=message):
        load_bert(bert_folder).guesses(text)


def test_weights_that_cannot_guess_say_so(bert_folder, copied):
    folder = copied(bert_folder)
    weights = load_file(folder / "model.safetensors")
    kept = {name: t for name, t in weights.items() if not name.startswith("cls.")}
    save_file(kept, folder / "model.safetensors")
    with pytest.raises(ValueError, match="no part that guesses"):
        load_bert(folder).guesses("the [MASK]")


@pytest.fixture(scope="module")
def marians(marian_folder):
    theirs = transformers.MarianMTModel.from_pretrained(marian_folder).eval()
    return load_marian_model(marian_folder), theirs


def test_a_marian_equals_transformers(marians):
    torch.manual_seed(1)
    ours, theirs = marians
    source_ids, target_ids = batch(30, MARIAN_PAD), torch.randint(1, 29, (3, 7))
    mask = (source_ids != MARIAN_PAD).long()
    with torch.no_grad():
        expected = theirs(source_ids, mask, decoder_input_ids=target_ids).logits
        assert_close(ours(source_ids, target_ids), expected, **CLOSE)


@pytest.mark.parametrize("beams", [1, 4])
def test_a_marian_writes_the_words_of_transformers(marians, beams):
    """Of a given length: when a beam may stop is a rule of its own in each library."""
    torch.manual_seed(1)
    ours, theirs = marians
    source_ids, options = batch(30, MARIAN_PAD), {}
    ours, theirs = map(copy.deepcopy, (ours, theirs))
    for bias in (ours.output.bias.data, theirs.final_logits_bias[0]):
        bias[[MARIAN_PAD, MARIAN_END]] = -1e9  # so that all sentences have one length
    expected = theirs.generate(
        source_ids,
        attention_mask=(source_ids != MARIAN_PAD).long(),
        num_beams=beams,
        do_sample=False,
        max_new_tokens=14,
    )
    if beams > 1:
        options = {"beam_width": beams, "length_penalty": 0}
    decode = beam_search if beams > 1 else greedy_decode
    ids = write(ours, source_ids, decode, max_len=14, eos_id=MARIAN_END, **options)
    assert torch.equal(ids, expected[:, 1:])
    assert len({tuple(row) for row in ids.tolist()}) > 1 and len(ids.unique()) > 2


def test_a_text_is_translated_by_pieces(marian_folder, copied):
    folder, text = (
        copied(marian_folder),
        "the cat likes the old hat\na cat likes a hat\n",
    )
    (folder / "text.txt").write_text(text * 20)
    for side in ("source", "target"):
        sentencepiece.SentencePieceTrainer.train(
            input=str(folder / "text.txt"),
            model_prefix=str(folder / side),
            vocab_size=24,
            hard_vocab_limit=False,
            minloglevel=2,
        )
        (folder / f"{side}.model").rename(folder / f"{side}.spm")
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    known = [pieces.id_to_piece(i) for i in range(3, pieces.get_piece_size())]
    names = ["</s>", "<unk>", *known, *(f"more{i}" for i in range(30))]
    vocabulary = {name: i for i, name in enumerate(names[:30])}
    (folder / "vocab.json").write_text(json.dumps(vocabulary))
    translator = load_marian(folder)
    read, ids = translator.read("the cat")
    assert "".join(read) == "▁the▁cat</s>" and ids[0, -1] == MARIAN_END
    greedy = translator.translate("the cat", max_len=8)
    assert greedy and "▁" not in greedy and "</s>" not in greedy
    assert translator.translate("the cat", beam_search, max_len=8, beam_width=2)
    with pytest.raises(ValueError, match="no word"):
        translator.translate(" ")
    (folder / "target.spm").unlink()
    with pytest.raises(FileNotFoundError, match="target.spm is missing"):
        load_marian(folder)


def test_a_marian_with_other_habits_is_refused(marian_folder, copied):
    folder = copied(marian_folder)
    change_config(share_encoder_decoder_embeddings=False)(folder)
    with pytest.raises(ValueError, match="share_encoder_decoder_embeddings"):
        load_marian_model(folder)
