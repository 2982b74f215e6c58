"""Invented people in the proportions of real ones, and the ways in which their names get written wrongly.

Given names and surnames are the lists of Faker, the frequent ones as frequent as in life; a long tail of names that
nobody else has is made of syllables. Two in three are named as in Venezuela and Colombia, the others as in Trinidad.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from faker.providers.person import en_IN, en_US, es_CO, es_ES, es_MX

from samaan.people.names import PARTICLES, plain
from samaan.people.nicknames import lines

SYLLABLES = [
    "ba", "be", "bi", "bra", "ca", "co", "cu", "da", "de", "di", "do", "fa", "fer", "ga", "gua", "gue", "hi",
    "ja", "jo", "la", "le", "li", "lle", "ma", "mar", "me", "mi", "na", "ne", "ni", "ña", "o", "pa", "per",
    "qui", "ra", "ri", "ro", "sa", "se", "si", "so", "ta", "te", "tri", "va", "ve", "vi", "xi", "ya", "yo",
    "yus", "za", "zu",
]  # fmt: skip
ENDINGS = {
    "given": ["lis", "lin", "ni", "dith", "ry", "na", "nis", "ber", "son", "mar", "is", "ana", "elis", "leth"],
    "family": ["ez", "az", "oza", "illo", "era", "ano", "edo", "ares", "ena", "and", "ada", "eda", "al"],
}
TRINIDAD = [
    "Persad", "Rampersad", "Mohammed", "Ali", "Singh", "Baksh", "Ramdeen", "Maharaj", "Joseph", "Charles",
    "Baptiste", "Alexander", "Roberts", "Pierre", "Thomas", "Francois", "Toussaint", "Cudjoe", "Quamina",
    "Lalla", "Nanan", "Budhram", "Ramjattan", "Jaggernauth", "Boodoo", "Khan", "Hosein",
]  # fmt: skip
COMPOUND = ["de la Cruz", "de los Ríos", "del Valle", "De Freitas", "La Rosa", "Mc Intyre", "St. Louis", "O’Brien"]


@dataclass(frozen=True)
class Invented:
    given: str
    family: str

    @property
    def full(self) -> str:
        return f"{self.given} {self.family}"


class People:
    """Invents people: the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        make = self.made_up
        self.spanish_given = self.pool(
            {**es_CO.Provider.first_names_female, **es_CO.Provider.first_names_male},
            [*es_ES.Provider.first_names, *es_MX.Provider.first_names, *make("given", 2000)],
        )
        self.spanish_family = self.pool(
            es_CO.Provider.last_names, [*es_ES.Provider.last_names, *es_MX.Provider.last_names, *make("family", 6000)]
        )
        self.caribbean_given = self.pool(
            {**en_US.Provider.first_names_female, **en_US.Provider.first_names_male},
            [*en_IN.Provider.first_names, *make("given", 1500)],
        )
        self.caribbean_family = self.pool(
            dict.fromkeys(TRINIDAD, 0.01),
            [*en_US.Provider.last_names, *en_IN.Provider.last_names, *make("family", 3000)],
        )

    def made_up(self, kind: str, number: int) -> list[str]:
        chance = self.chance
        return [
            ("".join(chance.choices(SYLLABLES, k=chance.choice((2, 2, 3)))) + chance.choice(ENDINGS[kind])).title()
            for _ in range(number)
        ]

    def pool(self, frequent: dict[str, float], rare: list[str]) -> tuple[list[str], list[float]]:
        """Names with their cumulated weights: the rare ones together as often as the frequent ones by half."""
        names = [*frequent, *rare]
        weights = [*frequent.values(), *[sum(frequent.values()) / 2 / len(rare)] * len(rare)]
        total, cumulated = 0.0, []
        for weight in weights:
            total += weight
            cumulated.append(total)
        return names, cumulated

    def draw(self, pool: tuple[list[str], list[float]]) -> str:
        return self.chance.choices(pool[0], cum_weights=pool[1])[0]

    def invent(self) -> Invented:
        chance = self.chance
        spanish = chance.random() < 0.67
        given_pool = self.spanish_given if spanish else self.caribbean_given
        family_pool = self.spanish_family if spanish else self.caribbean_family
        given = [self.draw(given_pool) for _ in range(2 if chance.random() < 0.6 else 1)]
        family = [
            chance.choice(COMPOUND) if chance.random() < 0.04 else self.draw(family_pool)
            for _ in range(2 if spanish and chance.random() < 0.85 else 1)
        ]
        joint = "-" if not spanish and chance.random() < 0.15 else " "
        return Invented(joint.join(given), " ".join(family))


def slip(chance: Random, word: str) -> str:
    """One letter too many, too few, another, or two that changed places."""
    place = chance.randrange(len(word))
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    kind = chance.randrange(4)
    if kind == 0:
        return word[:place] + letter + word[place:]
    if kind == 1:
        return word[:place] + word[place + 1 :]
    if kind == 2:
        return word[:place] + letter + word[place + 1 :]
    place = min(place, len(word) - 2)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


# What speakers of Spanish and of Trinidadian English write for one another's sounds.
RESPELLINGS = [
    ("v", "b"), ("b", "v"), ("z", "s"), ("s(?!h)", "z"), ("c(?=[ei])", "s"), ("s(?=[ei])", "c"), ("cc(?=i)", "x"),
    ("x(?=.)", "s"), ("ss", "s"), ("ll(?=[aeiouy])", "y"), ("^y(?=[aeiou])", "ll"), ("i$", "y"), ("y$", "i"),
    ("^h(?=[aeiou])", ""), ("^(?=[aeiou])", "h"), ("g(?=[ei])", "j"), ("j(?=[ei])", "g"), ("^j", "y"), ("^j", "h"),
    ("qu(?=[ei])", "k"), ("c(?=[aou])", "k"), ("k(?![eiyh])", "c"), ("ph", "f"), ("f", "ph"), ("ch(?=[aeiou])", "sh"),
    ("sh", "ch"), ("th", "t"), ("gu(?=a)", "w"), ("i(?=[bdfgklmnprst])", "ee"), ("u(?=[bdfgklmnprst])", "oo"),
    ("nn", "n"), ("rr", "r"), ("d$", ""), ("e$", "eh"),
]  # fmt: skip


def respell(chance: Random, word: str) -> str:
    """One or two sounds written in another way, where there are any."""
    for _ in range(chance.choice((1, 1, 2))):
        fitting = [(pattern, to) for pattern, to in RESPELLINGS if re.search(pattern, word)]
        if fitting:
            pattern, to = chance.choice(fitting)
            word = re.sub(pattern, to, word, count=1)
    return word


def each_word(change: Callable[[Random, str], str]) -> Callable[[Random, Invented], str]:
    def changed(chance: Random, person: Invented) -> str:
        words = re.findall(r"[^\W\d_]+", plain(person.full))
        return " ".join(word if word in PARTICLES or len(word) < 3 else change(chance, word) for word in words)

    return changed


def swapped(chance: Random, person: Invented) -> str:
    return plain(f"{person.family} {person.given}")


def shortened(chance: Random, person: Invented) -> str:
    """The first given name and the first surname, with a slip in one of them."""
    given = plain(re.split(r"[ -]", person.given)[0])
    family = plain(
        person.family if any(word.lower() in PARTICLES for word in person.family.split()) else person.family.split()[0]
    )
    return f"{slip(chance, given)} {family}" if chance.random() < 0.5 else f"{given} {slip(chance, family)}"


SHORT_FORMS = {name: forms for name, forms in lines() if forms}


def nicknamed(chance: Random, person: Invented) -> str:
    words = [
        chance.choice(SHORT_FORMS[word]) if word in SHORT_FORMS else word
        for word in re.split(r"[ -]", plain(person.given))
    ]
    return f"{' '.join(words)} {plain(person.family)}"


def another_surname(chance: Random, person: Invented) -> str:
    return f"{plain(person.full)} {chance.choice(['quispe', 'okonkwo', 'lindqvist'])}"


KINDS: dict[str, Callable[[Random, Invented], str]] = {
    "without accents": lambda chance, person: plain(person.full),
    "one typo in every word": each_word(slip),
    "every word respelt by ear": each_word(respell),
    "a typo and a respelling in every word": each_word(lambda chance, word: slip(chance, respell(chance, word))),
    "surnames first": swapped,
    "one given name and one surname, one typo": shortened,
    "short form of the given name": nicknamed,
    "a surname too many": another_surname,
}
