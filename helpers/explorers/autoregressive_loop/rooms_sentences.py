"""Lesson 7: what happens in each of the seven rooms, in one sentence."""

from helpers.figures.overview import ROOMS


def say_embedding(sentence, likeliest):
    count, width = sentence["tensors"].x.shape
    return (
        f"Ids become {count} × {width} numbers: for each word a vector that says what "
        "it is, and a wave that says where it stands."
    )


def say_self_attention(sentence, likeliest):
    weights, words = sentence["tensors"].weights[0], sentence["words"]
    best = int(weights[-1].argmax())
    return (
        f"Every word asks, every word answers: in head 1 “{words[-1]}” looks most at "
        f"“{words[best]}” (weight {weights[-1, best]:.2f})."
    )


def say_multi_head(sentence, likeliest):
    tensors = sentence["tensors"]
    heads, count, d_k = tensors.value.shape
    return (
        f"{heads} heads of {d_k} features each stand side by side: {heads} × {d_k} = "
        f"{heads * d_k}, so M is {count} × {tensors.attended.shape[1]} again."
    )


def say_encoder(sentence, likeliest):
    count, width = sentence["tensors"].middle.shape
    return (
        f"Add and Norm: A = LayerNorm(X + M). The shape stays {count} × {width}, so "
        "layers can be stacked."
    )


def say_feed_forward(sentence, likeliest):
    hidden, width = sentence["tensors"].hidden, sentence["tensors"].x.shape[1]
    return (
        f"Each word alone: {width} numbers become {hidden.shape[1]}, ReLU turns "
        f"{(hidden == 0).float().mean():.0%} of them to 0, and {width} come back."
    )


def say_decoder(sentence, likeliest):
    across = sentence["tensors"].across.mean(dim=0)[-1]
    best = int(across.argmax())
    return (
        f"After “{sentence['target'][-1]}” the decoder looks back, then across, most "
        f"at “{sentence['words'][best]}” (weight {across[best]:.2f})."
    )


def say_loop(sentence, likeliest):
    word, share = likeliest[0]
    count = len(sentence["tensors"].probabilities)
    return (
        f"Of {count:,} words “{word}” has {share:.2f}. It is written, and the whole "
        "output is read again."
    )


SENTENCES = dict(
    zip(
        ROOMS,
        (
            say_embedding,
            say_self_attention,
            say_multi_head,
            say_encoder,
            say_feed_forward,
            say_decoder,
            say_loop,
        ),
        strict=True,
    )
)
