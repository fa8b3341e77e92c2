"""Our decoding beside Hugging Face's `generate`, on a Marian model of the same sizes.

The library `transformers` is no part of this project: without it, this is skipped.
"""

import torch
from pairs import ratio_of_medians

from helpers.model import Transformer, TransformerConfig, greedy_decode

SOURCE, LENGTHS, BATCHES = 8, (32, 64), (1, 32)


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


def pair(theirs, batch, steps):
    """Make two ways to write a fixed number of words, both greedy and with a cache."""
    ours = Transformer(
        TransformerConfig(256, 256, 128, 4, 512, 2, 2, max_len=128)
    ).eval()
    source_ids = torch.randint(3, 256, (batch, SOURCE))
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


def main():
    """Print their time over ours, for each batch and length."""
    try:
        import transformers
    except ImportError:
        print("transformers is not installed: not compared with Hugging Face")
        return
    transformers.logging.set_verbosity_error()
    theirs = marian()
    print(f"transformers {transformers.__version__}, MarianMTModel.generate")
    with torch.no_grad():
        for batch in BATCHES:
            for steps in LENGTHS:
                run_ours, run_theirs = pair(theirs, batch, steps)
                ratio, mine, its = ratio_of_medians(run_ours, run_theirs, pairs=9)
                print(
                    f"decode {steps} words, batch {batch:2}: ours is {1 / ratio:.1f} x "
                    f"faster ({mine * 1e3:.0f} against {its * 1e3:.0f} ms)"
                )


if __name__ == "__main__":
    torch.manual_seed(0)
    torch.set_num_threads(1)
    main()
