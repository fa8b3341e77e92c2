"""Marian: the paper's encoder-decoder, as many real translators use it."""

import re

import torch
from torch import nn

from helpers.model import (
    Decoder,
    Transformer,
    TransformerConfig,
    edit,
    greedy_decode,
    sinusoidal_positions,
)
from helpers.pretrained.hugging_face import (
    check_length,
    fill,
    folder_file,
    read_config,
    read_json,
    read_weights,
)

# What they call each weight, and what we do.
NAMES = {
    r"^model\.": "",
    "self_attn_layer_norm": "norm_1",
    "encoder_attn_layer_norm": "norm_2",
    r"(encoder.+)final_layer_norm": r"\1norm_2",
    "final_layer_norm": "norm_3",
    r"self_attn\.(.)_proj": r"self_attention.W_\1",
    r"encoder_attn\.(.)_proj": r"cross_attention.W_\1",
    r"self_attn\.out_proj": "self_attention.W_o",
    r"encoder_attn\.out_proj": "cross_attention.W_o",
    r"fc(\d)": r"feed_forward.W_\1",
    "shared.weight": "source_embedding.words.table.weight",
    "final_logits_bias": "output.bias",
}
# What can be read: one vocabulary for both sides, waves, and Norm after each sum.
WANTED = {
    "model_type": "marian",
    "share_encoder_decoder_embeddings": True,
    "tie_word_embeddings": True,
    "normalize_before": False,
    "normalize_embedding": False,
    "static_position_embeddings": True,
}
SIZES = """vocab_size d_model encoder_attention_heads decoder_attention_heads
    encoder_ffn_dim decoder_ffn_dim encoder_layers decoder_layers scale_embedding
    max_position_embeddings pad_token_id activation_function"""
END = "</s>"


class Marian(Transformer):
    """A `Transformer` with Marian's habits.

    Its waves stand in halves; both sides and the output share one embedding; each word
    of the output has a bias; the two sides may differ in heads and in d_ff.

    Shape: as `Transformer`
    Source: Junczys-Dowmunt et al. 2018; Tiedemann and Thottingal 2020 (OPUS-MT).
    """

    def __init__(self, config):
        vocab_size, d_model = config["vocab_size"], config["d_model"]
        source, target = (
            (config[f"{side}_attention_heads"], config[f"{side}_ffn_dim"])
            for side in ("encoder", "decoder")
        )
        layers = config["encoder_layers"], config["decoder_layers"]
        sizes = vocab_size, vocab_size, d_model, *source, *layers
        limits = {"max_len": config["max_position_embeddings"]}
        limits["pad_id"] = config["pad_token_id"]
        super().__init__(TransformerConfig(*sizes, **limits))  # heads: the encoder's
        self.decoder = Decoder(d_model, *target, layers[1])
        self.output = nn.Linear(d_model, vocab_size)
        for embedding in (self.source_embedding, self.target_embedding):
            embedding.words.factor = d_model**0.5 if config["scale_embedding"] else 1.0


class MarianTranslator:
    """Hold a Marian and its words: text goes in, a translation comes out.

    Raises: FileNotFoundError or ValueError that says what is missing and what to do.
    """

    def __init__(self, folder):
        from sentencepiece import SentencePieceProcessor  # not for all who import this

        self.model = load_marian_model(folder)
        self.source_pieces, self.target_pieces = (
            SentencePieceProcessor(model_file=str(folder_file(folder, f"{side}.spm")))
            for side in ("source", "target")
        )
        self.ids = read_json(folder, "vocab.json")  # {piece of a word: its number}
        self.pieces = {number: piece for piece, number in self.ids.items()}

    def read(self, text):
        """Cut a text into pieces of words, and the end behind them.

        Shape: -> pieces (S strings), ids (1, S)
        Raises: ValueError as `check_length`.
        """
        # A model for several languages is told which by a code: it is one piece.
        code, rest = re.match(r"\s*(>>\S+?<<)?(.*)", text, re.S).groups()
        pieces = self.source_pieces.encode(rest, out_type=str)
        pieces = [*filter(None, [code]), *pieces, END] if pieces else []
        check_length(pieces, self.model.config.max_len)
        ids = [self.ids.get(piece, self.ids["<unk>"]) for piece in pieces]
        return pieces, torch.tensor([ids])

    def translate(self, text, decode=greedy_decode, **options):
        """Translate a text: greedily, or with `beam_search` and its options.

        Raises: ValueError as `read`.
        """
        (_, source_ids), config = self.read(text), self.model.config
        options = {"max_len": config.max_len, "eos_id": self.ids[END], **options}
        ids = write(self.model, source_ids, decode, **options)[0].tolist()
        silent = options["eos_id"], config.pad_id
        written = [self.pieces[i] for i in ids if i not in silent]
        return self.target_pieces.decode(written)


def write(model, source_ids, decode, **options):
    """Let a Marian write, which begins with padding and must never choose it.

    Shape: source_ids (B, S) -> ids, as `decode` gives them
    """
    pad_id = model.config.pad_id

    def hide(logits):
        logits = logits.clone()
        logits[..., pad_id] = torch.finfo(logits.dtype).min
        return logits

    with edit(model, {"logits": hide}):
        return decode(model, source_ids, bos_id=pad_id, **options)


def load_marian(folder):
    """Load a Marian translator from its folder. Raises: as `MarianTranslator`."""
    return MarianTranslator(folder)


def load_marian_model(folder):
    """Load the model of a Marian's folder alone.

    Raises: FileNotFoundError or ValueError that says what is missing and what to do.
    """
    config = read_config(folder, SIZES, **WANTED)
    weights = read_weights(folder, NAMES)
    words = weights.get("source_embedding.words.table.weight")
    weights["target_embedding.words.table.weight"] = weights["output.weight"] = words
    if "output.bias" in weights:
        weights["output.bias"] = weights["output.bias"].flatten()
    with torch.device("meta"):
        model = Marian(config)
    model = fill(model, weights, config["activation_function"])
    waves = sinusoidal_positions(model.config.max_len, model.config.d_model)
    waves = torch.cat([waves[:, 0::2], waves[:, 1::2]], dim=1)  # sines, then cosines
    model.source_embedding.positions = model.target_embedding.positions = waves
    return model
