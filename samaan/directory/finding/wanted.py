"""What is asked for: a need, for whom, where, how soon."""

import re
from dataclasses import dataclass
from functools import cached_property
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from samaan import countrypack

OLDEST = 120
EARTH_KM = 6371
# About a kilometre: a position is never taken more exactly than this, and is kept nowhere.
COARSE = 2


class Point(NamedTuple):
    """A coarse position, in degrees."""

    latitude: float
    longitude: float

    @classmethod
    def read(cls, written: str) -> "Point | None":
        """`10.65,-61.51`; None for anything else."""
        try:
            north, east = (round(float(part), COARSE) for part in written.split(","))
        except ValueError:
            return None
        return cls(north, east) if abs(north) <= 90 and abs(east) <= 180 else None

    def km_to(self, other: "Point") -> float:
        north, east = radians(other.latitude - self.latitude), radians(other.longitude - self.longitude)
        half = sin(north / 2) ** 2
        half += cos(radians(self.latitude)) * cos(radians(other.latitude)) * sin(east / 2) ** 2
        return 2 * EARTH_KM * asin(sqrt(half))


@dataclass(frozen=True)
class Somebody:
    """One of those who need it: sex, and an age between two; nothing is known of either when it is left open."""

    sex: str = ""
    youngest: int = 0
    oldest: int = OLDEST

    @classmethod
    def of(cls, sex: str = "", age: int | None = None, is_child: bool | None = None) -> "Somebody":
        """By an age, or by whether it is a child."""
        adult = countrypack.pack().adult_age
        if age is not None:
            return cls(sex, age, age)
        if is_child is None:
            return cls(sex)
        return cls(sex, 0, adult - 1) if is_child else cls(sex, adult)

    @classmethod
    def read(cls, written: str) -> "Somebody | None":
        """`female:16`, `female:12-17`, `male:18-`, `:`; None for anything else."""
        found = re.fullmatch(r"([a-z_]{0,40}):(?:(\d{1,3})(-(\d{1,3})?)?)?", written)
        if not found or (found[1] and found[1] not in dict(countrypack.pack().choices("sex"))):
            return None
        youngest = int(found[2] or 0)
        oldest = int(found[4] or OLDEST) if found[3] or not found[2] else youngest
        return cls(found[1], youngest, oldest) if youngest <= oldest <= OLDEST else None

    @property
    def written(self) -> str:
        if self.age is not None:
            return f"{self.sex}:{self.age}"
        if not self.knows_age:
            return f"{self.sex}:"
        return f"{self.sex}:{self.youngest}-" + ("" if self.oldest == OLDEST else str(self.oldest))

    @property
    def age(self) -> int | None:
        return self.youngest if self.youngest == self.oldest else None

    @property
    def knows_age(self) -> bool:
        return (self.youngest, self.oldest) != (0, OLDEST)

    @property
    def knows_sex(self) -> bool:
        return bool(self.sex) and self.sex != "unknown"

    @property
    def is_child(self) -> bool:
        """Under age in any case."""
        return self.oldest < countrypack.pack().adult_age


ANYBODY = Somebody()


@dataclass(frozen=True)
class Wanted:
    """What people need who are to be placed together. Anything may be left open.

    `now`: what is closed or full is left out; else it is offered with a caution.
    """

    need: str = ""
    people: tuple[Somebody, ...] = (ANYBODY,)
    region: str = ""
    language: str = ""
    now: bool = False
    near: Point | None = None
    # Codes of the lists `nationality`, `immigration_status` and `households`; only some services ask.
    nationality: str = ""
    status: str = ""
    household: str = ""

    @cached_property
    def treat_as_child(self) -> bool:
        return any(one.is_child for one in self.people)

    @cached_property
    def adult_age(self) -> int:
        return countrypack.pack().adult_age
