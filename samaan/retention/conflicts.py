"""A conflict of interest outlives the file it was declared on: that one is destroyed opens no other to anybody."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from samaan.access.models import Exclusion, Inheritance, Record
from samaan.access.records import excluded_user_ids
from samaan.audit import stream
from samaan.retention.finding import KINDS


def walled(going: Collection[UUID]) -> list[Record]:
    """The reports and cases that stay, of which whoever is kept out of these is kept out as well."""
    walls = Inheritance.objects.filter(source_id__in=going, compartment="wall").exclude(target_id__in=going)
    return list(Record.objects.filter(pk__in=walls.values("target_id"), kind__in=KINDS))


def declared(record_ids: Iterable[UUID]) -> dict[int, int]:
    """Who is kept out of these, and who declared it."""
    found = Exclusion.objects.filter(record_id__in=list(record_ids), lifted_at=None).order_by("declared_at")
    return dict(found.values_list("user_id", "declared_by_id"))


def keep_out(conflicts: dict[int, int], records: Iterable[Any], *, purpose: str) -> None:
    """Keep these people out of what is left, with an event on each file they would have come into."""
    for record in records:
        for user_id in conflicts.keys() - excluded_user_ids(record.record_id):
            stream.append("access.excluded", record=record, purpose=purpose, user=user_id)
            known = {"user_id": user_id, "declared_by_id": conflicts[user_id]}
            Exclusion(record_id=record.record_id, **known).save(force_insert=True)
