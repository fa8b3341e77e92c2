"""What kind of head is it, counted over many sentences: kinds × heads, and a map."""

from functools import partial

import numpy as np

from helpers import stage
from helpers.language import generate
from helpers.lessons.multi_head.heads import words_of
from helpers.stage.matrix import LABEL_GAP
from helpers.stage.style import MUTED, SMALL
from helpers.training.head_kinds import KINDS, measure_kinds

SENTENCES, SEED = 300, 7
EXAMPLES_EACH, LONGEST_EXAMPLE = 10, 10  # sentences, words
HEADER = 32  # pixels over each group of kinds


class HeadKindsExplorer(stage.Explorer):
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
        places = [divmod(number, heads) for number in range(layers * heads)]
        self.names = [f"layer {layer + 1}, head {head + 1}" for layer, head in places]
        self.names.append("chance")
        # What stands side by side in the table: the heads of each layer, and chance.
        starts = range(0, len(self.names), heads)
        self.parts_of_table = [slice(start, start + heads) for start in starts]
        self.samples = generate(SENTENCES, SEED)
        words = translator.source_vocabulary, translator.target_vocabulary
        self.shares = grouped(measure_kinds(translator.model, self.samples, *words))
        super().__init__()

    @property
    def number(self):
        """The number of the head that is meant, from 0 through both layers."""
        group, kind = self.kind.value
        *shares, _ = self.shares[group][kind]
        return self.head.value - 1 if self.head.value else int(np.argmax(shares))

    def meant(self, sample):
        """Return the cells of a sentence's map that the rule means."""
        group, kind = self.kind.value
        keys = enumerate(KINDS[group][kind](sample))
        return [(row, key, 1, 1) for row, key in keys if key is not None]

    @stage.derived
    def sample(self):
        """The chosen one of the short sentences for which the rule counts."""
        short = (s for s in self.samples if len(s.english) <= LONGEST_EXAMPLE)
        fitting = [sample for sample in short if self.meant(sample)][:EXAMPLES_EACH]
        return fitting[(self.example.value - 1) % len(fitting)]

    def map_of(self, sample, group, number):
        """Return the words of one head, what is hidden, and its map (T, S)."""
        layer, head = divmod(number, self.translator.model.config.num_heads)
        name = group.replace(" ", f".{layer}.")
        maps = self.translator.attention(" ".join(sample.english), sample.chinese)
        words = words_of(name, sample.english, sample.chinese)
        return *words, maps[name][head].numpy()

    def picture(self):
        group, _ = self.kind.value
        queries, keys, hidden, weights = self.map_of(self.sample, group, self.number)
        look = {"rows": queries, "columns": keys, "x": "key", "y": "query"}
        look |= {"outlines": self.meant(self.sample), "hidden": hidden}
        title = self.names[self.number]
        example = stage.Matrix(weights, title, name="example", **look)
        return stage.Row(self.table(), stage.Column(example), widths=(1.35, 1), gap=30)

    def table(self):
        """Return the shares of all groups: a column for each layer, one for chance."""
        parts, heights = self.parts_of_table, [1]
        layers = [self.names[part][0].rpartition(" ")[0] for part in parts]
        rows = [[stage.Label(n, SMALL, MUTED, align="center") for n in layers]]
        for group, kinds in self.shares.items():
            headers = [
                partial(self.draw_header, group=group, part=part) for part in parts
            ]
            rows.append([stage.Drawing(header, HEADER) for header in headers])
            rows.append([self.cells(group, part) for part in parts])
            heights += [1, len(kinds)]
        widths = [len(self.names[part]) for part in parts[:-1]] + [1.4]
        return stage.Grid(rows, widths, heights, (10, 0), narrow=len(parts))

    def draw_header(self, pen, box, group, part):
        """Write the heads' numbers over their cells, and the group over its kinds."""
        y, names = box.foot - LABEL_GAP, self.names[part]
        if not part.start:
            look = {"bold": True, "align": "right"}
            pen.text(box.x - LABEL_GAP, y, group, SMALL, **look)
        for place, name in enumerate(names):
            x = box.x + (place + 0.5) * box.width / len(names)
            pen.text(x, y, name.split()[-1], SMALL, align="center")

    def cells(self, group, part):
        """Return a group's kinds as rows; a layer's heads, or chance, are columns."""
        kinds, names = list(self.shares[group]), self.names[part]
        shares = np.array(list(self.shares[group].values()))[:, part]
        heads = [number + 1 for number in range(len(self.names) - 1)[part]]
        look = {"row_names": kinds, "column_names": names, "digits": 0, "write": "row"}
        if group == self.kind.value[0]:
            look["lit"] = lit = kinds.index(self.kind.value[1])
            chosen = self.number + 1 in heads
            look["outlines"] = [(lit, self.number - part.start, 1, 1)] * chosen
        if not part.start:
            look["rows"] = kinds
        if heads:
            look["column_sets"] = self.head, heads
        return stage.Matrix(
            100 * shares,
            limits=(0, 100),
            row_sets=(self.kind, [(group, kind) for kind in kinds]),
            says="{row}, {column}: {number}",
            texts=[[f"{share:.0%}" for share in row] for row in shares],
            name=f"{group}, {names[0].partition(',')[0]}",
            **look,
        )

    def say(self):
        group, kind = self.kind.value
        shares = self.shares[group][kind]
        return (
            f"{group}, {self.names[self.number]}: “{kind}” holds for "
            f"{shares[self.number]:.0%} of its rows; looking anywhere would give "
            f"{shares[-1]:.0%}."
        )


def grouped(measured):
    """Put the heads of all layers side by side, and chance behind them.

    Shape: -> {group: {kind: [a share for each head, chance]}}
    """
    groups = {group: {kind: [] for kind in kinds} for group, kinds in KINDS.items()}
    for name in sorted(measured):
        stack, _, part = name.split(".")
        for share in measured[name]:
            row = groups[f"{stack} {part}"][share.kind]
            row[-1:] = [*share.shares, share.chance]  # in place of chance
    return groups
