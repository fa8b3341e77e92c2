"""The kinds of heads, as rules: which key does a head of this kind look at?

A rule takes a sample of the grammar and says, for each row of an attention map, the
number of the key, or None where the rule does not count. The rows of a decoder's map
are <bos> and the Chinese words: row t writes word t.
"""

from helpers.language.grammar.adjectives import ADJECTIVES
from helpers.language.grammar.nouns import NOUNS, PLACES
from helpers.language.grammar.scenes import TIMES
from helpers.training.tasks import content_alignment

ARTICLES = frozenset(("a", "an", "the"))
PREPOSITIONS = frozenset(("in", "on", "at"))
NOUN_FORMS = frozenset(
    form for noun in NOUNS.values() for form in (noun.english, noun.plural) if form
)
PLACES_AND_TIMES = frozenset(
    word for text in (*PLACES, *TIMES) for word in text.split()
)
NAMED_BY_NOUNS = (NOUN_FORMS | PLACES_AND_TIMES) - ARTICLES - PREPOSITIONS


def same_word(sample):
    """Every word looks at itself."""
    return range(len(sample.english))


def previous_word(sample):
    """Every word looks at the one before."""
    return [None, *range(len(sample.english) - 1)]


def next_word(sample):
    """Every word looks at the one after."""
    return [*range(1, len(sample.english)), None]


def article_to_noun(sample):
    """a, an, the look at the noun that they belong to."""
    return [
        first_of(sample.english, i, NAMED_BY_NOUNS) if word in ARTICLES else None
        for i, word in enumerate(sample.english)
    ]


def adjective_to_noun(sample):
    """An adjective looks at the noun right after it."""
    return [
        i + 1 if pair[0] in ADJECTIVES and pair[1] in NOUN_FORMS else None
        for i, pair in enumerate(neighbours(sample))
    ]


def noun_to_adjective(sample):
    """A noun looks at the adjective right before it."""
    return [None] + [
        i if pair[0] in ADJECTIVES and pair[1] in NOUN_FORMS else None
        for i, pair in enumerate(neighbours(sample))
    ]


def preposition_to_noun(sample):
    """in, on, at look at the noun that they belong to."""
    return [
        first_of(sample.english, i, NAMED_BY_NOUNS) if word in PREPOSITIONS else None
        for i, word in enumerate(sample.english)
    ]


def newest_word(sample):
    """The row that writes a word looks at the one written last."""
    return [None, *range(1, len(sample.chinese) + 1)]  # row 0 sees <bos> alone


def word_before_newest(sample):
    """It looks at the one before that."""
    return [None, *range(len(sample.chinese))]


def beginning(sample):
    """It looks at <bos>."""
    return [None] + [0] * len(sample.chinese)


def right_word(sample):
    """A Chinese word looks at the English word that it comes from."""
    return content_alignment(sample)


def right_word_again(sample):
    """It looks at the English word of the Chinese word that was written last."""
    return [None, *content_alignment(sample)]


def last_word(sample):
    """Every Chinese word looks at the last English one."""
    return [len(sample.english) - 1] * (len(sample.chinese) + 1)


def neighbours(sample):
    """Return every English word with the one after it."""
    return zip(sample.english, sample.english[1:], strict=False)


def first_of(words, after, wanted):
    """Return where the first of the wanted words stands after a place, or None."""
    places = range(after + 1, len(words))
    return next((i for i in places if words[i] in wanted), None)


KINDS = {
    "encoder self": {
        "same word": same_word,
        "previous word": previous_word,
        "next word": next_word,
        "article → noun": article_to_noun,
        "adjective → noun": adjective_to_noun,
        "noun → adjective": noun_to_adjective,
        "in, on, at → noun": preposition_to_noun,
    },
    "decoder self": {
        "newest word": newest_word,
        "word before it": word_before_newest,
        "<bos>": beginning,
    },
    "decoder cross": {
        "right word": right_word,
        "just translated": right_word_again,
        "last word": last_word,
    },
}
