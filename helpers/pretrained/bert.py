"""BERT: the encoder that the world uses, made of our own layers."""

import torch
from torch import nn

from helpers.model import Encoder, padding_mask
from helpers.pretrained.hugging_face import (
    check_length,
    fill,
    folder_file,
    read_config,
    read_weights,
)

# What they call each weight, and what we do.
NAMES = {
    r"^bert\.": "",
    "gamma$": "weight",
    "beta$": "bias",
    "embeddings.word_embeddings": "words",
    "embeddings.position_embeddings": "positions",
    "embeddings.token_type_embeddings": "segments",
    "embeddings.LayerNorm": "norm",
    "encoder.layer": "encoder.layers",
    "attention.self.query": "self_attention.W_q",
    "attention.self.key": "self_attention.W_k",
    "attention.self.value": "self_attention.W_v",
    "attention.output.dense": "self_attention.W_o",
    "attention.output.LayerNorm": "norm_1",
    "intermediate.dense": "feed_forward.W_1",
    "output.dense": "feed_forward.W_2",
    "output.LayerNorm": "norm_2",
    "cls.predictions.transform.dense": "guess_map",
    "cls.predictions.transform.LayerNorm": "guess_norm",
    "cls.predictions.bias": "output.bias",
}
SIZES = """hidden_size num_attention_heads intermediate_size num_hidden_layers
    vocab_size max_position_embeddings type_vocab_size hidden_act layer_norm_eps"""
WANTED = {
    "model_type": "bert",
    "position_embedding_type": "absolute",
    "pad_token_id": 0,
    "is_decoder": False,
    "tie_word_embeddings": True,
}


class Bert(nn.Module):
    """Read sentences into a hidden state for each piece of a word.

    `record` and `record_attention` give all that it computes, as of any model of ours
    ("encoder.3.self"). `tokenizer` cuts texts into pieces; without it, give ids.

    Shape: ids and segments (B, T), where padding is hidden -> (B, T, d_model)
    Raises: ValueError as `check_length`.
    Source: Devlin et al. 2019, section 3 and figure 2.
    """

    def __init__(self, config, tokenizer=None, can_guess=False):
        super().__init__()
        d_model, vocab_size = config["hidden_size"], config["vocab_size"]
        self.pad_id, self.max_len = 0, config["max_position_embeddings"]
        self.tokenizer, self.can_guess = tokenizer, can_guess
        self.words = nn.Embedding(vocab_size, d_model)
        self.positions = nn.Embedding(self.max_len, d_model)
        self.segments = nn.Embedding(config["type_vocab_size"], d_model)
        self.norm = nn.LayerNorm(d_model)
        sizes = "num_attention_heads", "intermediate_size", "num_hidden_layers"
        self.encoder = Encoder(d_model, *(config[size] for size in sizes))
        if can_guess:
            self.guess_map = nn.Linear(d_model, d_model)
            self.guess_norm = nn.LayerNorm(d_model)
            self.output = nn.Linear(d_model, vocab_size)

    def forward(self, ids, segments=None):
        check_length(ids[0], self.max_len)
        segments = torch.zeros_like(ids) if segments is None else segments
        x = self.words(ids) + self.segments(segments)  # (B, T, d_model)
        x = self.norm(x + self.positions.weight[: ids.size(1)])
        return self.encoder(x, padding_mask(ids, self.pad_id))

    def logits(self, hidden):
        """Score every word of the vocabulary at every place.

        Shape: hidden (B, T, d_model) -> logits (B, T, vocab_size)
        Raises: ValueError if the weights have no such part.
        Source: Devlin et al. 2019, section 3.1, "Masked LM".
        """
        if not self.can_guess:
            raise ValueError("these weights have no part that guesses masked words")
        bend = self.encoder.layers[0].feed_forward.activation
        return self.output(self.guess_norm(bend(self.guess_map(hidden))))

    def read(self, text):
        """Cut a text into pieces of words, [CLS] in front and [SEP] behind.

        Shape: -> pieces (T strings), ids (1, T)
        Raises: ValueError as `check_length`.
        """
        found = self.tokenizer.encode(text)
        check_length(found.ids if text.strip() else (), self.max_len)
        return found.tokens, torch.tensor([found.ids])

    @torch.no_grad()
    def guesses(self, text, count=5):
        """Say which words fit best where the text has [MASK].

        Shape: -> for each [MASK], `count` pairs (word, probability), the best first
        Raises: ValueError as `read` and `logits`, or if there is no [MASK].
        """
        pieces, ids = self.read(text)
        masked = [place for place, piece in enumerate(pieces) if piece == "[MASK]"]
        if not masked:
            raise ValueError("write [MASK] in place of the word to be guessed")
        shares = self.logits(self(ids))[0, masked].softmax(dim=-1)  # (masks, V)
        word = self.tokenizer.id_to_token
        return [
            [(word(i), row[i].item()) for i in row.topk(count).indices]
            for row in shares
        ]


def load_bert(folder):
    """Load a model of type "bert" from its folder, with its tokenizer.

    Raises: FileNotFoundError or ValueError that says what is missing and what to do.
    """
    config = read_config(folder, SIZES, **WANTED)
    weights, tokenizer = read_weights(folder, NAMES), read_tokenizer(folder)
    # The output map has the rows of the words again, which are stored once.
    weights["output.weight"] = weights.get("words.weight")
    with torch.device("meta"):
        model = Bert(config, tokenizer, can_guess="output.bias" in weights)
    return fill(model, weights, config["hidden_act"], config["layer_norm_eps"])


def read_tokenizer(folder):
    """Read the tokenizer of a BERT.

    Raises: FileNotFoundError as `folder_file`; ValueError for another kind.
    """
    from tokenizers import Tokenizer, models  # not for those who load no BERT

    path = folder_file(folder, "tokenizer.json")
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises nothing narrower
        raise ValueError(f"{path} is no tokenizer ({error}): copy it again") from None
    if not isinstance(tokenizer.model, models.WordPiece):
        kind = type(tokenizer.model).__name__
        raise ValueError(f"{path} cuts words by {kind}: a BERT's is WordPiece")
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
