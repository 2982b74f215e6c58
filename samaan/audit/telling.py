"""What a checked proof shows, in plain words."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from samaan.audit.checking import Proved
from samaan.audit.checkpoints import Signed
from samaan.audit.entries import Entry
from samaan.audit.keys import short


def told(proved: Proved) -> Iterator[str]:
    if proved.entry is not None:
        yield f"Event {proved.entry.id} is in the log, at place {proved.position} of {proved.newer.size}."
        yield from about(proved.entry)
    elif proved.older is not None:
        yield f"The log of checkpoint {proved.newer.number} begins with that of checkpoint {proved.older.number}:"
        yield f"  the first {proved.older.size} of its {proved.newer.size} events are the same, in the same order."
    yield sealed(proved.newer)


def about(entry: Entry) -> Iterator[str]:
    if entry.microseconds is not None:
        at = datetime.fromtimestamp(entry.microseconds / 1_000_000, UTC)
        yield f"  when    {at:%Y-%m-%d %H:%M:%S} UTC"
    yield f"  what    {entry.kind}"
    yield f"  who     {'nobody signed in' if entry.actor_id is None else f'user {entry.actor_id}'}"
    if entry.record_id:
        yield f"  about   {entry.record_kind} {entry.record_id}"
    if entry.purpose:
        yield f"  purpose {entry.purpose}"
    if json.loads(entry.data):
        yield f"  with    {entry.data}"


def sealed(checkpoint: Signed) -> str:
    return f"  sealed  by checkpoint {checkpoint.number}, {checkpoint.sealed_at}, key {short(checkpoint.key)} …"
