"""Famous mistakes, to be put into a healthy model, or trained with from the start."""

from helpers.training.bugs import (
    autoregressive_loop,
    decoder,
    embedding,
    encoder,
    feed_forward,
    multi_head,
    self_attention,
)
from helpers.training.bugs.bug import Bug, Machine, write_fed_again

LESSONS = (
    embedding,
    self_attention,
    multi_head,
    encoder,
    feed_forward,
    decoder,
    autoregressive_loop,
)
BUGS = {bug.name: bug for lesson in LESSONS for bug in lesson.BUGS}

__all__ = ["BUGS", "Bug", "Machine", "write_fed_again"]
