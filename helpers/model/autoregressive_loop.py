"""Lesson 7: one word at a time, each fed back in, until the model says <eos>.

Every decoder here runs in two ways with identical results: it re-feeds the whole
output at every step (claim C16), or feeds only the last word and keeps the keys and
values of the earlier ones in a cache.
"""

import torch


class NextWordScorer:
    """Score the word after an output so far, by re-feeding it or with a cache.

    Nothing is noted for gradients: the logits are torch's inference tensors.

    Shape: source_ids (B, S); called with ids (B, T) -> logits (B, V), which are 0 for
        the rows that were dropped
    """

    @torch.inference_mode()
    def __init__(self, model, source_ids, cache=True, copies=1):
        memory, mask = model.encode(source_ids)
        self.model = model
        self.memory = memory.repeat_interleave(copies, dim=0)
        # Where no word is padding there is nothing to hide, and less to compute.
        hides = not mask.all()
        self.memory_mask = mask.repeat_interleave(copies, dim=0) if hides else None
        self.cache = model.new_cache() if cache else None
        self.rows = None  # those that are still computed; None is all

    @torch.inference_mode()
    def __call__(self, ids):
        batch = len(ids)
        if self.cache is not None:
            ids = ids[:, self.cache.length :]
        if self.rows is not None:
            ids = ids[self.rows]
        logits = self.model.decode(ids, self.memory, self.memory_mask, self.cache)
        logits = logits[:, -1]
        if self.rows is None:
            return logits
        return logits.new_zeros(batch, logits.size(-1)).index_copy(0, self.rows, logits)

    @torch.inference_mode()
    def drop(self, finished):
        """Compute rows that are finished no longer. Shape: finished (B,), boolean"""
        everyone = torch.arange(len(finished), device=finished.device)
        before = everyone if self.rows is None else self.rows
        kept = (~finished[before]).nonzero()[:, 0]  # places among those computed so far
        if len(kept) == len(before):
            return
        self.rows, self.memory = before[kept], self.memory[kept]
        if self.memory_mask is not None:
            self.memory_mask = self.memory_mask[kept]
        if self.cache is not None:
            self.cache.select(kept)


def next_word_probabilities(logits, temperature=1.0, top_k=None, top_p=None):
    """Turn logits into the distribution that a word is drawn from.

    temperature below 1 sharpens, above 1 flattens. top_k keeps the k likeliest words;
    top_p the smallest set of likeliest words that holds at least p together.

    Shape: logits (B, V) -> probabilities (B, V)
    Raises: ValueError for a temperature or top_p that is not positive, top_p above 1,
        or top_k below 1.
    Source: top-p: Holtzman et al. 2020, section 3.1; top-k: Fan et al. 2018, section 5.
    """
    if temperature <= 0:
        raise ValueError(f"{temperature=} must be above 0; for 0 use greedy_decode")
    if top_k is not None and top_k < 1:
        raise ValueError(f"{top_k=} must keep at least 1 word")
    if top_p is not None and not 0 < top_p <= 1:
        raise ValueError(f"{top_p=} must be above 0 and at most 1")
    probabilities = (logits / temperature).softmax(dim=-1)
    if top_k is None and top_p in (None, 1):
        return probabilities  # nothing to cut: a large vocabulary is slow to sort
    ordered, order = probabilities.sort(dim=-1, descending=True, stable=True)
    if top_p is not None:
        # A word stays while the words before it hold less than p together.
        ordered[ordered.cumsum(dim=-1) - ordered >= top_p] = 0
    if top_k is not None:
        ordered[:, top_k:] = 0
    kept = torch.zeros_like(probabilities).scatter(-1, order, ordered)
    return kept / kept.sum(dim=-1, keepdim=True)


def greedy_decode(model, source_ids, *, max_len, bos_id=1, eos_id=2, cache=True):
    """Write the likeliest next word, again and again.

    Put the model in eval mode first: dropout would disturb every word.

    Shape: source_ids (B, S) -> ids (B, up to max_len), without <bos>; each row ends
        with <eos>, then padding, unless max_len cut it
    Raises: ValueError if max_len is below 1 or above the model's.
    Source: Vaswani et al. 2017, section 3 ("auto-regressive"); claim C16.
    """

    def choose(logits):
        return logits.argmax(dim=-1)

    return write_until_end(model, source_ids, choose, max_len, bos_id, eos_id, cache)


def sample_decode(
    model,
    source_ids,
    *,
    max_len,
    temperature=1.0,
    top_k=None,
    top_p=None,
    seed=0,
    bos_id=1,
    eos_id=2,
    cache=True,
):
    """Draw each next word at random, by its probability; one seed, one result.

    Shape: source_ids (B, S) -> ids (B, up to max_len), as `greedy_decode`
    Raises: ValueError as `next_word_probabilities` and `greedy_decode`.
    Source: see `next_word_probabilities`; claim C16.
    """
    generator = torch.Generator(source_ids.device).manual_seed(seed)

    def choose(logits):
        probabilities = next_word_probabilities(logits, temperature, top_k, top_p)
        return torch.multinomial(probabilities, 1, generator=generator)[:, 0]

    return write_until_end(model, source_ids, choose, max_len, bos_id, eos_id, cache)


@torch.no_grad()
def write_until_end(model, source_ids, choose, max_len, bos_id, eos_id, cache):
    """Run the loop: score, choose, append, until every row has said <eos>.

    Shape: source_ids (B, S), choose: logits (B, V) -> ids (B,); -> ids (B, T)
    """
    check_max_len(model, max_len)
    pad_id = model.config.pad_id
    score = NextWordScorer(model, source_ids, cache)
    ids = torch.full_like(source_ids[:, :1], bos_id)  # (B, 1)
    finished = torch.zeros_like(source_ids[:, 0], dtype=torch.bool)  # (B,)
    for _ in range(max_len):
        chosen = choose(score(ids)).masked_fill(finished, pad_id)
        ids = torch.cat([ids, chosen[:, None]], dim=1)  # (B, T + 1)
        finished |= chosen == eos_id
        if finished.all():
            break
        score.drop(finished)
    return ids[:, 1:]


def check_max_len(model, max_len):
    """Raise ValueError unless the model has positions for max_len words."""
    if not 1 <= max_len <= model.config.max_len:
        raise ValueError(
            f"{max_len=} must be from 1 to the model's max_len={model.config.max_len}"
        )
