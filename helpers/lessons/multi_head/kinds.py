"""What kind of head is it, counted over many sentences: kinds × heads, and a map."""

import numpy as np
import torch

from helpers import stage
from helpers.language import BOS, EOS, generate
from helpers.model import record_attention
from helpers.stage.matrix import LABEL_GAP
from helpers.stage.style import MUTED, SMALL
from helpers.training import encode_samples
from helpers.training.head_kinds import measure_kinds
from helpers.training.head_rules import KINDS

SENTENCES, SEED = 300, 7
EXAMPLES_EACH, LONGEST_EXAMPLE = 10, 10  # sentences, words
HEADER = 34  # pixels over each group of kinds


class HeadKinds(stage.Explorer):
    """Show how often each head's peak is of each kind, and one map as an example.

    A kind is (group, name); head 0 is the best of that kind, the others are numbered
    through both layers.

    Source: Vaswani et al. 2017, section 4 and figures 3 to 5; claim C10.
    """

    height = 588
    kind = stage.Choice(
        "kind",
        [(kind, (group, kind)) for group, kinds in KINDS.items() for kind in kinds],
        "Which rule: who looks at whom, and where",
        first=("encoder self", "noun → adjective"),
    )
    head = stage.Choice(
        "head",
        lambda self: {"the best": 0}
        | {name: number for number, name in enumerate(self.names, start=1)},
        "Which head's map is the example",
    )
    example = stage.Number(
        "example", 1, EXAMPLES_EACH, "Another sentence for which the rule counts"
    )

    def __init__(self, translator):
        self.translator = translator
        config = translator.model.config
        self.num_heads, layers = config.num_heads, config.num_encoder_layers
        self.names = [
            f"layer {layer}, head {head}"
            for layer in range(1, layers + 1)
            for head in range(1, self.num_heads + 1)
        ]
        self.samples = generate(SENTENCES, SEED)
        words = translator.source_vocabulary, translator.target_vocabulary
        self.shares = grouped(measure_kinds(translator.model, self.samples, *words))
        super().__init__()

    @property
    def number(self):
        """The number of the head that is meant, from 0 through both layers."""
        group, kind = self.kind.value
        shares, _ = self.shares[group][kind]
        best = max(range(len(shares)), key=shares.__getitem__)
        return self.head.value - 1 if self.head.value else best

    @stage.derived
    def sample(self):
        """The chosen one of the short sentences for which the rule counts."""
        group, kind = self.kind.value
        fitting = [
            sample
            for sample in self.samples
            if len(sample.english) <= LONGEST_EXAMPLE
            and any(key is not None for key in KINDS[group][kind](sample))
        ][:EXAMPLES_EACH]
        return fitting[(self.example.value - 1) % len(fitting)]

    @stage.derived
    def look(self):
        """The words on both sides of the head's map, and the map."""
        return self.look_of(self.sample, self.kind.value[0], self.number)

    def look_of(self, sample, group, number):
        """Return queries, keys and the map of one head. Shape: -> weights (T, S)"""
        translator = self.translator
        words = translator.source_vocabulary, translator.target_vocabulary
        ((source, target),) = encode_samples([sample], *words).pairs
        with torch.no_grad(), record_attention(translator.model) as maps:
            translator.model(torch.tensor([source]), torch.tensor([target[:-1]]))
        (layer, head), (stack, kind) = divmod(number, self.num_heads), group.split()
        weights = maps[f"{stack}.{layer}.{kind}"][0, head].numpy()
        queries, keys = {
            "encoder self": (sample.english, sample.english),
            "decoder self": ([BOS, *sample.chinese],) * 2,
            "decoder cross": ([*sample.chinese, EOS], sample.english),
        }[group]
        return queries, keys, weights

    def picture(self):
        queries, keys, weights = self.look
        group, kind = self.kind.value
        rule = KINDS[group][kind](self.sample)
        example = stage.Matrix(
            weights,
            self.names[self.number],
            rows=queries,
            columns=keys,
            x="key",
            y="query",
            hidden=stage.causal(len(weights)) if group == "decoder self" else None,
            outlines=[(row, key, 1, 1) for row, key in enumerate(rule) if key is not None],
            name="example",
        )
        return stage.Row(
            self.table(), stage.Column(example), widths=(1.35, 1), gap=30
        )

    def table(self):
        """Return the shares of all groups: a column for each layer, one for chance."""
        layers = [name.removesuffix(" 1") for name in self.names[:: self.num_heads]]
        over = [stage.Label(layer, SMALL, MUTED, align="center") for layer in layers]
        lines = [line for group in self.shares for line in self.lines(group)]
        widths = [*[self.num_heads] * len(layers), 1]
        rows = [[*over, stage.Label("", SMALL)], *lines]
        return stage.Grid(rows, widths, None, (8, 0), narrow=len(widths))

    def lines(self, group):
        """Return two lines of a group: heads by name, and below them their shares."""
        over, below = [], []
        for start in range(0, len(self.names) + 1, self.num_heads):
            heads = range(start, min(start + self.num_heads, len(self.names)))
            names = [str(head % self.num_heads + 1) for head in heads] or ["chance"]
            over.append(names_over(names, "" if start else group))
            below.append(self.shares_of(group, heads))
        return over, below

    def shares_of(self, group, heads):
        """Return a group's kinds as rows, and some heads, or chance, as columns."""
        found, number = self.shares[group], self.number
        percents = 100 * np.array(
            [[shares[n] for n in heads] or [chance] for shares, chance in found.values()]
        )
        kinds = [(group, kind) for kind in found]
        lit = kinds.index(self.kind.value) if self.kind.value in kinds else None
        meant = lit is not None and number in heads
        return stage.Matrix(
            percents,
            limits=(0, 100),
            rows=list(found) if 0 in heads else (),
            row_names=list(found),
            column_names=[self.names[n] for n in heads] or ["chance"],
            lit=lit,
            outlines=[(lit, heads.index(number), 1, 1)] if meant else (),
            write="row",
            digits=0,
            row_sets=(self.kind, kinds),
            column_sets=(self.head, [n + 1 for n in heads]) if heads else None,
            says="{row}, {column}: {number}",
            texts=[[f"{percent:.0f}%" for percent in row] for row in percents],
            name=f"{group}, {self.names[heads[0]][:7] if heads else 'chance'}",
        )

    def say(self):
        group, kind = self.kind.value
        shares, chance = self.shares[group][kind]
        return (
            f"{group}, {self.names[self.number]}: “{kind}” holds for "
            f"{shares[self.number]:.0%} of its rows; looking anywhere would give "
            f"{chance:.0%}."
        )


def names_over(names, group):
    """Write names over the columns of the cells below, the group's over their rows."""

    def draw(pen, box):
        y, step = box.foot - LABEL_GAP, box.width / len(names)
        pen.text(box.x - LABEL_GAP, y, group, SMALL, bold=True, align="right")
        for place, name in enumerate(names):
            pen.text(box.x + (place + 0.5) * step, y, name, SMALL, align="center")

    return stage.Drawing(draw, HEADER)


def grouped(shares):
    """Put the heads of all layers side by side: group -> kind -> (shares, chance)."""
    groups = {}
    for name in sorted(shares):
        stack, _, kind = name.split(".")
        kinds = groups.setdefault(f"{stack} {kind}", {})
        for share in shares[name]:
            before, _ = kinds.get(share.kind, ((), None))
            kinds[share.kind] = ([*before, *share.shares], share.chance)
    return {group: groups[group] for group in KINDS}
