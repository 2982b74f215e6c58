"""Invented people: common names put together by chance, telephones and streets of nobody."""

from dataclasses import dataclass
from random import Random
from typing import Any

GROUPS = {"VE": "spanish", "CO": "spanish", "DO": "spanish", "HT": "haitian"}
LANGUAGES = {"spanish": "es", "haitian": "ht", "caribbean": "en"}
STREETS = (
    "Almond Drive", "Bougainvillea Street", "Calypso Avenue", "Coconut Trace", "Heron Lane", "Hummingbird Road",
    "Immortelle Street", "Kiskadee Crescent", "Mango Alley", "Old Mill Road", "Poui Trace", "Savannah Lane",
)  # fmt: skip


@dataclass(frozen=True)
class Human:
    """Somebody a report names."""

    given_names: str
    family_names: str
    sex: str
    age: int
    nationality: str
    language: str
    phone: str
    address: str
    alias: str = ""

    def known(self) -> dict[str, Any]:
        """What a report knows of them."""
        return {
            "given_names": self.given_names,
            "family_names": self.family_names,
            "aliases": self.alias,
            "sex": self.sex,
            "age": self.age,
            "nationality": self.nationality,
            "language": self.language,
            "phones": [self.phone],
            "address": self.address,
        }


def invent(chance: Random, names: dict, *, child: bool, sex: str) -> Human:
    """Somebody of about this age."""
    shares: dict[str, int] = names["nationalities"]
    nationality = chance.choices(list(shares), weights=list(shares.values()))[0]
    group = GROUPS.get(nationality, "caribbean")
    return Human(
        given_names=chance.choice(names[group][sex]),
        family_names=family_names(chance, names, group),
        sex=sex,
        age=chance.randint(9, 17) if child else chance.randint(18, 46),
        nationality=nationality,
        language=LANGUAGES[group],
        phone=telephone(chance),
        address=f"{chance.randint(2, 180)} {chance.choice(STREETS)}",
        alias=chance.choice(names["nicknames"]) if chance.random() < 0.2 else "",
    )


def family_names(chance: Random, names: dict, group: str) -> str:
    """Two family names in Spanish, one elsewhere."""
    families: list[str] = names[group]["family"]
    if group != "spanish":
        return chance.choice(families)
    first = chance.choice([*families, *names[group]["particles"]])
    return f"{first} {chance.choice(families)}"


def telephone(chance: Random) -> str:
    return f"+1868555{chance.randint(0, 9999):04}"
