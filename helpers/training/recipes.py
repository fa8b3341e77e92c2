"""How each shipped model is made: sizes, data and patience, in one place."""

from dataclasses import dataclass, fields
from typing import ClassVar

from helpers.model import RecurrentConfig, TransformerConfig


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Hold what decides a training run: the same plan gives the same model.

    `average` is how much of the running average of the weights stays at each step;
    `snapshot_steps` are the steps after which a copy of the weights is kept;
    `hidden_words` is the share of source words that are read as <unk> in training.
    """

    name: str
    d_model: int
    num_layers: int
    steps: int
    batch_size: int = 64
    warmup_steps: int = 400
    dropout: float = 0.1
    smoothing: float = 0.1
    train_sentences: int = 60_000
    held_out: int = 1_000
    max_len: int = 64
    average: float = 0.99
    seed: int = 0
    check_every: int = 500
    check_sentences: int = 300
    snapshot_steps: tuple[int, ...] = ()
    hidden_words: float = 0.0

    def config(self, source_vocab_size, target_vocab_size):
        """Return the sizes of this recipe's model for these vocabularies."""
        both = dict.fromkeys(
            ("num_encoder_layers", "num_decoder_layers"), self.num_layers
        )
        named = {field.name for field in fields(self.sizes)}
        chosen = {k: v for k, v in (vars(self) | both).items() if k in named}
        return self.sizes(source_vocab_size, target_vocab_size, **chosen)


@dataclass(frozen=True, kw_only=True)
class Recipe(Plan):
    """Plan the training of a `Transformer`."""

    sizes: ClassVar[type] = TransformerConfig
    num_heads: int
    d_ff: int
    positions: str = "sinusoidal"
    norm_first: bool = False


@dataclass(frozen=True, kw_only=True)
class RecurrentRecipe(Plan):
    """Plan the training of a `RecurrentSeq2Seq`."""

    sizes: ClassVar[type] = RecurrentConfig


RECIPES = {
    recipe.name: recipe
    for recipe in (
        Recipe(
            name="grammar",
            d_model=128,
            num_heads=4,
            d_ff=512,
            num_layers=2,
            steps=8_000,
            warmup_steps=2_000,  # a gentle start leaves the first layer's softmax soft
            average=0.998,
        ),
        Recipe(
            name="grammar-small",
            d_model=64,
            num_heads=4,
            d_ff=256,
            num_layers=1,
            steps=2_000,
            warmup_steps=300,
            dropout=0.0,  # it sees no sentence often enough to learn it by heart
            snapshot_steps=(0, 100, 200, 250, 300, 500, 1_000, 2_000),
        ),
        RecurrentRecipe(
            name="grammar-recurrent",
            d_model=192,  # as many parameters as "grammar" has
            num_layers=2,
            steps=8_000,
            warmup_steps=2_000,
            average=0.998,
        ),
        Recipe(
            name="tatoeba",
            d_model=192,
            num_heads=4,
            d_ff=768,
            num_layers=2,
            steps=12_000,
            batch_size=96,
            warmup_steps=500,
            dropout=0.2,  # it sees each sentence about fifty times
            average=0.998,
            positions="rotary",
            norm_first=True,
            hidden_words=0.03,
            check_sentences=1_000,
        ),
    )
}
