"""Real sentences to tokens: English words as typed, Chinese characters or words."""

import logging
from collections import Counter

from helpers.language.vocabulary import Vocabulary


def chinese_characters(text):
    """Cut a Chinese sentence into characters; spaces mean nothing."""
    return list("".join(text.split()))


def chinese_words(text):
    """Cut a Chinese sentence into words with the dictionary of jieba.

    Raises: ImportError if jieba is not installed; requirements.txt names it.
    """
    import jieba

    jieba.setLogLevel(logging.WARNING)
    return jieba.lcut("".join(text.split()), HMM=False)


def spell_rare_words(words, vocabulary):
    """Write each word that is not in the vocabulary character by character."""
    return [part for word in words for part in ([word] if word in vocabulary else word)]


def vocabulary_with_characters(sentences, least):
    """Number the words that come at least `least` times, and every character.

    Shape: sentences of Chinese words -> Vocabulary, the commonest words first
    """
    words = Counter(word for sentence in sentences for word in sentence)
    common = [word for word, count in words.most_common() if count >= least]
    characters = Counter(character for word in words.elements() for character in word)
    spelled = [character for character, _ in characters.most_common()]
    return Vocabulary(dict.fromkeys([*common, *spelled]))


def vocabulary_in_usual_spelling(sentences):
    """Number the words of sentences, each in one spelling.

    "The" and "the" are one word, and so are "Tom" and "tom". Its spelling is the
    commonest one inside of sentences, where capitals mean something.

    Shape: sentences of English words -> Vocabulary, the commonest words first
    """
    counts, spellings = Counter(), {}
    for sentence in sentences:
        counts.update(word.lower() for word in sentence)
        for word in sentence[1:]:
            spellings.setdefault(word.lower(), Counter())[word] += 1
    return Vocabulary(
        max(spellings[word], key=spellings[word].get) if word in spellings else word
        for word, _ in counts.most_common()
    )
