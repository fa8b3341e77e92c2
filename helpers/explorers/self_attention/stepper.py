"""Lesson 2: attention, one step at a time, with the numbers of a trained model."""

import ipywidgets as widgets

from helpers.explorers.controls import (
    SentenceBox,
    add_steps,
    add_words,
    offer,
    read_words,
)
from helpers.explorers.live import Explorer, row
from helpers.figures.self_attention.steps import STEPS, AttentionPicture
from helpers.model import encoder_attention_steps

MOST_WORDS = 12  # the picture has room for no more
EXAMPLES = (
    "I like apples",
    "the old teacher likes the old hat",
    "Tom is reading a book in the park",
    "I ate two apples with Tom yesterday",
)


class AttentionStepper(Explorer):
    """Walk one sentence through one attention head of the encoder, step by step.

    Controls: `sentence.text`, `step` (0 to 5), `layer` and `head` (from 1), `query`
    (the word's number, from 0).

    Source: Vaswani et al. 2017, section 3.2.1, equation 1; claims C5 to C9.
    """

    height = 700

    def __init__(self, translator):
        self.translator = translator
        super().__init__()

    def build(self):
        config = self.translator.model.config
        self.sentence_box = SentenceBox(self, self.read, EXAMPLES, self.on_sentence)
        self.step, self.step_row = add_steps(
            self, "step", STEPS, "How far the computation has come"
        )
        self.query = add_words(self, "query", "The word that looks at the others")
        self.layer = self.control(
            widgets.IntSlider(1, 1, config.num_encoder_layers, description="layer")
        )
        self.head = self.control(
            widgets.IntSlider(1, 1, config.num_heads, description="head")
        )
        self.layer.tooltip = "Which encoder layer"
        self.head.tooltip = "Which attention head of the layer"
        self.picture = AttentionPicture(self.figure)
        self.live(*self.picture.artists)
        self.on_sentence()

    def read(self, text):
        """Compute every layer's steps for a text.

        Raises: ValueError with a message for the student.
        """
        tokens, ids, note = read_words(self.translator, text, MOST_WORDS)
        return tokens, encoder_attention_steps(self.translator.model, ids), note

    def on_sentence(self):
        """Offer the words of a new sentence as queries; the last one is lit first."""
        tokens, layers, _ = self.sentence_box.accepted
        with self.quiet():
            offer(self.query, tokens, len(tokens) - 1)
        self.picture.label(tokens)
        # One limit for all layers and heads: a pale matrix really is a small one.
        self.limits = {
            name: max(getattr(layer, name).abs().max().item() for layer in layers)
            for name in ("x", "query", "key", "value", "scores", "output")
        }
        self.limits["scaled"] = self.limits["scores"]
        self.limits["weights"] = None

    def panel(self):
        return widgets.VBox(
            [
                row(self.sentence_box.text, self.sentence_box.examples),
                self.step_row,
                row(self.query, self.layer, self.head, self.reset_button),
            ]
        )

    def update(self):
        tokens, layers, self.note = self.sentence_box.accepted
        layer, head = layers[self.layer.value - 1], self.head.value - 1
        steps = {
            name: matrix.numpy() if name == "x" else matrix[head].numpy()
            for name, matrix in layer._asdict().items()
        }
        self.picture.show(steps, self.limits)
        self.picture.go_to(self.step.value, self.query.value)
        return SENTENCES[self.step.value](steps, tokens, self.query.value)


def say_x(steps, tokens, query):
    rows, columns = steps["x"].shape
    return f"X has a row for each of the {rows} words: {columns} numbers a word."


def say_qkv(steps, tokens, query):
    d_k = steps["query"].shape[1]
    return (
        f"“{tokens[query]}” asks with its query, {d_k} numbers; every word answers "
        "with a key and brings a value."
    )


def say_scores(steps, tokens, query):
    scores = steps["scores"][query]
    best = int(scores.argmax())
    return (
        f"The query of “{tokens[query]}” fits the key of “{tokens[best]}” best: "
        f"their dot product is {scores[best]:.2f}."
    )


def say_scaled(steps, tokens, query):
    before, after = (abs(steps[name][query]).max() for name in ("scores", "scaled"))
    d_k = steps["key"].shape[1]
    return (
        f"Divided by √{d_k} = {d_k**0.5:.2f}: the largest score of “{tokens[query]}” "
        f"shrinks from {before:.2f} to {after:.2f}."
    )


def say_weights(steps, tokens, query):
    weights = steps["weights"][query]
    best = int(weights.argmax())
    return (
        f"“{tokens[query]}” looks at “{tokens[best]}” with weight {weights[best]:.2f}; "
        f"its row sums to {weights.sum():.2f}."
    )


def say_output(steps, tokens, query):
    weights = steps["weights"][query]
    order = weights.argsort()[::-1][:3]
    parts = [f"{weights[i]:.2f} × v of “{tokens[i]}”" for i in order]
    more = " + …" if len(weights) > len(order) else ""
    return f"The output of “{tokens[query]}” = {' + '.join(parts)}{more}."


SENTENCES = (say_x, say_qkv, say_scores, say_scaled, say_weights, say_output)
