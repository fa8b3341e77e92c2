"""Read a typed sentence that a picture has room for."""

from helpers.explorers.controls import unknown_words_note
from helpers.figures.style import displayable

MOST_WORDS = 8


def read_few_words(translator, text):
    """Read a text of at most eight words.

    Shape: -> (tokens that can be drawn, ids (1, T), a note on unknown words)
    Raises: ValueError with a message for the student.
    """
    tokens, ids, unknown = translator.read(text)
    if len(tokens) > MOST_WORDS:
        raise ValueError(
            f"That is {len(tokens)} words, and the picture has room for {MOST_WORDS}: "
            "type a shorter sentence."
        )
    return [displayable(token) for token in tokens], ids, unknown_words_note(unknown)
