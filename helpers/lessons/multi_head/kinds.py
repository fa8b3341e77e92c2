"""What kind of head is it, counted over many sentences: kinds × heads, and a map."""

import numpy as np
import torch

from helpers import stage
from helpers.language import generate
from helpers.lessons.multi_head.heads import sides_of
from helpers.model import record_attention
from helpers.stage.matrix import LABEL_GAP
from helpers.stage.style import MUTED, SMALL
from helpers.training import encode_samples
from helpers.training.head_kinds import measure_kinds
from helpers.training.head_rules import KINDS

SENTENCES, SEED = 300, 7
EXAMPLES_EACH, LONGEST_EXAMPLE = 10, 10  # sentences, words
HEADER = 32  # pixels over each group of kinds


class HeadKinds(stage.Explorer):
    """Show how often each head's peak is of each kind, and one map as an example.

    A kind is (group, name). Head 0 is the best of that kind, else 1 to 8, the heads of
    both layers in a row.

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
        lambda self: [(n, i) for i, n in enumerate(["the best", *self.names[:-1]])],
        "Which head's map is the example",
    )
    example = stage.Number(
        "example", 1, EXAMPLES_EACH, "Another sentence for which the rule counts"
    )

    def __init__(self, translator):
        self.translator, config = translator, translator.model.config
        layers, heads = config.num_encoder_layers, config.num_heads
        places = [(layer + 1, n + 1) for layer in range(layers) for n in range(heads)]
        self.names = [*(f"layer {layer}, head {n}" for layer, n in places), "chance"]
        # What stands side by side in the table: the heads of each layer, and chance.
        ends = range(0, len(self.names) + heads, heads)
        self.parts_of_table = list(map(slice, ends, ends[1:]))
        self.samples = generate(SENTENCES, SEED)
        self.words = translator.source_vocabulary, translator.target_vocabulary
        measured = measure_kinds(translator.model, self.samples, *self.words)
        self.shares = grouped(measured)
        super().__init__()

    @property
    def number(self):
        """The number of the head that is meant, from 0 through both layers."""
        group, kind = self.kind.value
        return (self.head.value or 1 + int(np.argmax(self.shares[group][kind][0]))) - 1

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

    def look(self, sample, group, number):
        """Return queries, keys and the map of one head. Shape: -> weights (T, S)"""
        model, (stack, kind) = self.translator.model, group.split()
        layer, head = divmod(number, model.config.num_heads)
        ((source, target),) = encode_samples([sample], *self.words).pairs
        with torch.no_grad(), record_attention(model) as maps:
            model(torch.tensor([source]), torch.tensor([target[:-1]]))
        name = f"{stack}.{layer}.{kind}"
        sides = sides_of(name, sample.english, sample.chinese)
        return *sides, maps[name][0, head].numpy()

    def picture(self):
        group, kind = self.kind.value
        queries, keys, weights = self.look(self.sample, group, self.number)
        rule = enumerate(KINDS[group][kind](self.sample))
        example = stage.Matrix(
            weights,
            self.names[self.number],
            rows=queries,
            columns=keys,
            x="key",
            y="query",
            hidden=stage.causal(len(weights)) if group == "decoder self" else None,
            outlines=[(row, key, 1, 1) for row, key in rule if key is not None],
            name="example",
        )
        return stage.Row(self.table(), stage.Column(example), widths=(1.35, 1), gap=30)

    def table(self):
        """Return the shares of all groups: a column for each layer, one for chance."""
        parts = self.parts_of_table
        layers = [self.names[part][0].rpartition(" ")[0] for part in parts]
        rows = [[stage.Label(n, SMALL, MUTED, align="center") for n in layers]]
        heights = [1]
        for group, kinds in self.shares.items():
            rows.append([self.header(part, group) for part in parts])
            rows.append([self.cells(group, part) for part in parts])
            heights += [1, len(kinds)]
        widths = [len(self.names[part]) for part in parts[:-1]] + [1.4]
        return stage.Grid(rows, widths, heights, (10, 0), narrow=len(parts))

    def header(self, part, group):
        """Write the heads' numbers over their cells, and the group over its kinds."""

        def draw(pen, box):
            y, names = box.foot - LABEL_GAP, self.names[part]
            if not part.start:
                look = {"bold": True, "align": "right"}
                pen.text(box.x - LABEL_GAP, y, group, SMALL, **look)
            for place, name in enumerate(names):
                x = box.x + (place + 0.5) * box.width / len(names)
                pen.text(x, y, name.split()[-1], SMALL, align="center")

        return stage.Drawing(draw, HEADER)

    def cells(self, group, part):
        """Return a group's kinds as rows; a layer's heads, or chance, are columns."""
        kinds = [(group, kind) for kind in self.shares[group]]
        rows = [[*shares, chance] for shares, chance in self.shares[group].values()]
        shares, heads = np.array(rows)[:, part], range(len(self.names) - 1)[part]
        lit = kinds.index(self.kind.value) if self.kind.value in kinds else None
        meant = lit is not None and self.number in heads
        return stage.Matrix(
            100 * shares,
            limits=(0, 100),
            rows=[] if part.start else list(self.shares[group]),
            row_names=list(self.shares[group]),
            column_names=self.names[part],
            lit=lit,
            outlines=[(lit, heads.index(self.number), 1, 1)] if meant else [],
            write="row",
            digits=0,
            row_sets=(self.kind, kinds),
            column_sets=(self.head, [n + 1 for n in heads]) if heads else None,
            says="{row}, {column}: {number}",
            texts=[[f"{share:.0%}" for share in row] for row in shares],
            name=f"{group}, {self.names[part][0].partition(',')[0]}",
        )

    def say(self):
        group, kind = self.kind.value
        shares, chance = self.shares[group][kind]
        return (
            f"{group}, {self.names[self.number]}: “{kind}” holds for "
            f"{shares[self.number]:.0%} of its rows; looking anywhere would give "
            f"{chance:.0%}."
        )


def grouped(shares):
    """Put the heads of all layers side by side: group -> kind -> (shares, chance)."""
    groups = {group: {} for group in KINDS}
    for name in sorted(shares):
        stack, _, kind = name.split(".")
        for share in shares[name]:
            before, _ = groups[f"{stack} {kind}"].get(share.kind, ((), None))
            both = [*before, *share.shares], share.chance
            groups[f"{stack} {kind}"][share.kind] = both
    return groups
