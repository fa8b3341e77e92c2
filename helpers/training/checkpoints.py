"""Keep a trained model in one .safetensors file: weights, sizes and vocabularies."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from helpers.language import Vocabulary
from helpers.model import (
    RecurrentConfig,
    RecurrentSeq2Seq,
    Transformer,
    TransformerConfig,
)

KINDS = {
    "transformer": (TransformerConfig, Transformer),
    "recurrent": (RecurrentConfig, RecurrentSeq2Seq),
}
TIED = "output.weight"  # the target embedding's rows again: not stored twice
CHECKSUMS = "SHA256SUMS"  # the file that `sha256sum --check` reads
SPECIALS = 4  # a Vocabulary adds <pad> <bos> <eos> <unk> itself


@dataclass(frozen=True)
class Checkpoint:
    """Hold what one file holds: a model and the words on its two sides."""

    config: TransformerConfig | RecurrentConfig
    source_vocabulary: Vocabulary
    target_vocabulary: Vocabulary
    weights: dict

    def build(self):
        """Make the model, in eval mode and float32."""
        return build_model(self.config, self.weights)


def kind_of(config):
    """Return the name of the kind of model that a config is for."""
    return next(kind for kind, (of, _) in KINDS.items() if isinstance(config, of))


def new_model(config):
    """Make a model of these sizes, with fresh weights."""
    _, make = KINDS[kind_of(config)]
    return make(config)


def build_model(config, weights):
    """Make a model with these weights, in eval mode and float32."""
    model = new_model(config)
    weights = {name: tensor.float() for name, tensor in weights.items()}
    if config.tie_embeddings:
        weights[TIED] = weights["target_embedding.words.table.weight"]
    model.load_state_dict(weights)
    return model.eval()


def storable(weights, config):
    """Return the weights as they are shipped: float16, nothing twice."""
    return {
        name: tensor.half().contiguous()
        for name, tensor in weights.items()
        if not (name == TIED and config.tie_embeddings)
    }


def save_checkpoint(path, config, source_vocabulary, target_vocabulary, weights):
    """Write one model to `path` in float16."""
    header = {
        "kind": kind_of(config),
        "config": asdict(config),
        "source_words": source_vocabulary.words[SPECIALS:],
        "target_words": target_vocabulary.words[SPECIALS:],
    }
    write_tensors(path, storable(weights, config), header)


def load_checkpoint(path):
    """Read a model file.

    Raises: FileNotFoundError or ValueError that names the file and says what to do.
    """
    tensors, header = read_tensors(path)
    if "config" not in header:
        raise ValueError(f"{path} holds no model: `load_snapshots` reads such files")
    config, _ = KINDS[header.get("kind", "transformer")]
    return Checkpoint(
        config(**header["config"]),
        Vocabulary(header["source_words"]),
        Vocabulary(header["target_words"]),
        tensors,
    )


def save_snapshots(path, config, snapshots):
    """Write the snapshots of one run to one file, in float16."""
    tensors = {
        f"{snapshot.step}/{name}": tensor
        for snapshot in snapshots
        for name, tensor in storable(snapshot.weights, config).items()
    }
    rows = [{"step": s.step, "exact_match": s.exact_match} for s in snapshots]
    write_tensors(path, tensors, {"snapshots": rows})


def write_tensors(path, tensors, header):
    """Write tensors with a JSON header, the same bytes every time."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    # One entry only: safetensors keeps no order among several.
    text = json.dumps(header, ensure_ascii=False, sort_keys=True)
    save_file(tensors, path, metadata={"header": text})
    write_checksum(path)


def read_tensors(path):
    """Read tensors and their JSON header.

    Raises: FileNotFoundError or ValueError that names the file and says what to do.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(
            f"{path} is missing: get it back with `git checkout -- {path.name}` in its "
            "folder, or train it again with `python -m helpers.training`"
        )
    try:
        with safe_open(path, "pt") as file:
            header = json.loads(file.metadata()["header"])
            names = file.keys()
            return {name: file.get_tensor(name) for name in names}, header
    except (SafetensorError, TypeError, KeyError, json.JSONDecodeError) as error:
        raise ValueError(
            f"{path} is damaged or is no file of this project ({error}): get it back "
            f"with `git checkout -- {path.name}` in its folder"
        ) from None


def read_shipped(path):
    """Read a file as `read_tensors` does, if it is the one whose sha256 is listed.

    Raises: FileNotFoundError or ValueError that names the file and says what to do.
    """
    found, path = read_tensors(path), Path(path)
    if sha256(path) != read_checksums(path.parent).get(path.name):
        raise ValueError(
            f"{path} is not the file that was shipped: get it back with "
            f"`git checkout -- {path.name}` in its folder"
        )
    return found


def sha256(path):
    """Return the sha256 of a file, in hexadecimal."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def read_checksums(folder):
    """Read which files stand in a folder of weights, and their sha256.

    Raises: FileNotFoundError if the list is missing.
    """
    path = Path(folder) / CHECKSUMS
    if not path.is_file():
        raise FileNotFoundError(
            f"{path} is missing: it lists the models; is this a folder of weights?"
        )
    lines = (line.split() for line in path.read_text("utf-8").splitlines())
    return {file_name: checksum for checksum, file_name in lines}


def write_checksum(path):
    """Note the sha256 of a file in its folder's list, in place of an older one."""
    path = Path(path)
    listed = path.with_name(CHECKSUMS)
    sums = read_checksums(path.parent) if listed.is_file() else {}
    sums[path.name] = sha256(path)
    lines = [f"{checksum}  {name}\n" for name, checksum in sorted(sums.items())]
    listed.write_text("".join(lines), "utf-8")
