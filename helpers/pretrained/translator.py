"""A trained model with its words: text goes in, a translation comes out."""

from dataclasses import dataclass, field
from pathlib import Path

import torch

from helpers.language import BOS_ID, EOS_ID, UNK, split_words, split_words_and_marks
from helpers.model import greedy_decode, record_attention
from helpers.training.checkpoints import (
    CHECKSUMS,
    load_checkpoint,
    read_checksums,
    read_tensors,
    sha256,
)
from helpers.training.loop import Snapshot

WEIGHTS = Path(__file__).with_name("weights")


@dataclass(frozen=True)
class Translation:
    """Hold a translation: its text, and the words on both sides.

    `source_tokens` are the words as the model read them, `<unk>` for each one that it
    does not know; `unknown` names those words, each with the nearest known ones.
    """

    text: str
    source_tokens: tuple[str, ...]
    target_tokens: tuple[str, ...]
    unknown: dict[str, list[str]] = field(default_factory=dict)


class Translator:
    """Translate English into Chinese with a trained model.

    What is typed is cut into words and looked up, never evaluated. `name` is the
    model's; `model`, `source_vocabulary` and `target_vocabulary` are public.
    """

    def __init__(self, name, model, source_vocabulary, target_vocabulary):
        self.name = name
        self.model = model
        self.source_vocabulary = source_vocabulary
        self.target_vocabulary = target_vocabulary

    def read(self, text):
        """Cut a text into the words that the model reads.

        Shape: -> (tokens, ids (1, S), unknown words with the nearest known ones)
        Raises: ValueError if there is no word in it, or too many.
        """
        words = self.split(text)
        most = self.model.config.max_len
        if not split_words(text):
            raise ValueError(
                'there is no word to translate: type, say, "I like apples"'
            )
        if len(words) > most:
            raise ValueError(
                f"that is {len(words)} words, and the model reads at most {most}: "
                "type a shorter sentence"
            )
        ids = self.source_vocabulary.encode(words)
        tokens = tuple(self.source_vocabulary.decode(ids))
        unknown = {
            word: self.source_vocabulary.nearest(word)
            for word, token in zip(words, tokens, strict=True)
            if token == UNK
        }
        return tokens, torch.tensor([ids]), unknown

    def split(self, text):
        """Cut a text into words; marks stay if the model was trained with them."""
        reads_marks = "?" in self.source_vocabulary
        return split_words_and_marks(text) if reads_marks else split_words(text)

    def translate(self, text):
        """Translate a text word by word, always taking the likeliest next word.

        Raises: ValueError if there is no word in it, or too many.
        """
        source_tokens, source_ids, unknown = self.read(text)
        max_len = self.model.config.max_len - 1  # <bos> takes a place, too
        ids = greedy_decode(self.model, source_ids, max_len=max_len)[0].tolist()
        if EOS_ID in ids:
            ids = ids[: ids.index(EOS_ID)]
        target_tokens = tuple(self.target_vocabulary.decode(ids))
        return Translation(
            "".join(target_tokens), source_tokens, target_tokens, unknown
        )

    def attention(self, text, target_tokens):
        """Collect every attention map while this target is written for a text.

        Row t of a decoder map belongs to the step that writes target token t; one more
        row writes <eos>.

        Shape: -> maps by name, each (H, T, S); in the decoder
            T = len(target_tokens) + 1
        Raises: ValueError as `read`, or if the target is longer than the model writes.
        """
        _, source_ids, _ = self.read(text)
        target_ids = [BOS_ID, *self.target_vocabulary.encode(target_tokens)]
        with torch.no_grad(), record_attention(self.model) as maps:
            self.model(source_ids, torch.tensor([target_ids]))
        return {name: weights[0] for name, weights in maps.items()}


def load_translator(name="grammar", folder=WEIGHTS):
    """Load a trained translator: "grammar", "grammar-small", "tatoeba" or another.

    The file's sha256 is compared with the one that training wrote beside it. A model
    with a licence of its own stands in a folder of its name inside of `folder`.

    Raises: ValueError for an unknown name or a damaged file; FileNotFoundError for a
        missing one. The message says what to do.
    """
    checkpoint = load_checkpoint(checked_file(name, folder))
    words = checkpoint.source_vocabulary, checkpoint.target_vocabulary
    return Translator(name, checkpoint.build(), *words)


def load_snapshots(name="grammar-small-snapshots", folder=WEIGHTS):
    """Load the copies of a model from the first step of its training to the last.

    Shape: -> list of `Snapshot`, each with step, exact_match and weights
    Raises: as `load_translator`.
    """
    tensors, header = read_tensors(checked_file(name, folder))
    weights = {}
    for path, tensor in tensors.items():
        step, _, parameter = path.partition("/")
        weights.setdefault(int(step), {})[parameter] = tensor
    return [
        Snapshot(**row, weights=weights[row["step"]]) for row in header["snapshots"]
    ]


def checked_file(name, folder=WEIGHTS):
    """Return the path of a shipped file, once its sha256 is found to be right.

    Raises: as `load_translator`.
    """
    files = listed_files(Path(folder))
    if name not in files:
        raise ValueError(f"there is no model {name!r}: choose one of {sorted(files)}")
    path, checksum = files[name]
    advice = (
        f"get it back with `git checkout -- {path.name}` in its folder, or train it "
        f"again with `python -m helpers.training {name}`"
    )
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing: {advice}")
    if sha256(path) != checksum:
        raise ValueError(f"{path} is not the file that was shipped: {advice}")
    return path


def listed_files(folder):
    """List the weights in a folder, and in the folders inside of it that list any.

    Shape: -> {name: (path, sha256)}
    Raises: FileNotFoundError if there is no list at all.
    """
    lists = [*folder.glob(CHECKSUMS), *sorted(folder.glob(f"*/{CHECKSUMS}"))]
    folders = [path.parent for path in lists] or [folder]
    return {
        file_name.removesuffix(".safetensors"): (folder / file_name, checksum)
        for folder in folders
        for file_name, checksum in read_checksums(folder).items()
    }
