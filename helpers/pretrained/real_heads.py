"""Heads of a real model, recorded, so that a class sees them without the model.

Six sentences are read by a BERT; the attention of every head is kept, and of many more
sentences where each head's largest weight stands. Both are written by

    python -m helpers.pretrained.real_heads FOLDER

from a folder in Hugging Face's layout (see the card beside the file).
"""

import argparse
from pathlib import Path
from typing import NamedTuple

import torch

from helpers.language import generate
from helpers.model import record_attention
from helpers.pretrained.bert import load_bert
from helpers.pretrained.translator import load_translator
from helpers.training.checkpoints import read_shipped, write_tensors

FILE = Path(__file__).with_name("weights") / "minilm" / "minilm-heads.safetensors"
SENTENCES = (
    "Tom bought a big red hat",
    "the old teacher likes the old hat",
    "she did not read the book in the library",
    "The bank raised its rates, so the boat stayed at the bank.",
    "Because it was raining, we stayed at home and played chess.",
    "Anna told Maria that her sister had won the race.",
)
COUNTED, SEED = 300, 7  # sentences of the grammar, in which peaks are counted
# What is counted: the key at a distance from the query, or a mark that is no word.
KINDS = {"the previous word": -1, "itself": 0, "the next word": 1}
KINDS |= {"[CLS]": "[CLS]", "[SEP]": "[SEP]"}
MARKS = ("[CLS]", "[SEP]")


class RealHeads(NamedTuple):
    """Hold what was recorded.

    Shape: pieces: for each sentence T strings; maps: for each (layers, H, T, T);
        shares: {kind: (layers, H)}, of how many rows the peak is of that kind
    """

    name: str
    pieces: list
    maps: list
    shares: dict


def maps_of(model, ids):
    """Return an encoder's maps. Shape: ids (1, T) -> (layers, H, T, T)"""
    with torch.no_grad(), record_attention(model) as maps:
        getattr(model, "encode", model)(ids)
    return torch.cat(list(maps.values()))


def shares_of_kinds(read, model, sentences):
    """Count, over sentences, of how many rows each head's peak is of each kind.

    read: text -> pieces, ids (1, T). Rows of marks are not counted, nor, for the word
    before or after, rows that have none.

    Shape: -> {kind: (layers, H)}
    """
    counts, rows = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0)
    for text in sentences:
        pieces, ids = read(text)[:2]
        is_word = torch.tensor([piece not in MARKS for piece in pieces])
        peaks = maps_of(model, ids).argmax(dim=-1)  # (layers, H, T)
        for kind, key in KINDS.items():
            if key in MARKS:
                counted = is_word
                right = torch.tensor([piece == key for piece in pieces])[peaks]
            else:
                wanted = torch.arange(len(pieces)) + key
                inside = (wanted >= 0) & (wanted < len(pieces))
                counted = is_word & inside & is_word[wanted.clamp(0, len(pieces) - 1)]
                right = peaks == wanted
            counts[kind] = counts[kind] + right[..., counted].sum(dim=-1)
            rows[kind] += int(counted.sum())
    return {kind: counts[kind] / max(rows[kind], 1) for kind in KINDS}


def counted_sentences():
    """Return the sentences of the grammar in which peaks are counted."""
    return [" ".join(sample.english) for sample in generate(COUNTED, SEED)]


def write_real_heads(folder):
    """Record a BERT, and count in our own translator, too.

    Writes the shipped file.
    """
    bert, ours = load_bert(folder), load_translator("grammar")
    pieces, tensors = [], {}
    for number, text in enumerate(SENTENCES):
        found, ids = bert.read(text)
        pieces.append(found)
        tensors[f"maps {number}"] = maps_of(bert, ids).half()
    sentences = counted_sentences()
    readers = {"theirs": (bert.read, bert), "ours": (ours.read, ours.model)}
    for name, reader in readers.items():
        for kind, shares in shares_of_kinds(*reader, sentences).items():
            tensors[f"{name} {kind}"] = shares
    header = {"name": Path(folder).name, "pieces": pieces}
    write_tensors(FILE, tensors, header)


def load_real_heads(path=FILE):
    """Read the recorded heads of the real model, and the shares of our own.

    Shape: -> `RealHeads`, and {kind: (layers, H)} of the model "grammar"
    Raises: as `read_shipped`.
    """
    tensors, header = read_shipped(path)
    maps = [tensors[f"maps {number}"].float() for number in range(len(SENTENCES))]
    theirs, ours = (
        {kind: tensors[f"{name} {kind}"] for kind in KINDS}
        for name in ("theirs", "ours")
    )
    return RealHeads(header["name"], header["pieces"], maps, theirs), ours


def main():
    """Write the shipped file."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="config.json and its files are there")
    torch.set_num_threads(1)
    write_real_heads(parser.parse_args().folder)


if __name__ == "__main__":
    main()
