"""What a decoder may keep from step to step, so that it need not read it all again.

A cache is a plain object that the caller makes, owns and passes in: the modules of the
model keep nothing between two calls.
"""


class GrowingCache:
    """Keep the keys and values of the output so far, for one self-attention."""

    def __init__(self):
        self.length = 0
        self.kept = None

    def recall(self, attention, key, value):
        """Add what is new, and give back all keys and values so far.

        Shape: key and value (B, T, d_model), the new words -> keys and values
            (B, H, length, d_k)
        """
        new = attention.project_memory(key, value, start=self.length)
        start, self.length = self.length, self.length + key.size(1)
        if self.kept is None or self.length > self.kept[0].size(2):
            self.kept = [self.with_room(i, tensor) for i, tensor in enumerate(new)]
        for kept, tensor in zip(self.kept, new, strict=True):
            kept[:, :, start : self.length] = tensor
        return [kept[:, :, : self.length] for kept in self.kept]

    def with_room(self, i, tensor):
        """Make a buffer twice as long as needed: growing is rare, a step is cheap."""
        batch, heads, _, d_k = tensor.shape
        room = tensor.new_empty(batch, heads, 2 * self.length + 14, d_k)
        if self.kept is not None:
            room[:, :, : self.kept[i].size(2)] = self.kept[i]
        return room

    def select(self, rows):
        """Keep these rows of the batch, in this order."""
        self.kept = [kept[rows] for kept in self.kept]


class FixedCache:
    """Keep the keys and values of the source, for one cross-attention."""

    length = 0

    def __init__(self):
        self.kept = None

    def recall(self, attention, key, value):
        """Compute the keys and values at the first call, and only then."""
        if self.kept is None:
            self.kept = attention.project_memory(key, value)
        return self.kept

    def select(self, rows):
        """Keep these rows of the batch, in this order."""
        self.kept = [kept[rows] for kept in self.kept]


class DecoderCache:
    """Keep what every decoder layer has computed; the caller owns it, not the model."""

    def __init__(self, num_layers):
        self.layers = [(GrowingCache(), FixedCache()) for _ in range(num_layers)]

    @property
    def length(self):
        """How many target positions have been seen."""
        return self.layers[0][0].length if self.layers else 0

    def select(self, rows):
        """Keep these rows of the batch, in this order (beam search moves them)."""
        for layer in self.layers:
            for cache in layer:
                cache.select(rows)
