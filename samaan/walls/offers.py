"""What a file can give to the other side of its matter: single statements, never a compartment.

The contexts above append in `ready()`: intake what a report and its screening found, cases what a case says. Who
reported, messages with them, covert work, care and health are never among them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from samaan.accounts.models import User


@dataclass(frozen=True)
class Item:
    """One statement, in words as they stand today."""

    code: str
    label: str | Promise
    value: str


@dataclass(frozen=True)
class OtherSide:
    """The file on the other side of the wall; its giver may not see it."""

    kind: str
    id: UUID


# Both by the kind of the file that gives.
ITEMS: dict[str, Callable[[Any, User], Iterable[Item]]] = {}
OTHER_SIDES: dict[str, Callable[[Any, User], Iterable[OtherSide]]] = {}


def items_of(file: Any, user: User) -> list[Item]:
    """What this giver can disclose of a file: nothing they do not hold themselves."""
    return [item for item in ITEMS[file.record_kind](file, user) if item.value]


def other_sides_of(file: Any, user: User) -> list[OtherSide]:
    return list(OTHER_SIDES[file.record_kind](file, user))
