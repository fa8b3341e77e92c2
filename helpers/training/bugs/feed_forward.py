"""Lesson 5: mistakes with the bend of the feed-forward network."""

from torch.nn import functional as F

from helpers.model import FeedForward
from helpers.training.bugs.bug import Bug, becoming

LESSON = "feed_forward"


class NoBend(FeedForward):
    """Forget ReLU between the two maps."""

    def forward(self, x):
        return self.W_2(self.W_1(x))


class BendLast(FeedForward):
    """Put ReLU after the second map."""

    def forward(self, x):
        return F.relu(self.W_2(self.W_1(x)))


class BendFirst(FeedForward):
    """Put ReLU before the first map."""

    def forward(self, x):
        return self.W_2(self.W_1(F.relu(x)))


class OtherBend(FeedForward):
    """Use GELU with weights that were trained with ReLU."""

    def forward(self, x):
        return self.W_2(F.gelu(self.W_1(x)))


BUGS = (
    Bug("no ReLU", LESSON, becoming(FeedForward, NoBend)),
    Bug("ReLU last", LESSON, becoming(FeedForward, BendLast)),
    Bug("ReLU first", LESSON, becoming(FeedForward, BendFirst)),
    Bug("GELU for ReLU", LESSON, becoming(FeedForward, OtherBend)),
)
