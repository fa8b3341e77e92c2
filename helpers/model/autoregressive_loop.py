"""Lesson 7: one word at a time, each fed back in, until the model says <eos>.

Every decoder here runs in two ways with identical results: it re-feeds the whole
output at every step (claim C16), or feeds only the last word and keeps the keys and
values of the earlier ones in a cache.
"""

import torch


class NextWordScorer:
    """Score the word after an output so far, by re-feeding it or with a cache.

    Shape: source_ids (B, S); called with ids (B, T) -> logits (B, V)
    """

    def __init__(self, model, source_ids, cache=True, copies=1):
        memory, mask = model.encode(source_ids)
        self.model = model
        self.memory = memory.repeat_interleave(copies, dim=0)
        self.memory_mask = mask.repeat_interleave(copies, dim=0)
        self.cache = model.new_cache() if cache else None

    def __call__(self, ids):
        if self.cache is not None:
            ids = ids[:, self.cache.length :]
        logits = self.model.decode(ids, self.memory, self.memory_mask, self.cache)
        return logits[:, -1]


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
    Source: Vaswani et al. 2017, section 3.1 ("auto-regressive"); claim C16.
    """

    def choose(logits):
        return logits.argmax(dim=-1)

    return generate(model, source_ids, choose, max_len, bos_id, eos_id, cache)


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

    return generate(model, source_ids, choose, max_len, bos_id, eos_id, cache)


@torch.no_grad()
def generate(model, source_ids, choose, max_len, bos_id, eos_id, cache):
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
    return ids[:, 1:]


@torch.no_grad()
def beam_search(
    model,
    source_ids,
    *,
    max_len,
    beam_width=4,
    length_penalty=0.6,
    bos_id=1,
    eos_id=2,
    cache=True,
):
    """Follow the beam_width likeliest outputs at once, and return the best.

    A finished output stays in the beam and is extended with padding at no cost. At
    the end, log-probabilities are divided by ((5 + length) / 6) ** length_penalty.

    Shape: source_ids (B, S) -> ids (B, up to max_len), as `greedy_decode`
    Raises: ValueError if beam_width is below 1 or above the vocabulary, or max_len
        does not fit.
    Source: Vaswani et al. 2017, section 6.1; Wu et al. 2016, equation 14.
    """
    check_max_len(model, max_len)
    vocab_size, pad_id = model.config.target_vocab_size, model.config.pad_id
    if not 1 <= beam_width <= vocab_size:
        raise ValueError(f"{beam_width=} must be from 1 to {vocab_size=}")
    batch = source_ids.size(0)
    score = NextWordScorer(model, source_ids, cache, copies=beam_width)
    first_row = torch.arange(batch, device=source_ids.device)[:, None] * beam_width
    ids = source_ids.new_full((batch * beam_width, 1), bos_id)
    finished = torch.zeros_like(ids[:, 0], dtype=torch.bool)
    # Only the first beam counts at the start: the others are copies of it.
    totals = torch.full((batch, beam_width), -torch.inf, device=ids.device)
    totals[:, 0] = 0.0

    for _ in range(max_len):
        log_p = score(ids).log_softmax(dim=-1)  # (B · width, V)
        log_p[finished] = -torch.inf
        log_p[finished, pad_id] = 0.0
        candidates = totals[:, :, None] + log_p.view(batch, beam_width, vocab_size)
        totals, best = candidates.flatten(1).topk(beam_width)  # (B, width)
        rows = (first_row + best // vocab_size).flatten()  # (B · width,)
        chosen = (best % vocab_size).flatten()
        ids = torch.cat([ids[rows], chosen[:, None]], dim=1)
        finished = finished[rows] | (chosen == eos_id)
        if score.cache is not None:
            score.cache.select(rows)
        if finished.all():
            break

    ids = ids[:, 1:].view(batch, beam_width, -1)
    lengths = (ids != pad_id).sum(dim=-1)  # (B, width)
    best = (totals / ((5 + lengths) / 6) ** length_penalty).argmax(dim=-1)
    return trim(ids[torch.arange(batch), best], pad_id)


def trim(ids, pad_id):
    """Drop the columns at the end that are padding in every row.

    Shape: (B, T) -> (B, up to T)
    """
    return ids[:, : int((ids != pad_id).sum(dim=-1).max())]


def check_max_len(model, max_len):
    """Raise ValueError unless the model has positions for max_len words."""
    if not 1 <= max_len <= model.config.max_len:
        raise ValueError(
            f"{max_len=} must be from 1 to the model's max_len={model.config.max_len}"
        )
