"""Lesson 7: what every further word costs, counted in multiplications (claim C16).

Counted are those of all matrix products; what is done number by number (softmax,
LayerNorm, the gates of a GRU) is small beside them.
"""


def encoding_cost(config, source_length):
    """Count what the encoder does, once for a sentence.

    Source: Vaswani et al. 2017, table 1.
    """
    d, length = config.d_model, source_length
    maps = length * (4 * d * d + 2 * d * config.d_ff)
    return config.num_encoder_layers * (maps + 2 * length * length * d)


def refed_word_cost(config, source_length, fed):
    """Count what one more word costs when the whole output, `fed` words, is fed in.

    Every layer computes the keys and values of the source again, too.

    Source: Vaswani et al. 2017, table 1; claim C16.
    """
    d = config.d_model
    look_back = fed * 4 * d * d + 2 * fed * fed * d
    look_across = (2 * fed + 2 * source_length) * d * d + 2 * fed * source_length * d
    think = fed * 2 * d * config.d_ff
    layers = config.num_decoder_layers * (look_back + look_across + think)
    return layers + fed * d * config.target_vocab_size


def filling_cost(config, source_length):
    """Count what the cache's keys and values of the source cost, once for a sentence.

    Source: Vaswani et al. 2017, table 1.
    """
    return config.num_decoder_layers * 2 * source_length * config.d_model**2


def cached_word_cost(config, source_length, fed):
    """Count what one more word costs when a cache keeps the keys and values.

    The last of the `fed` words is fed in; the others are in the cache, and so is the
    source (see `filling_cost`).

    Source: Vaswani et al. 2017, table 1; claim C16.
    """
    d = config.d_model
    look_back = 4 * d * d + 2 * fed * d
    look_across = 2 * d * d + 2 * source_length * d
    think = 2 * d * config.d_ff
    layers = config.num_decoder_layers * (look_back + look_across + think)
    return layers + d * config.target_vocab_size


def recurrent_word_cost(config):
    """Count what one more word costs a `RecurrentSeq2Seq`: the same for every word.

    Source: Cho et al. 2014, section 2.3: three maps of the input, three of the state.
    """
    d = config.d_model
    return config.num_layers * 6 * d * d + d * config.target_vocab_size
