"""The files a person is in, as far as the asker may open them. The contexts above append theirs in `ready()`."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise

from samaan.accounts.models import User


@dataclass(frozen=True)
class File:
    """A file with its address: "Case", "Poui 12, C-2026-00001"."""

    kind: str | Promise
    name: str
    url: str


Source = Callable[[User, Collection[UUID]], Iterable[tuple[UUID, File]]]
SOURCES: list[Source] = []


def files_of(user: User, person_ids: Collection[UUID]) -> dict[UUID, list[File]]:
    """For each person the files this user may open."""
    found: dict[UUID, list[File]] = defaultdict(list)
    for source in SOURCES:
        for person_id, file in source(user, person_ids):
            found[person_id].append(file)
    return found
