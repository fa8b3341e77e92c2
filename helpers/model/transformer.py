"""The whole model of 2017: lessons 1 to 6 put together."""

from dataclasses import dataclass

from torch import nn

from helpers.model.cache import DecoderCache
from helpers.model.decoder import Decoder, causal_mask
from helpers.model.embedding import InputEmbedding
from helpers.model.encoder import Encoder, padding_mask
from helpers.model.tap import tap


@dataclass(frozen=True)
class TransformerConfig:
    """Hold every size and switch of a `Transformer`; the sizes are the paper's.

    positions is one of "sinusoidal", "rotary", "learned", "none"; activation is
    "relu" or "gelu"; norm_first puts each LayerNorm before its part; tie_embeddings
    makes the output map share the target embedding's rows.

    Raises: ValueError that names the field, when a size cannot be used. What only one
        module knows (its activation, how many heads fit) that module refuses.
    Source: Vaswani et al. 2017, table 3, row "base".
    """

    source_vocab_size: int
    target_vocab_size: int
    d_model: int = 512
    num_heads: int = 8
    d_ff: int = 2048
    num_encoder_layers: int = 6
    num_decoder_layers: int = 6
    dropout: float = 0.1
    positions: str = "sinusoidal"
    norm_first: bool = False
    activation: str = "relu"
    max_len: int = 512
    pad_id: int = 0
    tie_embeddings: bool = True

    def __post_init__(self):
        check_sizes(self, "source_vocab_size target_vocab_size d_model num_heads d_ff")
        check_sizes(self, "max_len")
        check_sizes(self, "num_encoder_layers num_decoder_layers", least=0)


def check_sizes(config, names, least=1):
    """Refuse a size that is too small, or a dropout that leaves nothing.

    Raises: ValueError that names the field.
    """
    for name in names.split():
        if getattr(config, name) < least:
            raise ValueError(f"{name}={getattr(config, name)} must be at least {least}")
    if not 0 <= config.dropout < 1:
        raise ValueError(f"dropout={config.dropout} must be from 0 up to below 1")


class Transformer(nn.Module):
    """Read a source sentence, and score every next word of a target sentence.

    Shape: source_ids (B, S), target_ids (B, T) -> logits (B, T, target_vocab_size);
        logits[:, t] scores the word after target_ids[:, t]
    Raises: IndexError for an id outside its vocabulary; ValueError for a sentence
        longer than max_len.
    Source: Vaswani et al. 2017, figure 1.
    """

    def __init__(self, config):
        super().__init__()
        self.config = config
        d_model, dropout = config.d_model, config.dropout
        sizes = d_model, config.num_heads, config.d_ff
        options = {
            "dropout": dropout,
            "norm_first": config.norm_first,
            "activation": config.activation,
            "rotary": config.positions == "rotary",
        }
        embedding = d_model, dropout, config.positions, config.max_len
        self.encoder = Encoder(*sizes, config.num_encoder_layers, **options)
        self.decoder = Decoder(*sizes, config.num_decoder_layers, **options)
        for matrix in self.parameters():
            if matrix.dim() > 1:
                nn.init.xavier_uniform_(matrix)
        self.source_embedding = InputEmbedding(config.source_vocab_size, *embedding)
        self.target_embedding = InputEmbedding(config.target_vocab_size, *embedding)
        self.output = nn.Linear(d_model, config.target_vocab_size, bias=False)
        if config.tie_embeddings:
            self.output.weight = self.target_embedding.words.table.weight

    def forward(self, source_ids, target_ids):
        memory, memory_mask = self.encode(source_ids)
        return self.decode(target_ids, memory, memory_mask)

    def encode(self, source_ids):
        """Turn the source into memory, once for every target.

        Shape: (B, S) -> memory (B, S, d_model), memory_mask (B, 1, 1, S)
        """
        mask = padding_mask(source_ids, self.config.pad_id)
        return self.encoder(self.source_embedding(source_ids), mask), mask

    def decode(self, target_ids, memory, memory_mask=None, cache=None):
        """Score the word that follows each target position.

        With a cache, target_ids holds only the columns that the cache has not seen.

        Shape: target_ids (B, T), memory (B, S, d_model), memory_mask (B, 1, 1, S)
            -> logits (B, T, target_vocab_size)
        """
        seen = 0 if cache is None else cache.length
        new = target_ids.size(1)
        # Padding stands at the end of a target, so the causal mask hides it already.
        # One new word may see all that came before: there is nothing to hide.
        mask = None if new == 1 else causal_mask(seen + new, target_ids.device)[seen:]
        x = self.target_embedding(target_ids, start=seen)
        x = self.decoder(x, memory, mask, memory_mask, cache)
        return tap(self, "logits", self.output(x))

    def new_cache(self):
        """Make an empty cache for `decode`, to be used for one batch of sentences."""
        return DecoderCache(self.config.num_decoder_layers)
