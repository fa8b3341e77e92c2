"""Which English words of the grammar are of a kind: animals, verbs, places, …"""

from typing import NamedTuple

from helpers.language.grammar.adjectives import ADJECTIVES
from helpers.language.grammar.nouns import (
    ANIMALS,
    DRINKS,
    FOOD,
    KIN,
    NAMES,
    NOUNS,
    PEOPLE,
    PLACES,
    PRONOUNS,
)
from helpers.language.grammar.verbs import (
    ACTIVITIES,
    EVENTS,
    INTRANSITIVES,
    STATES,
    WEARING,
)

KINDS = ("people", "animals", "food, drink", "other things", "places")
KINDS += ("adjectives", "verbs")


class Sort(NamedTuple):
    """Say what kind a word is of, and whose form it is: apples is one of apple."""

    kind: str
    family: str


def sorts():
    """Sort the English words of the grammar. Returns {word: Sort}."""
    found = {}
    for pronoun in PRONOUNS:
        for word in pronoun[:3]:
            found[word] = Sort("people", pronoun.subject)
    for name in NAMES:
        found[name] = found[f"{name}'s"] = Sort("people", name)
    found |= {word: Sort("people", word) for word in KIN}
    for noun in NOUNS.values():
        sort = Sort(kind_of_noun(noun.english), noun.english)
        found |= {word: sort for word in (noun.english, noun.plural) if word}
    found |= {word: Sort("places", word) for word in PLACES}
    found |= {word: Sort("adjectives", word) for word in ADJECTIVES}
    for verbs in (STATES, ACTIVITIES, INTRANSITIVES, EVENTS, WEARING):
        for verb in verbs.values():
            forms = (form for form in verb.forms.split() if form != "-")
            found |= {form: Sort("verbs", verb.base) for form in forms}
    return found


def kind_of_noun(noun):
    """Return the kind of a noun, named in the singular."""
    groups = {"people": PEOPLE, "animals": ANIMALS, "food, drink": FOOD + DRINKS}
    return next((kind for kind, words in groups.items() if noun in words), KINDS[3])
