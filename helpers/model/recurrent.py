"""Lesson 7: what came before, a recurrent Seq2Seq model, to be compared with ours.

It reads the source word by word, keeps one state, and writes from that state alone: it
has no attention, and of the past it knows what the state still holds.
"""

from dataclasses import dataclass

from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

from helpers.model.embedding import InputEmbedding
from helpers.model.encoder import padding_mask
from helpers.model.tap import tap
from helpers.model.transformer import check_sizes


@dataclass(frozen=True)
class RecurrentConfig:
    """Hold the sizes of a `RecurrentSeq2Seq`; d_model is the width of its states, too.

    Raises: ValueError that names the field, when a value cannot be used.
    """

    source_vocab_size: int
    target_vocab_size: int
    d_model: int = 512
    num_layers: int = 2
    dropout: float = 0.1
    max_len: int = 512
    pad_id: int = 0
    tie_embeddings: bool = True

    def __post_init__(self):
        check_sizes(self, "source_vocab_size target_vocab_size d_model num_layers")
        check_sizes(self, "max_len")


class RecurrentSeq2Seq(nn.Module):
    """Read a source sentence into one state, and write a target from that state.

    It answers to the same calls as `Transformer`: training and decoding are the same.

    Shape: source_ids (B, S), target_ids (B, T) -> logits (B, T, target_vocab_size)
    Raises: IndexError for an id outside its vocabulary; ValueError for a sentence
        longer than max_len.
    Source: Sutskever et al. 2014, section 2; with the gated units of Cho et al. 2014,
        section 2.3; claim C16.
    """

    def __init__(self, config):
        super().__init__()
        self.config = config
        # No positions: it reads in order, and the order is in its states.
        embedding = config.d_model, config.dropout, "none", config.max_len
        units = {
            "input_size": config.d_model,
            "hidden_size": config.d_model,
            "num_layers": config.num_layers,
            "batch_first": True,
            "dropout": config.dropout if config.num_layers > 1 else 0.0,
        }
        self.encoder = nn.GRU(**units)
        self.decoder = nn.GRU(**units)
        self.source_embedding = InputEmbedding(config.source_vocab_size, *embedding)
        self.target_embedding = InputEmbedding(config.target_vocab_size, *embedding)
        self.output = nn.Linear(config.d_model, config.target_vocab_size, bias=False)
        if config.tie_embeddings:
            self.output.weight = self.target_embedding.words.table.weight

    def forward(self, source_ids, target_ids):
        memory, memory_mask = self.encode(source_ids)
        return self.decode(target_ids, memory, memory_mask)

    def encode(self, source_ids):
        """Read the source; keep the states after its last word, and nothing else.

        Shape: (B, S) -> memory (B, num_layers, d_model), memory_mask (B, 1, 1, S)
        """
        mask = padding_mask(source_ids, self.config.pad_id)
        lengths = mask.sum(dim=(1, 2, 3)).clamp(min=1)
        x = self.source_embedding(source_ids)  # (B, S, d_model)
        words = pack_padded_sequence(x, lengths.cpu(), True, enforce_sorted=False)
        _, states = self.encoder(words)  # (num_layers, B, d_model)
        return states.transpose(0, 1), mask

    def decode(self, target_ids, memory, memory_mask=None, cache=None):
        """Score the word that follows each target position.

        With a cache, target_ids holds only the columns that the cache has not seen.
        The mask is taken as the Transformer takes it, and there is nothing to mask.

        Shape: target_ids (B, T), memory (B, num_layers, d_model)
            -> logits (B, T, target_vocab_size)
        """
        x = self.target_embedding(target_ids, start=cache.length if cache else 0)
        states = cache.states if cache and cache.length else memory.transpose(0, 1)
        outputs, states = self.decoder(x, states.contiguous())
        if cache:
            cache.keep(states, target_ids.size(1))
        return tap(self, "logits", self.output(outputs))

    def new_cache(self):
        """Make an empty cache for `decode`, to be used for one batch of sentences."""
        return CarriedStates()


class CarriedStates:
    """Carry the states from word to word: of one size, however long the output is."""

    def __init__(self):
        self.length = 0
        self.states = None

    def keep(self, states, new):
        """Keep the states after `new` more words. Shape: (num_layers, B, d_model)"""
        self.states = states
        self.length += new

    def select(self, rows):
        """Keep these rows of the batch, in this order (beam search moves them)."""
        self.states = self.states[:, rows]
