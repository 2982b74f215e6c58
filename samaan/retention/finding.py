"""What is due: found by the clock each night, put on a list, and destroyed by nobody but people."""

from typing import Any
from uuid import UUID

from samaan.access import context
from samaan.alerts import registry
from samaan.retention.models import Due
from samaan.retention.retained import due_of
from samaan.transitions import announce
from samaan.vault.keyring import KeyUnavailable

PURPOSE = "retention"
PORTION = 100
KINDS = ("case", "report")


def find_due() -> int:
    """Look at every closed report and case, a hundred a transaction; returns how many have newly become due."""
    return sum(find_among(kind, ids) for kind in KINDS for ids in portions(kind))


def portions(kind: str) -> list[list[UUID]]:
    with context.acting(context.of_job(PURPOSE)):
        closed = registry.MODELS[kind].objects.filter(status="closed").order_by("pk")
        ids = list(closed.values_list("pk", flat=True))
        listed = Due.objects.filter(of_kind=kind).exclude(of_record__in=ids)
        listed.delete()
    return [ids[start : start + PORTION] for start in range(0, len(ids), PORTION)]


def find_among(kind: str, ids: list[UUID]) -> int:
    with context.acting(context.of_job(PURPOSE)):
        records = registry.MODELS[kind].objects.filter(pk__in=ids, status="closed").select_for_update(of=("self",))
        return sum(note_due(record) for record in records)


def note_due(record: Any) -> bool:
    """Put a record on the list, or take it off; whether it is new there."""
    listed = Due.objects.filter(of_record=record.record_id).first()
    try:
        found = due_of(record)
    except KeyUnavailable:
        return False
    if found.class_ is None or found.on is None or not found.has_come:
        if listed:
            listed.delete()
        return False
    if listed:
        listed.class_code, listed.due_on = found.class_.code, found.on
        listed.save(update_fields=["class_code", "due_on"])
        return False
    due = Due(of_record=record.record_id, of_kind=record.record_kind, class_code=found.class_.code, due_on=found.on)
    due.save(force_insert=True)
    announce("retention.due", record, by=None, purpose=PURPOSE, retention_class=found.class_.code, since=found.on)
    return True
