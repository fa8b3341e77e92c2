"""Attention, one step at a time, with the numbers of a trained model."""

from helpers import stage
from helpers.lessons.walk import Walk
from helpers.stage.style import INK, KEY, QUERY, VALUE, signed

EXAMPLES = (
    "I like apples",
    "the old teacher likes the old hat",
    "Tom is reading a book in the park",
    "I ate two apples with Tom yesterday",
)
# What each step is called, and what is said at it.
STEPS = {
    "X": "X has a row for each of the {count} words: {d_model} numbers a word.",
    "Q, K, V": "“{word}” asks with its query, {d_k} numbers; every word answers with a "
    "key and brings a value.",
    "QKᵀ": "The query of “{word}” fits the key of “{fits}” best: their dot product is "
    "{score}.",
    "÷ √dₖ": "Divided by √{d_k} = {root:.2f}: the largest score of “{word}” shrinks "
    "from {before:.2f} to {after:.2f}.",
    "softmax": "“{word}” looks at “{best}” with weight {weight:.2f}; its row sums to "
    "{sum:.2f}.",
    "· V": "The output of “{word}” = {parts}.",
}
# Each matrix: name, title, the step that fills it, and colour; four in a line.
PANELS = (
    (("x", "X", 0, INK), ("query", "Q", 1, QUERY), ("key", "K", 1, KEY),
     ("value", "V", 1, VALUE)),
    (("scores", "QKᵀ", 2, INK), ("scaled", "QKᵀ ÷ √dₖ", 3, INK),
     ("weights", "softmax", 4, INK), ("output", "output", 5, INK)),
)  # fmt: skip
# What `record` calls them; QKᵀ itself is computed here, since a model never has it.
RECORDED = {"x": "input", "query": "query", "key": "key", "value": "value"}
RECORDED |= {"scaled": "scores", "weights": "weights", "output": "heads"}
SQUARE = ("scores", "scaled", "weights")
# A query needs every key and every value: they are lit whole, at the step that asks.
WHOLE = {"key": 2, "value": 5}


class AttentionStepper(Walk):
    """Walk one sentence through one attention head of the encoder, step by step.

    Source: Vaswani et al. 2017, section 3.2.1, equation 1; claims C5 to C9.
    """

    height = 640
    sentence = stage.Sentence(EXAMPLES)
    step = stage.Steps("step", STEPS, "How far the computation has come")
    word = stage.Word("query", "tokens", "The word that looks at the others")
    layer = stage.Layer("encoder", "Which encoder layer")
    head = stage.Head("Which attention head of the layer")

    @stage.derived
    def layers(self):
        """Every layer's tensors, by their names. Shape: (H, T, …) each"""
        count = self.translator.model.config.num_encoder_layers
        return [self.steps_of(f"encoder.{number}.self") for number in range(count)]

    def steps_of(self, place):
        """Return what one attention computes, and its scores before they are scaled."""
        steps = {n: self.recorded[f"{place}.{each}"] for n, each in RECORDED.items()}
        return steps | {"scores": steps["query"] @ steps["key"].swapaxes(1, 2)}

    @stage.derived
    def limits(self):
        """One limit for all layers and heads: a pale matrix really is a small one."""
        names = self.layers[0]
        most = {n: max(abs(layer[n]).max() for layer in self.layers) for n in names}
        return most | {"scaled": most["scores"], "weights": None}

    @stage.derived
    def tensors(self):
        """The tensors of one head, by their names."""
        layer, head = self.layers[self.layer.value - 1], self.head.value - 1
        return {n: t if n == "x" else t[head] for n, t in layer.items()}

    def picture(self):
        panels = [[self.panel_of(*panel) for panel in line] for line in PANELS]
        return stage.Column(
            stage.formula(STEPS, self.step), stage.Grid(panels, heights=(1, 1.35))
        )

    def panel_of(self, name, title, first, colour):
        look = {"rows": self.tokens} if name in ("x", "scores") else {}
        if name in SQUARE:
            look |= {"columns": self.tokens, "x": "key", "write": "row"}
            look["y"] = "query" if name == "scores" else ""
        if name in WHOLE:
            whole = [(0, 0, *self.tensors[name].shape)]
            lit = WHOLE[name] == self.step.value
            look |= {"lit": None, "row_sets": None, "outlines": whole * lit}
        return self.matrix(name, title, first, colour, **look)

    def say(self):
        rows = {name: tensor[self.word.value] for name, tensor in self.tensors.items()}
        scores, weights, scaled = rows["scores"], rows["weights"], rows["scaled"]
        order, d_k = weights.argsort()[::-1], len(rows["key"])
        parts = [f"{weights[i]:.2f} × v of “{self.tokens[i]}”" for i in order[:3]]
        return list(STEPS.values())[self.step.value].format(
            **{"word": self.tokens[self.word.value], "count": len(self.tokens)},
            **{"d_model": len(rows["x"]), "d_k": d_k, "root": d_k**0.5},
            **{"fits": self.tokens[scores.argmax()], "score": signed(scores.max())},
            **{"before": abs(scores).max(), "after": abs(scaled).max()},
            **{"best": self.tokens[order[0]], "weight": weights.max()},
            **{
                "sum": weights.sum(),
                "parts": " + ".join(parts + ["…"] * (len(order) > 3)),
            },
        )
