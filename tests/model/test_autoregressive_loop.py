import pytest
import torch
from test_transformer import make
from torch.testing import assert_close

from helpers.lessons.autoregressive_loop.writing import output_probabilities
from helpers.model import (
    beam_search,
    edit,
    greedy_decode,
    next_word_probabilities,
    sample_decode,
)

B, S = 4, 7
WAYS = {
    "greedy": (greedy_decode, {}),
    "sample": (sample_decode, {"seed": 3}),
    "sample top-k": (sample_decode, {"temperature": 1.5, "top_k": 4}),
    "sample top-p": (sample_decode, {"temperature": 2.0, "top_p": 0.8}),
    "beam": (beam_search, {"beam_width": 3}),
}


@pytest.fixture
def source_ids():
    ids = torch.randint(3, 13, (B, S))
    ids[0, 4:] = 0
    return ids


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("positions", ["sinusoidal", "rotary", "learned", "none"])
@pytest.mark.parametrize("norm_first", [False, True])
def test_a_cache_changes_nothing(source_ids, way, positions, norm_first):
    """Claim C16, precisely: what matters is attending to every earlier word."""
    decode, options = WAYS[way]
    model = make(
        positions=positions, norm_first=norm_first, num_heads=2, num_decoder_layers=2
    )
    cached, refed = (
        decode(model, source_ids, max_len=15, cache=cache, **options)
        for cache in (True, False)
    )
    assert torch.equal(cached, refed)


def test_the_cache_gives_the_same_logits_in_pieces_of_any_size(source_ids):
    model = make(positions="rotary", num_heads=2, num_decoder_layers=2)
    target_ids = torch.randint(3, 17, (B, 16))
    memory, mask = model.encode(source_ids)
    whole = model.decode(target_ids, memory, mask)
    cache = model.new_cache()
    pieces = [
        model.decode(target_ids[:, a:b], memory, mask, cache)
        for a, b in ((0, 3), (3, 4), (4, 15), (15, 16))
    ]
    assert_close(torch.cat(pieces, dim=1), whole, atol=1e-5, rtol=0)
    assert cache.length == 16


# Sampled rows share one stream of random numbers.
@pytest.mark.parametrize("way", ["greedy", "beam"])
def test_a_row_is_decoded_as_if_it_were_alone(source_ids, way):
    decode, options = WAYS[way]
    model = make()
    together = decode(model, source_ids, max_len=12, **options)
    for row in range(B):
        alone = decode(model, source_ids[row : row + 1], max_len=12, **options)[0]
        assert torch.equal(together[row, : len(alone)], alone)
        assert (together[row, len(alone) :] == 0).all()


@pytest.mark.parametrize("cache", [True, False])
def test_rows_that_have_ended_are_computed_no_longer(source_ids, cache):
    model, computed = make(), []
    whole = sample_decode(model, source_ids, max_len=12, temperature=3.0, eos_id=-1)

    def end(row, word):
        places = (row == word).nonzero()
        return places[0].item() if len(places) else len(row)

    ends = {word: [end(row, word) for row in whole] for word in range(3, 17)}
    eos_id = max(ends, key=lambda word: len(set(ends[word])))
    counts = [sum(end >= step for end in ends[eos_id]) for step in range(12)]
    options = {"temperature": 3.0, "eos_id": eos_id, "cache": cache}
    with edit(model, {"logits": lambda x: computed.append(len(x)) or x}):
        ids = sample_decode(model, source_ids, max_len=12, **options)
    assert computed == counts[: len(computed)] and len(set(computed)) > 2
    for row, words, end in zip(ids, whole, ends[eos_id], strict=True):
        assert torch.equal(row[: end + 1], words[: min(end + 1, len(row))])
        assert (row[end + 1 :] == 0).all()


def test_greedy_takes_the_likeliest_word_every_time(source_ids):
    model = make()
    ids = greedy_decode(model, source_ids, max_len=9, eos_id=-1)
    start = torch.ones(B, 1, dtype=torch.long)
    logits = model(source_ids, torch.cat([start, ids[:, :-1]], dim=1))
    assert torch.equal(logits.argmax(-1), ids)


def test_an_outputs_probability_is_the_product_of_its_words(source_ids):
    model, choice = make(), {"temperature": 1.5, "top_k": 9, "top_p": 0.9}
    outputs = sample_decode(
        model, source_ids[:1].repeat(3, 1), max_len=6, eos_id=5, **choice
    )
    outputs[2, 2:] = 0
    found = output_probabilities(model, source_ids[:1], outputs, **choice)
    for row, output in enumerate(outputs.tolist()):
        chance, words = 1.0, [word for word in output if word]
        for i, word in enumerate(words):
            logits = model(source_ids[:1], torch.tensor([[1, *words[:i]]]))[:, -1]
            chance *= next_word_probabilities(logits, **choice)[0, word].item()
        assert found[row].item() == pytest.approx(chance, rel=1e-3)
        assert chance > 0


def test_a_finished_row_holds_only_padding_after_eos(source_ids):
    ids = sample_decode(make(), source_ids, max_len=19, temperature=3.0, eos_id=5)
    for row in ids.tolist():
        if 5 in row:
            assert set(row[row.index(5) + 1 :]) <= {0}
    assert (ids == 5).any()


def test_one_seed_gives_one_sample(source_ids):
    model = make()

    def draw(seed):
        return sample_decode(
            model, source_ids, max_len=10, temperature=3.0, seed=seed, eos_id=-1
        )

    assert torch.equal(draw(1), draw(1))
    assert not torch.equal(draw(1), draw(2))


def test_a_beam_of_one_is_greedy(source_ids):
    model = make()
    assert torch.equal(
        beam_search(model, source_ids, max_len=12, beam_width=1),
        greedy_decode(model, source_ids, max_len=12),
    )


def test_a_full_beam_finds_the_best_output_of_all(source_ids):
    """With as many beams as there are outputs nothing can be missed."""
    model = make()
    words, steps, eos = 17, 2, 2
    log_p = {}
    for first in range(words):
        ids = torch.tensor([[1, first]])
        after_bos, after_first = model(source_ids[:1], ids).log_softmax(-1)[0].tolist()
        if first == eos:
            log_p[(first,)] = after_bos[first]
            continue
        for second in range(words):
            log_p[first, second] = after_bos[first] + after_first[second]
    best = max(log_p, key=lambda output: log_p[output])
    found = beam_search(
        model, source_ids[:1], max_len=steps, beam_width=words, length_penalty=0.0
    )
    assert tuple(found[0].tolist()) == best


def test_a_length_penalty_favours_longer_outputs(source_ids):
    model = make()
    short, long = (
        beam_search(model, source_ids, max_len=15, length_penalty=penalty, eos_id=5)
        for penalty in (-5.0, 5.0)
    )
    assert (short != 0).sum() <= (long != 0).sum()


def test_next_word_probabilities_keep_what_they_say():
    logits = torch.tensor([[0.5, 0.3, 0.15, 0.05]]).log()
    assert_close(next_word_probabilities(logits), logits.exp())
    assert_close(
        next_word_probabilities(logits, top_k=2), torch.tensor([[0.625, 0.375, 0, 0]])
    )
    assert_close(
        next_word_probabilities(logits, top_p=0.8),
        torch.tensor([[0.5, 0.3, 0, 0]]) / 0.8,
    )
    assert_close(
        next_word_probabilities(logits, top_p=0.01), torch.tensor([[1.0, 0, 0, 0]])
    )
    sharp = next_word_probabilities(logits, temperature=0.5)
    assert_close(sharp, logits.exp().square() / logits.exp().square().sum())


def test_top_k_keeps_exactly_k_words_even_in_a_tie():
    kept = next_word_probabilities(torch.zeros(1, 6), top_k=2)
    assert (kept > 0).sum() == 2


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"temperature": 0.0}, "temperature=0.0.*greedy"),
        ({"top_k": 0}, "top_k=0"),
        ({"top_p": 0.0}, "top_p=0.0"),
        ({"top_p": 1.2}, "top_p=1.2"),
        ({"max_len": 0}, "max_len=0"),
        ({"max_len": 20}, "max_len=19"),
    ],
)
def test_wrong_sampling_options_are_named(source_ids, options, message):
    with pytest.raises(ValueError, match=message):
        sample_decode(make(), source_ids, **{"max_len": 5} | options)


@pytest.mark.parametrize("width", [0, 18])
def test_a_beam_that_cannot_be_is_refused(source_ids, width):
    with pytest.raises(ValueError, match=f"beam_width={width}"):
        beam_search(make(), source_ids, max_len=5, beam_width=width)
