"""What a decoder may keep from step to step, so that it need not read it all again.

A cache is a plain object that the caller makes, owns and passes in: the modules of the
model keep nothing between two calls.
"""


class KeyValueCache:
    """Keep the keys and values of one attention.

    Those of the output grow, step by step; those of the source are `fixed`: once they
    are there, they are complete.
    """

    def __init__(self, fixed=False):
        self.fixed, self.kept = fixed, None
        self.length = 0  # of the output; the source has no place in it

    @property
    def is_complete(self):
        """Say whether all keys and values are there, so that none need be computed."""
        return self.fixed and self.kept is not None

    def add(self, *new):
        """Keep new keys and values behind the others, and give back all so far.

        Shape: two of (B, H, T, d_k), the new words' -> two of (B, H, length, d_k)
        """
        if self.fixed:
            self.kept = new
            return new
        start, self.length = self.length, self.length + new[0].size(2)
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


class DecoderCache:
    """Keep what every decoder layer has computed: its output's keys, its source's."""

    def __init__(self, num_layers):
        self.layers = [
            (KeyValueCache(), KeyValueCache(fixed=True)) for _ in range(num_layers)
        ]

    @property
    def length(self):
        """How many target positions have been seen."""
        return self.layers[0][0].length if self.layers else 0

    def select(self, rows):
        """Keep these rows of the batch, in this order (beam search moves them)."""
        for layer in self.layers:
            for cache in layer:
                cache.select(rows)
