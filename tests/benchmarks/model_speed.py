"""How fast our layers, model, decoding and training are, beside torch's and Marian's.

Ratios are ours / theirs, medians of pairs in one run; below 1 we are faster.
"""

import dataclasses
import itertools
import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.flop_counter import FlopCounterMode

from helpers.model import (
    MultiHeadAttention,
    Transformer,
    TransformerConfig,
    causal_mask,
    greedy_decode,
    padding_mask,
    sinusoidal_positions,
)
from helpers.training import RECIPES, TrainingRun, grammar_task

SHAPES = ((64, 12, 128, 4, 512), (8, 64, 512, 8, 2048))  # B, T, d_model, heads, d_ff
VOCAB = 256
DROPOUT = 0.1


def ratio_of_medians(ours, theirs, pairs=30, warm_up=3):
    """Return (median of ours / theirs over the pairs, our median s, their median s).

    The order changes from pair to pair: whoever runs second finds warmer memory.
    """
    for _ in range(warm_up):
        ours()
        theirs()
    times = []
    for i in range(pairs):
        lap = {}
        for run in (ours, theirs) if i % 2 else (theirs, ours):
            start = time.perf_counter()
            run()
            lap[run] = time.perf_counter() - start
        times.append((lap[ours], lap[theirs]))
    ratio = statistics.median(a / b for a, b in times)
    return ratio, *(statistics.median(column) for column in zip(*times, strict=True))


class TorchTransformer(nn.Module):
    """`nn.Transformer` with the same embeddings, masks and tied output as ours."""

    def __init__(self, d_model, num_heads, d_ff, num_layers):
        super().__init__()
        self.source = nn.Embedding(VOCAB, d_model)
        self.target = nn.Embedding(VOCAB, d_model)
        self.register_buffer("positions", sinusoidal_positions(512, d_model))
        self.dropout = nn.Dropout(DROPOUT)
        self.transformer = nn.Transformer(
            d_model, num_heads, num_layers, num_layers, d_ff, DROPOUT, batch_first=True
        )

    def embed(self, table, ids):
        x = table(ids) * table.embedding_dim**0.5
        return self.dropout(x + self.positions[: ids.size(1)])

    def forward(self, source_ids, target_ids):
        padding = source_ids == 0
        x = self.transformer(
            self.embed(self.source, source_ids),
            self.embed(self.target, target_ids),
            tgt_mask=~causal_mask(target_ids.size(1)),
            src_key_padding_mask=padding,
            memory_key_padding_mask=padding,
            tgt_is_causal=True,
        )
        return F.linear(x, self.target.weight)


def attention_pair(B, T, d_model, num_heads, train):
    ours = MultiHeadAttention(d_model, num_heads, DROPOUT).train(train)
    theirs = nn.MultiheadAttention(d_model, num_heads, DROPOUT, batch_first=True).train(
        train
    )
    ids = torch.ones(B, T, dtype=torch.long)
    ids[::2, -2:] = 0
    mask, padding = padding_mask(ids, 0), ids == 0
    x = torch.randn(B, T, d_model, requires_grad=train)

    def run_ours():
        output, _ = ours(x, x, x, mask)
        if train:
            output.sum().backward()

    def run_theirs():
        output, _ = theirs(
            x, x, x, padding, need_weights=True, average_attn_weights=False
        )
        if train:
            output.sum().backward()

    return run_ours, run_theirs


def model_pair(B, T, d_model, num_heads, d_ff, train, num_layers=2):
    config = TransformerConfig(
        VOCAB, VOCAB, d_model, num_heads, d_ff, num_layers, num_layers, DROPOUT
    )
    source_ids = torch.randint(3, VOCAB, (B, T))
    source_ids[::2, -2:] = 0
    target_ids = torch.randint(3, VOCAB, (B, T + 1))

    def step(model):
        def run():
            model.zero_grad(set_to_none=True)
            logits = model(source_ids, target_ids[:, :-1])
            if train:
                loss = F.cross_entropy(
                    logits.flatten(0, 1), target_ids[:, 1:].flatten()
                )
                loss.backward()

        return run if train else torch.no_grad()(run)

    theirs = TorchTransformer(d_model, num_heads, d_ff, num_layers)
    return step(Transformer(config).train(train)), step(theirs.train(train))


def decode_pair(batch, steps=64):
    """Cached against re-fed decoding of a fixed number of words (no <eos>)."""
    model = Transformer(TransformerConfig(256, 192, 128, 4, 512, 2, 2)).eval()
    source_ids = torch.randint(3, 256, (batch, 8))

    def decode(cache):
        return lambda: greedy_decode(
            model, source_ids, max_len=steps, eos_id=-1, cache=cache
        )

    return decode(True), decode(False)


def multiplications(run):
    """Count the multiplications of every matrix product in a run, exactly."""
    with FlopCounterMode(display=False) as counter:
        run()
    return counter.get_total_flops() // 2  # torch counts one product as two


def print_layers_and_models():
    """Print our time over torch's, in training mode and in inference."""
    print(f"torch {torch.__version__}, 1 thread; ratio = ours / theirs")
    for B, T, d_model, num_heads, d_ff in SHAPES:
        for train in (True, False):
            mode = "train" if train else "infer"
            row = f"B {B:2d} T {T:2d} d_model {d_model} {mode}"
            pair = attention_pair(B, T, d_model, num_heads, train)
            ratio, ours, _ = ratio_of_medians(*pair)
            print(f"MultiHeadAttention {row}: {ratio:.2f} ({ours * 1e3:.1f} ms)")
            pair = model_pair(B, T, d_model, num_heads, d_ff, train)
            ratio, ours, _ = ratio_of_medians(*pair, pairs=20)
            print(f"whole model        {row}: {ratio:.2f} ({ours * 1e3:.1f} ms)")


def print_decoding():
    """Print what a key/value cache saves, in seconds and in multiplications."""
    for batch in (1, 32):
        ratio, cached, refed = ratio_of_medians(*decode_pair(batch), pairs=5, warm_up=1)
        print(
            f"decode 64 words, batch {batch:2d}: cached is {1 / ratio:.1f} x faster "
            f"({cached * 1e3:.0f} against {refed * 1e3:.0f} ms)"
        )
    print(f"{'words':>5}{'re-fed':>16}{'cached':>16}   multiplications, batch 1")
    for steps in (8, 16, 32, 64):
        cached, refed = map(multiplications, decode_pair(1, steps))
        print(f"{steps:>5}{refed:>16,}{cached:>16,}   {refed / cached:.1f} x fewer")


def print_model():
    """Print both tables of the model."""
    torch.manual_seed(0)
    print_layers_and_models()
    print_decoding()


def marian():
    """Make a Marian model of our sizes, with random weights."""
    from transformers import MarianConfig, MarianMTModel

    sizes = {"layers": 2, "attention_heads": 4, "ffn_dim": 512}
    config = MarianConfig(
        vocab_size=256,
        d_model=128,
        max_position_embeddings=128,
        pad_token_id=0,
        eos_token_id=2,
        decoder_start_token_id=1,
        forced_eos_token_id=None,
        **{f"encoder_{name}": value for name, value in sizes.items()},
        **{f"decoder_{name}": value for name, value in sizes.items()},
    )
    return MarianMTModel(config).eval()


def marian_pair(theirs, batch, steps):
    """Make two ways to write a fixed number of words, both greedy and with a cache."""
    config = TransformerConfig(256, 256, 128, 4, 512, 2, 2, max_len=128)
    ours = Transformer(config).eval()
    source_ids = torch.randint(3, 256, (batch, 8))
    mask = torch.ones_like(source_ids)

    def run_ours():
        return greedy_decode(ours, source_ids, max_len=steps, eos_id=-1)

    def run_theirs():
        return theirs.generate(
            source_ids,
            attention_mask=mask,
            num_beams=1,
            do_sample=False,
            use_cache=True,
            min_new_tokens=steps,
            max_new_tokens=steps,
        )

    return run_ours, run_theirs


def print_marian():
    """Print the time of Hugging Face's `generate` over ours, on a model of our sizes.

    The library `transformers` is no part of this project: without it, this is skipped.
    """
    try:
        import transformers
    except ImportError:
        print("transformers is not installed: not compared with Hugging Face")
        return
    transformers.logging.set_verbosity_error()
    torch.manual_seed(0)
    theirs = marian()
    print(f"transformers {transformers.__version__}, MarianMTModel.generate")
    for batch, steps in itertools.product((1, 32), (32, 64)):
        with torch.no_grad():
            runs = marian_pair(theirs, batch, steps)
            ratio, mine, its = ratio_of_medians(*runs, pairs=9)
        print(
            f"decode {steps} words, batch {batch:2}: ours is {1 / ratio:.1f} x "
            f"faster ({mine * 1e3:.0f} against {its * 1e3:.0f} ms)"
        )


def print_training():
    """Print how long a class waits until the small model is right."""
    recipe = dataclasses.replace(
        RECIPES["grammar-small"], check_every=100, check_sentences=300, steps=4_000
    )
    goals = [0.95, 0.99]
    for progress in TrainingRun(grammar_task(recipe), recipe):
        while goals and progress.exact_match >= goals[0]:
            print(
                f"{goals.pop(0):.0%} of 300 held-out sentences right: step "
                f"{progress.step:,}, {progress.seconds:.0f} s of training"
            )
        if not goals:
            return
    print(f"not reached in {recipe.steps:,} steps: {', '.join(map(str, goals))}")
