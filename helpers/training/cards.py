"""The page beside every file of weights: where it comes from, how good it is."""

from pathlib import Path
from typing import NamedTuple

import torch

from helpers.model import RecurrentConfig
from helpers.training.checkpoints import sha256

CARD = """# {name}

An English to Chinese {kind}, trained from scratch by this project.

| | |
|---|---|
| data | {data} |
| model | {sizes}; {parameters:,} parameters, kept in float16 |
| training | {steps:,} steps of {batch} sentences, Adam with warm-up, label smoothing \
{smoothing}, dropout {dropout}; the running average of the weights, {average}, is \
kept |{begun}
| command | `python -m helpers.training {name}{options}` |
| made with | torch {torch}, {threads} thread |
| licence | {licence} |
| sha256 | `{sha256}` |

Measured on the weights as they are shipped. {explanation}

| measured | |
|---|---|
{figures}
"""


class About(NamedTuple):
    """Hold what a card says of the data that a model was trained on."""

    data: str  # {train} and {seed} are filled in
    licence: str
    explanation: str
    options: str = ""  # of the command that trains it again


GRAMMAR = About(
    data="{train:,} sentence pairs made by `helpers/language/grammar` (seed {seed})",
    licence="MIT, as the code",
    explanation="""The held-out sentences were never
trained on; those with unseen word pairs hold two words that were never together there.
""",
)

PEAK = "cross-attention peak"  # figures with this name are explained by the next line
PEAKS = f"""A {PEAK} is right when the largest weight, averaged over the heads, stands
on the English word that the grammar made the Chinese word from."""

CREDIT = (
    "Contains sentences from Tatoeba (https://tatoeba.org) and "
    "https://www.manythings.org/anki, CC BY 2.0 FR "
    "(https://creativecommons.org/licenses/by/2.0/fr/), modified."
)

TATOEBA = About(
    data="{train:,} sentence pairs of at most 8 English words, written and translated "
    "by the members of Tatoeba (tatoeba.org), paired by manythings.org/anki",
    licence="CC BY 2.0 FR, apart from the code: see below",
    options=" --corpus FILE",
    explanation="""The test sentences
were never trained on, not even with other marks and capitals; dev sentences, apart from
them, chose the weights. BLEU is sacrebleu's, with its tokenizer `zh` (characters) and
all translations of a sentence as references. Everyday sentences need only the 800
commonest English words; new Chinese means that no translation of the sentence stands in
training. Where no beam is named, the likeliest next word is taken (greedily).

## Credit, licence and changes

"""
    + CREDIT
    + """
The authors are named in `CONTRIBUTORS.txt`; a sentence's page is
`https://tatoeba.org/sentences/show/<id>`.

**The sentences were changed**, and none of the authors has reviewed that. The table
`tatoeba_en_zh_short.tsv`, which the shipped weights come from, keeps sentences of at
most 8 English words; its Chinese was converted to simplified characters (OpenCC), with
full-width marks and no spaces; lines with Latin letters in the Chinese, two sentences,
no end mark or an odd ratio of lengths, duplicates, and lines with unsuitable words were
dropped. For training, English was cut into words and marks and Chinese into characters,
and one in ten English sentences lost its end mark. The weights hold what was learned
from them, and the words and characters of both languages. They are CC BY 2.0 FR, too.
The data holds errors and unnatural sentences, as Tatoeba and manythings.org both say;
so does what the model writes.

The corpus itself is not part of this project. Any 'Mandarin Chinese - English' file of
https://www.manythings.org/anki can be trained on in its place; it mixes simplified and
traditional characters.

## Figures""",
)


def write_card(path, run, figures, begun=None):
    """Write the card of a file of weights beside it, and return its path.

    begun: the sha256 of the weights that the run began with, if they were not random.
    """
    path = Path(path)
    recipe, config, about = run.recipe, run.model.config, run.task.about
    card = path.with_suffix(".md")
    card.write_text(
        CARD.format(
            name=recipe.name,
            data=about.data.format(train=len(run.task.train.pairs), seed=recipe.seed),
            options=about.options + " --start FILE" * bool(begun),
            begun=f"\n| begun with | the weights of an earlier run, sha256 `{begun}` |"
            if begun
            else "",
            licence=about.licence,
            explanation=about.explanation + PEAKS * any(PEAK in n for n in figures),
            **kind_and_sizes(config),
            parameters=sum(p.numel() for p in run.model.parameters()),
            steps=recipe.steps,
            batch=recipe.batch_size,
            smoothing=recipe.smoothing,
            dropout=config.dropout,
            average=recipe.average,
            torch=torch.__version__.partition("+")[0],
            threads=torch.get_num_threads(),
            sha256=sha256(path),
            figures="\n".join(
                f"| {name} | {value} |" for name, value in figures.items()
            ),
        ),
        "utf-8",
    )
    return card


def kind_and_sizes(config):
    """Say in words what a model is, and how large."""
    if isinstance(config, RecurrentConfig):
        sizes = "{num_layers}+{num_layers} layers of GRUs, d_model {d_model}"
        kind = "recurrent Seq2Seq model without attention"
    else:
        sizes = (
            "{num_encoder_layers}+{num_decoder_layers} layers, d_model {d_model}, "
            "{num_heads} heads, d_ff {d_ff}"
        )
        sizes += ", {positions} positions" * (config.positions != "sinusoidal")
        sizes += ", each part after its norm" * config.norm_first
        kind = "Transformer"
    return {"kind": kind, "sizes": sizes.format_map(vars(config))}


def write_contributors(folder, names):
    """Write whom the sentences are owed to, one name a line, and return the path."""
    path = Path(folder) / "CONTRIBUTORS.txt"
    path.write_text("\n".join([CREDIT, "The authors:", "", *names, ""]), "utf-8")
    return path
