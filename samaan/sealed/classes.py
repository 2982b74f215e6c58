"""What is sealed. The contexts that keep such fields append their classes to `CLASSES` in `ready()`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from samaan.accounts.models import User
from samaan.countrypack.vocabulary import SEALED_CLASSES

Words = str | Promise


@dataclass(frozen=True)
class Part:
    """One line of a sealed value: its code, its label, and whether it takes more than a line."""

    code: str
    label: Words
    long: bool = False


@dataclass(frozen=True)
class SealedClass:
    """A kind of sealed field: what it is called, what it holds, and who may write it.

    Whoever sees `seen_in` of the record sees that there is one; the country pack's vocabulary says in which
    compartment it belongs, and so who may open it.
    """

    code: str
    label: Words
    parts: tuple[Part, ...]
    may_enter: Callable[[User, Any], bool]
    # Who is told when it was opened: whoever answers for the record.
    owners: Callable[[Any], list[User]]
    help: Words = ""
    seen_in: str = "summary"
    # Whether a value that was replaced can still be opened.
    keeps_earlier: bool = True

    @property
    def record_kind(self) -> str:
        return SEALED_CLASSES[self.code][0]

    @property
    def belongs_to(self) -> str:
        """The compartment whose holders may open it."""
        return SEALED_CLASSES[self.code][1]

    def lines(self, value: Mapping[str, str]) -> list[tuple[Words, str]]:
        """A revealed value as it is read: what was said, each with its label."""
        return [(part.label, value[part.code]) for part in self.parts if value.get(part.code)]


CLASSES: dict[str, SealedClass] = {}


def register(*found: SealedClass) -> None:
    CLASSES.update({sealed_class.code: sealed_class for sealed_class in found})


def of_kind(record_kind: str) -> list[SealedClass]:
    """The classes a kind of record keeps, in the order they were registered."""
    return [sealed_class for sealed_class in CLASSES.values() if sealed_class.record_kind == record_kind]
