"""Attention, one step at a time, with the numbers of a trained model."""

from helpers import stage
from helpers.lessons.steppers import Stepper
from helpers.stage.style import INK, KEY, QUERY, VALUE, signed

EXAMPLES = (
    "I like apples",
    "the old teacher likes the old hat",
    "Tom is reading a book in the park",
    "I ate two apples with Tom yesterday",
)
STEPS = "X", "Q, K, V", "QKᵀ", "÷ √dₖ", "softmax", "· V"
# Each matrix, by the name that `record` gives it: its title, the step that fills it,
# and its colour; four in a line. A model never has QKᵀ itself: it is computed here.
PANELS = (
    (("input", "X", 0, INK), ("query", "Q", 1, QUERY), ("key", "K", 1, KEY),
     ("value", "V", 1, VALUE)),
    (("products", "QKᵀ", 2, INK), ("scores", "QKᵀ ÷ √dₖ", 3, INK),
     ("weights", "softmax", 4, INK), ("heads", "output", 5, INK)),
)  # fmt: skip
SQUARE = ("products", "scores", "weights")
# A query needs every key and every value: they are lit whole, at the step that asks.
WHOLE = {"key": 2, "value": 5}


class AttentionStepper(Stepper):
    """Walk one sentence through one attention head of the encoder, step by step.

    Source: Vaswani et al. 2017, section 3.2.1, equation 1; claims C5 to C9.
    """

    height = 640
    sentence = stage.Sentence(EXAMPLES)
    step = stage.Steps("step", STEPS, "How far the computation has come")
    word = stage.Word("query", "tokens", "The word that looks at the others")
    layer = stage.Layer("encoder", "Which encoder layer")
    head = stage.Head("Which attention head of the layer")

    def all_heads(self, layer):
        """Return the tensors of a layer's heads, by their names. Shape: (H, T, …)"""
        names = [name for line in PANELS for name, *_ in line if name != "products"]
        heads = {n: self.recorded[f"encoder.{layer - 1}.self.{n}"] for n in names}
        return heads | {"products": heads["query"] @ heads["key"].swapaxes(1, 2)}

    @stage.derived
    def limits(self):
        """One limit for all layers and heads: a pale matrix really is a small one."""
        layers = [self.all_heads(layer) for layer in self.layer.values()]
        most = {n: max(abs(layer[n]).max() for layer in layers) for n in layers[0]}
        return most | {"scores": most["products"], "weights": None}

    @stage.derived
    def tensors(self):
        """The tensors of one head, by their names."""
        tensors, head = self.all_heads(self.layer.value), self.head.value - 1
        return {n: t if n == "input" else t[head] for n, t in tensors.items()}

    def picture(self):
        panels = [[self.panel_of(*panel) for panel in line] for line in PANELS]
        return stage.Column(
            stage.formula(STEPS, self.step), stage.Grid(panels, heights=(1, 1.35))
        )

    def panel_of(self, name, title, first, colour):
        look = {"rows": self.tokens} if name in ("input", "products") else {}
        if name in SQUARE:
            look |= {"columns": self.tokens, "x": "key", "write": "row"}
            look["y"] = "query" if name == "products" else ""
        if name in WHOLE:
            whole = [(0, 0, *self.tensors[name].shape)]
            lit = WHOLE[name] == self.step.value
            look |= {"lit": None, "row_sets": None, "outlines": whole * lit}
        return self.matrix(name, title, first, colour, **look)

    def say(self):
        rows = {name: tensor[self.word.value] for name, tensor in self.tensors.items()}
        products, scores, weights = (rows[name] for name in SQUARE)
        d_model, d_k = len(rows["input"]), len(rows["key"])
        words, count = self.tokens, len(self.tokens)
        word = words[self.word.value]
        order = weights.argsort()[::-1]
        parts = [f"{weights[i]:.2f} × v of “{words[i]}”" for i in order[:3]]
        parts += ["…"] * (count > 3)
        return (
            f"X has a row for each of the {count} words: {d_model} numbers a word.",
            f"“{word}” asks with its query, {d_k} numbers; every word answers with a "
            "key and brings a value.",
            f"The query of “{word}” fits the key of “{words[products.argmax()]}” best: "
            f"their dot product is {signed(products.max())}.",
            f"Divided by √{d_k} = {d_k**0.5:.2f}: the largest score of “{word}” "
            f"shrinks from {abs(products).max():.2f} to {abs(scores).max():.2f}.",
            f"“{word}” looks at “{words[order[0]]}” with weight {weights.max():.2f}; "
            f"its row sums to {weights.sum():.2f}.",
            f"The output of “{word}” = {' + '.join(parts)}.",
        )[self.step.value]
