"""The Transformer of 2017, one module a lesson, in torch alone.

Claims ("claim C7") are those of the lecture notes: notebooks/claims.md.
"""

from helpers.model.autoregressive_loop import (
    greedy_decode,
    next_word_probabilities,
    sample_decode,
)
from helpers.model.beam import beam_search
from helpers.model.decoder import Decoder, DecoderLayer, causal_mask
from helpers.model.embedding import (
    InputEmbedding,
    TokenEmbedding,
    apply_rotary,
    sinusoidal_positions,
)
from helpers.model.encoder import Encoder, EncoderLayer, padding_mask
from helpers.model.feed_forward import FeedForward
from helpers.model.multi_head import MultiHeadAttention
from helpers.model.recurrent import RecurrentConfig, RecurrentSeq2Seq
from helpers.model.self_attention import (
    attention_weights,
    scaled_dot_product_attention,
)
from helpers.model.tap import edit, heads_off, record, record_attention
from helpers.model.transformer import Transformer, TransformerConfig
