"""Words to ids and back, and typed text to words."""

import difflib
import re
import unicodedata

PAD, BOS, EOS, UNK = "<pad>", "<bos>", "<eos>", "<unk>"
PAD_ID, BOS_ID, EOS_ID, UNK_ID = 0, 1, 2, 3
_SPECIALS = (PAD, BOS, EOS, UNK)
_LEAST_ALIKE = 0.7  # words less alike than that share letters and nothing else

# The kinds of tokens, in the order in which they are tried.
_HAN = r"\u3400-\u9fff\uf900-\ufaff"
_TINT = r"[\ufe0f\U0001f3fb-\U0001f3ff]"  # what colours the emoji before it
_TOKEN = re.compile(
    r"</?[a-z][^<>]*>"  # a tag: <pad>, <script>
    rf"|[{_HAN}]"  # a Chinese character
    rf"|[^\W\d_{_HAN}]+(?:'[^\W\d_{_HAN}]+)*"  # a word: apples, don't, Tom's
    r"|\d+"  # a number
    r"|[\U0001f1e6-\U0001f1ff]{2}"  # a flag: two letters
    rf"|[^\s\w]{_TINT}*(?:\u200d[^\s\w]{_TINT}*)*"  # an emoji, or any other sign
    r"|\S",
    re.IGNORECASE,
)
_PUNCTUATION = frozenset(
    ".,!?;:\"'-–—…()[]“”„«»。，！？；：、·（）【】「」『』《》〈〉‐‑"
)
_READ_MARKS = frozenset(".,!?")
_ENDINGS = re.compile(r"(?<=\w)(?=n't$)|(?='(?:s|m|re|ve|ll|d)$)", re.IGNORECASE)
_SPELLINGS = str.maketrans(
    {**dict.fromkeys("’‘ʼ＇`´", "'"), **dict.fromkeys("\u200b\u2060\ufeff\u00ad")}
)


class Vocabulary:
    """Number the words of a language; the ids 0 to 3 are the special tokens.

    Raises: ValueError if a word comes twice, is empty, or is a special token.
    """

    def __init__(self, words):
        words = tuple(words)
        seen = set(_SPECIALS)
        for word in words:
            if not isinstance(word, str) or not word:
                raise ValueError(f"{word!r} is not a word: give strings, none empty")
            if word in seen:
                raise ValueError(
                    f"{word!r} comes twice: give every word once, and none of the "
                    f"special tokens {' '.join(_SPECIALS)}, which are added here"
                )
            seen.add(word)
        self.words = _SPECIALS + words
        self._ids = {word: UNK_ID + 1 + i for i, word in enumerate(words)}

    def __len__(self):
        return len(self.words)

    def __contains__(self, word):
        return word in self._ids or word in _SPECIALS

    def __eq__(self, other):
        if not isinstance(other, Vocabulary):
            return NotImplemented
        return self.words == other.words

    def __hash__(self):
        return hash(self.words)

    def __repr__(self):
        return f"Vocabulary({len(self)} words)"

    def encode(self, tokens):
        """Return the id of every token; no <bos> or <eos> is added.

        A token that is unknown is tried with the other capitalisation ("The", "tom"),
        and else becomes <unk>. Typed specials ("<eos>") are unknown words, too.

        Raises: ValueError if tokens is a string: split it first (see split_words).
        """
        if isinstance(tokens, str):
            raise ValueError(f"{tokens!r} is a string: pass a list, split_words(text)")
        return [self._id(token) for token in tokens]

    def decode(self, ids):
        """Return the word of every id.

        Raises: IndexError if an id is outside of the vocabulary.
        """
        for i in ids:
            if not 0 <= i < len(self):
                raise IndexError(f"id {int(i)} is outside of 0 .. {len(self) - 1}")
        return [self.words[int(i)] for i in ids]

    def nearest(self, word, count=3):
        """Return the known words that look most like this one, or [] if none does.

        Raises: ValueError if count is less than 1.
        """
        if count < 1:
            raise ValueError(f"{count=} must be at least 1")
        by_small_letters = {known.lower(): known for known in self._ids}
        found = difflib.get_close_matches(
            word.lower(), by_small_letters, count, cutoff=_LEAST_ALIKE
        )
        return [by_small_letters[small] for small in found]

    def _id(self, token):
        for spelling in (token, token.lower(), token.capitalize(), token.upper()):
            if spelling in self._ids:
                return self._ids[spelling]
        return UNK_ID


def split_words(text):
    """Split what a person typed into words; sentence punctuation is dropped.

    "don't" stays one word. Emoji, Chinese characters and tags such as <script> become
    words of their own, so that they show up as unknown words instead of vanishing.
    """
    text = unicodedata.normalize("NFC", text).translate(_SPELLINGS)
    return [token for token in _TOKEN.findall(text) if token not in _PUNCTUATION]


def split_words_and_marks(text):
    """Split a sentence into words, short endings, digits and the marks . , ! ?

    What is written together but said as two words is cut: "don't" gives do n't, and
    "Tom's" gives Tom 's. All else is as in `split_words`.
    """
    text = unicodedata.normalize("NFKC", text).translate(_SPELLINGS)
    tokens = []
    for token in _TOKEN.findall(text):
        if token.isdecimal():
            tokens += token
        elif token in _READ_MARKS or token not in _PUNCTUATION:
            tokens += filter(None, _ENDINGS.split(token))
    return tokens
