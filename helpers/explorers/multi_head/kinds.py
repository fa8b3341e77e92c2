"""Lesson 3: what kind of head is it, counted over many sentences."""

import ipywidgets as widgets
import torch

from helpers.explorers.controls import WIDE
from helpers.explorers.live import Explorer, row
from helpers.figures.multi_head.kinds import KindsPicture
from helpers.language import BOS, EOS, generate
from helpers.model import record_attention
from helpers.training import encode_samples
from helpers.training.head_kinds import measure_kinds
from helpers.training.head_rules import KINDS

SENTENCES, SEED = 300, 7
EXAMPLES_EACH, LONGEST_EXAMPLE = 10, 10  # sentences, words
FIRST_KIND = ("encoder self", "noun → adjective")


class HeadKinds(Explorer):
    """Show how often each head's peak is of each kind, and one map as an example.

    Controls: `kind` (group, kind), `head` (0 is the best of that kind, else 1 to 8, the
    heads of both layers in a row), `example` (its number, from 1).

    Source: Vaswani et al. 2017, section 4 and figures 3 to 5; claim C10.
    """

    height = 620

    def __init__(self, translator):
        self.translator = translator
        self.samples = generate(SENTENCES, SEED)
        words = translator.source_vocabulary, translator.target_vocabulary
        self.shares = grouped(measure_kinds(translator.model, self.samples, *words))
        self.shown = None
        super().__init__()

    def build(self):
        num_heads = self.translator.model.config.num_heads
        self.heads = [str(head + 1) for head in range(num_heads)] * 2
        options = [
            (kind, (group, kind)) for group, kinds in KINDS.items() for kind in kinds
        ]
        self.kind = self.control(
            widgets.SelectionSlider(
                options=options,
                value=FIRST_KIND,
                description="kind",
                tooltip="Which rule: who looks at whom, and where",
                layout={"width": WIDE},
            )
        )
        names = [
            (f"layer {number // num_heads + 1}, head {name}", number + 1)
            for number, name in enumerate(self.heads)
        ]
        self.head = self.control(
            widgets.SelectionSlider(
                options=[("the best", 0), *names],
                description="head",
                tooltip="Which head's map is the example",
                layout={"width": WIDE},
            )
        )
        self.example = self.control(
            widgets.IntSlider(1, 1, EXAMPLES_EACH, description="example")
        )
        self.example.tooltip = "Another sentence for which the rule counts"
        self.picture = KindsPicture(self.figure, self.shares, self.heads)
        self.live(*self.picture.artists)

    def panel(self):
        return row(self.kind, self.head, self.example, self.reset_button)

    def update(self):
        group, kind = self.kind.value
        shares, chance = self.shares[group][kind]
        best = max(range(len(shares)), key=shares.__getitem__)
        number = self.head.value - 1 if self.head.value else best
        sample = self.example_of(group, kind)
        queries, keys, weights = self.look(sample, group, number)
        if self.shown != (sample, group):
            self.shown = (sample, group)
            self.picture.label(queries, keys)
            self.redraw_all()
        wanted = list(KINDS[group][kind](sample))
        name = f"layer {number // (len(shares) // 2) + 1}, head {self.heads[number]}"
        self.picture.light(group, kind, number)
        self.picture.show(weights, wanted, group == "decoder self", name)
        return (
            f"{group}, {name}: “{kind}” holds for {shares[number]:.0%} of its rows; "
            f"looking anywhere would give {chance:.0%}."
        )

    def example_of(self, group, kind):
        """Return the chosen short sentence among those where the rule counts."""
        rule = KINDS[group][kind]
        fitting = [
            sample
            for sample in self.samples
            if len(sample.english) <= LONGEST_EXAMPLE
            and any(key is not None for key in rule(sample))
        ][:EXAMPLES_EACH]
        return fitting[(self.example.value - 1) % len(fitting)]

    def look(self, sample, group, number):
        """Return the tokens on both sides of one head's map, and the map."""
        translator = self.translator
        words = translator.source_vocabulary, translator.target_vocabulary
        ((source, target),) = encode_samples([sample], *words).pairs
        with torch.no_grad(), record_attention(translator.model) as maps:
            translator.model(torch.tensor([source]), torch.tensor([target[:-1]]))
        layer, head = divmod(number, translator.model.config.num_heads)
        stack, kind = group.split()
        weights = maps[f"{stack}.{layer}.{kind}"][0, head].numpy()
        if stack == "encoder":
            return sample.english, sample.english, weights
        if kind == "self":
            return [BOS, *sample.chinese], [BOS, *sample.chinese], weights
        return [*sample.chinese, EOS], sample.english, weights


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
