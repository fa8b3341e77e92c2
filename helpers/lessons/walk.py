"""A sentence on its way through a module, tensor by tensor: what steppers share."""

from helpers import stage
from helpers.lessons.sentences import SentenceExplorer
from helpers.stage.style import INK


class Walk(SentenceExplorer):
    """Walk one sentence through a module, step by step; subclasses say which.

    A subclass declares the controls `step` and `word` (whose row is lit), and has
    `tensors` and `limits` by name (None: weights from 0 to 1), and `rows`, the words.
    """

    def matrix(self, name, title, first, colour=INK, **look):
        """Return the matrix of a tensor, which is empty before its first step."""
        tensor, step = self.tensors[name], self.step.value
        shown = first <= step
        title = stage.sized(title, tensor) if shown else title
        row = {"lit": self.word.value, "row_sets": self.word, "row_names": self.words}
        look = row | {"colour": colour, "shown": shown, "current": first == step} | look
        return stage.Matrix(tensor, title, self.limits[name], name=name, **look)

    @property
    def words(self):
        """The words that the rows stand for."""
        return self.tokens
