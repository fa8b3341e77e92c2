"""How good are translations that may differ from a person's: BLEU."""

from helpers.language import EOS_ID
from helpers.model import greedy_decode
from helpers.training.batches import batch_of
from helpers.training.evaluation import in_batches


def write_texts(model, pairs, vocabulary, decode=greedy_decode):
    """Translate the sources of pairs, and join the words of each translation.

    Shape: pairs of id lists -> as many texts
    """
    model.eval()
    texts = []
    for batch in in_batches(pairs):
        source_ids, _ = batch_of(batch)
        most = min(2 * source_ids.size(1) + 10, model.config.max_len)
        for ids in decode(model, source_ids, max_len=most).tolist():
            if EOS_ID in ids:
                ids = ids[: ids.index(EOS_ID)]
            texts.append("".join(vocabulary.decode(ids)))
    return texts


def bleu(texts, references):
    """Return the BLEU of texts, 0 to 100, character by character.

    Shape: n texts, n lists of references -> float
    Raises: ValueError if there are no texts, or not one list for each.
    Source: Papineni et al. 2002; Post 2018 (sacrebleu), its tokenizer "zh".
    """
    check_references(texts, references)
    from sacrebleu import corpus_bleu  # slow to load, and translating needs none

    most = max(map(len, references))
    # sacrebleu wants the first reference of every text, then the second, and so on.
    columns = [
        [row[i] if i < len(row) else None for row in references] for i in range(most)
    ]
    return corpus_bleu(texts, columns, tokenize="zh").score


def found_exactly(texts, references):
    """Return the share of texts that are one of their references, from 0 to 1.

    Raises: ValueError as `bleu`.
    """
    check_references(texts, references)
    rows = zip(texts, references, strict=True)
    return sum(text in row for text, row in rows) / len(texts)


def check_references(texts, references):
    """Raise ValueError unless there is a list of references for each text."""
    if not texts or len(texts) != len(references) or not all(references):
        raise ValueError(
            f"{len(texts)} texts and {len(references)} lists of references: give at "
            "least one text, and for each a list that is not empty"
        )
