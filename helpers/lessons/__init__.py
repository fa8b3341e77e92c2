"""The lessons: a folder each, with what is seen and done in it."""

LESSONS = (
    "embedding",
    "self_attention",
    "multi_head",
    "encoder",
    "feed_forward",
    "decoder",
    "autoregressive_loop",
)
