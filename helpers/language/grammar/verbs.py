"""What people do, and what they can do it with: nobody eats a hat or reads a fish."""

from dataclasses import dataclass

from helpers.language.grammar.nouns import (
    ACCESSORIES,
    ANIMALS,
    CLOTHES,
    DRINKS,
    FOOD,
    FRUIT,
    GOODS,
    INSTRUMENTS,
    PEOPLE,
    READING,
    WEAR,
)


@dataclass(frozen=True)
class Verb:
    """A verb; what it means may depend on its object, as with wear: 穿 or 戴.

    Lists of words are strings: "park garden" is two places.
    """

    forms: str  # base, third person, past, -ing; "-" for one that is never said
    meanings: dict[str, tuple[str, ...]]  # Chinese -> the objects that it then has
    places: str = ""  # where it is done
    animals: str = ""  # the objects that a cat or a dog does it with; "-" for none
    somebody: bool = False  # may a name or a pronoun be the object?
    determiners: str = "a a number the my this bare"  # how its object may begin
    adjectives: str = ""  # those that its object may have, if not all
    single: bool = False  # one at a time: nobody wears two hats
    reasons: str = ""  # adjectives that are a good reason for doing it

    @property
    def base(self):
        """Return the form that names the verb: eat."""
        return self.form("base")

    def form(self, name):
        """Return the base, third, past or ing form: eat, eats, ate, eating."""
        return self.forms.split()[("base", "third", "past", "ing").index(name)]

    def objects(self, is_animal=False):
        """Return the nouns that may be its object, each with what it then means."""
        return {
            noun: chinese
            for chinese, nouns in self.meanings.items()
            for noun in nouns
            if not is_animal or noun in self.animals.split()
        }


def _by_name(*verbs):
    """Make a dictionary of verbs."""
    return {verb.base: verb for verb in verbs}


# Facts that last. Never 正在, and here always in the present.
STATES = _by_name(
    Verb(
        "like likes",
        {
            "喜欢": FOOD
            + DRINKS
            + WEAR
            + READING
            + INSTRUMENTS
            + ANIMALS
            + PEOPLE
            + ("movie", "flower", "car", "football", "basketball")
        },
        animals="fish milk",
        somebody=True,
        determiners="bare bare bare the my this",
    ),
    Verb("love loves", {"爱": ()}, somebody=True),
    Verb("know knows", {"认识": PEOPLE}, somebody=True, determiners="the this"),
    Verb(
        "have has",
        {
            "有": FRUIT
            + DRINKS
            + GOODS
            + ANIMALS
            + ("egg", "cake", "bread", "letter", "story", "friend")
        },
        determiners="a a number many bare",
    ),
    Verb(
        "want wants",
        {"想要": FRUIT + DRINKS + GOODS + ANIMALS + ("egg", "cake", "bread")},
        determiners="a number bare the this",
    ),
    Verb(
        "need needs",
        {"需要": (*WEAR, "egg", "bread", "milk", "water", "book", "car")},
        determiners="a number bare my this",
    ),
)

# What takes time: it may be going on just now (正在).
ACTIVITIES = _by_name(
    Verb(
        "eat eats ate eating",
        {"吃": FOOD},
        places="park garden kitchen school home train",
        animals="fish",
        reasons="hungry",
    ),
    Verb(
        "drink drinks drank drinking",
        {"喝": DRINKS},
        places="park garden kitchen school home train",
        animals="milk water",
    ),
    Verb(
        "read reads read reading",
        {"读": READING},
        places="park garden library school home train",
    ),
    Verb(
        "write writes wrote writing",
        {"写": ("letter", "story")},
        places="garden library school home train",
        determiners="a a number the bare",
        adjectives="interesting long",
    ),
    Verb("wash washes washed washing", {"洗": (*FRUIT, *WEAR, "car")}, places="home"),
    Verb(
        "watch watches watched watching",
        {"看": ("movie",)},
        places="school home train",
        determiners="a a number the this bare",
    ),
    Verb(
        "play plays played playing",
        {"踢": ("football",), "打": ("basketball",), "弹": INSTRUMENTS},
        places="school",
        determiners="bare",
    ),
    Verb("help helps helped helping", {"帮助": PEOPLE}, places="school", somebody=True),
)

# The same without an object.
INTRANSITIVES = _by_name(
    Verb(
        "sleep sleeps slept sleeping",
        {"睡觉": ()},
        places="home garden train",
        animals="-",
        reasons="tired",
    ),
    Verb("swim swims swam swimming", {"游泳": ()}, places="river", reasons="happy"),
    Verb("run runs ran running", {"跑步": ()}, places="park"),
    Verb(
        "sing sings sang singing",
        {"唱歌": ()},
        places="park garden school home",
        reasons="happy",
    ),
    Verb(
        "dance dances danced dancing",
        {"跳舞": ()},
        places="park garden school home",
        reasons="happy",
    ),
    Verb(
        "work works worked working",
        {"工作": ()},
        places="garden library shop school home",
    ),
)

# What happens in a moment: it was or will be, but is never going on.
EVENTS = _by_name(
    Verb(
        "buy buys bought",
        {"买": FRUIT + DRINKS + GOODS + ("egg", "cake", "fish", "bread")},
        places="shop",
        determiners="a a number the this bare",
    ),
    Verb(
        "see - saw",
        {"看见": (*ANIMALS, *PEOPLE, "flower")},
        places="park garden school train shop",
        somebody=True,
        determiners="a a number the my this",
    ),
    Verb(
        "find - found",
        {"找到": (*WEAR, "book", "letter", "cat", "dog")},
        places="park garden school home train",
        determiners="a a number the my my this",
    ),
)

# Wearing lasts like a state, yet English says "is wearing": 戴 着.
WEARING = _by_name(
    Verb(
        "wear wears wore wearing",
        {"穿": CLOTHES, "戴": ACCESSORIES},
        determiners="a a the my this",
        single=True,
    ),
)

# What people do together: 和 汤姆 一起.
SOCIAL = frozenset(
    "eat drink read write wash watch play swim run sing dance work buy".split()
)
# Where cats and dogs are, too.
PLACES_OF_ANIMALS = frozenset("park garden kitchen home".split())
