"""The log as it lies in the database, read in order and in portions."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from samaan.audit.entries import COLUMNS, Entry
from samaan.audit.tree import Hash

PORTION = 2000
SEALED = f"""
    SELECT l.position, l.event_id, l.hash, e.leaf, {COLUMNS}
      FROM audit_leaf l LEFT JOIN audit_event e ON e.id = l.event_id ORDER BY l.position
"""
# Late: older than a checkpoint that had taken everything of its time.
WAITING = f"""
    SELECT e.leaf, e.recorded_at, coalesce(
               e.xid < newest.horizon AND newest.horizon <= pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
               false), {COLUMNS}
      FROM audit_event e
      LEFT JOIN (SELECT horizon FROM audit_checkpoint ORDER BY number DESC LIMIT 1) newest ON true
     WHERE NOT EXISTS (SELECT FROM audit_leaf l WHERE l.event_id = e.id) ORDER BY e.id
"""
BEYOND = "SELECT count(*) FROM audit_leaf WHERE position >= coalesce((SELECT max(size) FROM audit_checkpoint), 0)"


class SealedEvent(NamedTuple):
    """One leaf of the tree and its event; no entry when the event is gone."""

    position: int
    event_id: int
    hash: Hash
    leaf: Hash
    entry: Entry | None


class WaitingEvent(NamedTuple):
    """An event that has no place in the tree."""

    leaf: Hash
    recorded_at: datetime
    late: bool
    entry: Entry


def portions(query: str) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(PORTION):
            yield from rows


def sealed_events() -> Iterator[SealedEvent]:
    for position, event_id, hash_, leaf, *columns in portions(SEALED):
        entry = None if columns[0] is None else Entry(*columns)
        yield SealedEvent(position, event_id, bytes(hash_), bytes(leaf or b""), entry)


def waiting_events() -> Iterator[WaitingEvent]:
    for leaf, recorded_at, late, *columns in portions(WAITING):
        yield WaitingEvent(bytes(leaf or b""), recorded_at, late, Entry(*columns))


def leaves_beyond() -> int:
    """How many leaves no checkpoint reaches; in one look, so that a sealer at work is not in the way."""
    with connection.cursor() as cursor:
        cursor.execute(BEYOND)
        return cursor.fetchone()[0]


class InOrder:
    """Leaves, taken from the front in portions that end at given places."""

    def __init__(self, events: Iterator[SealedEvent]) -> None:
        self.events = events
        self.ahead = next(events, None)

    def below(self, end: int) -> Iterator[SealedEvent]:
        while self.ahead is not None and self.ahead.position < end:
            yield self.ahead
            self.ahead = next(self.events, None)
