"""Who works with a person, and in which file. The contexts above append how to find that in `ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from samaan.accounts.models import Organisation, User


@dataclass(frozen=True)
class Holder:
    """The file somebody works with a person in, and who that is; nobody while it waits to be given to somebody.

    `file` is a record of the alerts' registry. `rank`: of several the lowest is asked, a case before a report.
    """

    file: Any
    organisation: Organisation
    owner: User | None
    rank: int


SOURCES: list[Callable[[UUID], Holder | None]] = []
# What an answer may open of a file, the least first. The contexts above add theirs.
OFFERED: dict[str, tuple[str, ...]] = {}


def holder_of(person_id: UUID) -> Holder | None:
    """Whoever is to be asked about a person, as far as the context sees: the worker sees every file."""
    found = [holder for source in SOURCES if (holder := source(person_id))]
    return min(found, key=lambda holder: holder.rank, default=None)
