"""Who: pronouns, names, parents, and whose something is."""

from dataclasses import dataclass

from helpers.language.grammar.nouns import GENDERS, KIN, NAMES, PRONOUNS
from helpers.language.grammar.phrases import Phrase, content, function, join

# Words that name the same people, or some of them: nobody says "I saw us".
_CIRCLES = (
    {"I", "me", "we", "us"},
    {"you"},
    {"he", "him"},
    {"she", "her"},
    {"they", "them"},
)


@dataclass(frozen=True)
class Subject:
    """A phrase that names the doer, and how the rest of the sentence agrees with it."""

    phrase: Phrase
    person: str  # I, he or they: I am, he is, they are
    noun: str = ""  # decides which adjectives fit; "" for a name or a pronoun
    pronoun: str = ""  # what refers back to it; "" where that would be unclear


def somebody(rng, avoid=()):
    """Name a person as the subject: I -> 我, Tom -> 汤姆, Tom and Mary."""
    if rng.random() < 0.55:
        pronoun = rng.choice(_pronouns(avoid))
        person = {"I": "I", "he": "he", "she": "he"}.get(pronoun.subject, "they")
        phrase = content(pronoun.subject, pronoun.chinese)
        return Subject(phrase, person, pronoun=pronoun.subject)
    name = rng.choice(_names(avoid))
    phrase = content(name, NAMES[name])
    if rng.random() < 0.9:
        return Subject(phrase, "he", pronoun=GENDERS[name])
    other = rng.choice(_names({name, *avoid}))
    second = content(other, NAMES[other])
    # Two women are 她们, a word that the grammar leaves out.
    pronoun = "they" if "he" in (GENDERS[name], GENDERS[other]) else ""
    return Subject(join(phrase, function("and", "和"), second), "they", pronoun=pronoun)


def somebody_else(rng, avoid):
    """Name a person as the object: me -> 我, Mary -> 玛丽."""
    if rng.random() < 0.5:
        pronoun = rng.choice(_pronouns(avoid))
        return content(pronoun.object, pronoun.chinese)
    name = rng.choice(_names(avoid))
    return content(name, NAMES[name])


def possessor(rng, avoid=()):
    """Say whose it is: my -> 我 的, Tom's -> 汤姆 的."""
    if rng.random() < 0.2:
        name = rng.choice(_names(avoid))
        owner = content(f"{name}'s", NAMES[name])
    else:
        pronoun = rng.choice(PRONOUNS)
        owner = content(pronoun.possessive, pronoun.chinese)
    return join(owner, function(chinese="的"))


def parent(rng, avoid=()):
    """Name a parent: my mother -> 我 妈妈, but Tom's mother -> 汤姆 的 妈妈."""
    owner, kin = possessor(rng, avoid), rng.choice(list(KIN))
    if owner.chinese[0].text in ("我", "你", "他", "她"):
        owner = Phrase(owner.english, owner.chinese[:1])  # so close, it needs no 的
    phrase = join(owner, content(kin, KIN[kin]))
    return Subject(phrase, "he", pronoun=GENDERS[kin])


def _pronouns(avoid):
    """List the pronouns that name nobody in avoid."""
    taken = set(avoid).union(*(circle for circle in _CIRCLES if circle & set(avoid)))
    return [p for p in PRONOUNS if p.subject not in taken and p.object not in taken]


def _names(avoid):
    """List the names that do not stand in avoid, not even as an owner."""
    return [name for name in NAMES if not {name, f"{name}'s"} & set(avoid)]
