"""Appending to the event stream and reading it back."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from samaan.audit.models import Event

READ_KINDS = ("record.opened", "record.found", "file.opened", "file.original_opened", "name.shown")
# An opening in an emergency is an act that stands in the timeline, and a look as well.
EMERGENCIES = ("case.opened_in_emergency", "report.opened_in_emergency")
# Opening a sealed field, or taking a case out, is a look as well, and stands in the timeline besides.
LOOKS = (*READ_KINDS, *EMERGENCIES, "sealed.revealed", "case.exported")
# What the contexts above have to do once somebody has looked at a record: they append theirs in `ready()`.
WHEN_OPENED: list[Callable[[Any, Any], object]] = []
# Looks at what a record holds; being found by a search is a line of a list.
OPENINGS = ("record.opened", "file.opened", "file.original_opened", "name.shown", "sealed.revealed")
# What is asked before such a look is noted, and may refuse it by an exception: the contexts above append theirs.
BEFORE_OPENING: list[Callable[[Any, Any], object]] = []
# No RETURNING: whoever acts may not see the event, as when the public files a report.
INSERT = (
    "INSERT INTO audit_event (kind, actor_id, purpose, record_kind, record_id, data) VALUES (%s, %s, %s, %s, %s, %s)"
)


def append(kind: str, /, *, record=None, by=None, purpose: str = "", **data) -> Event:
    """Add one event about `record` (anything with `record_id` and `record_kind`) done `by` a user or nobody.

    `data` holds codes, ids and counts, never a person's words or name.
    """
    data = traces(by) | data
    if kind in OPENINGS:
        for asked in BEFORE_OPENING:
            asked(record, account(by))
    event = Event(
        kind=kind,
        actor_id=getattr(by, "pk", None),
        purpose=purpose,
        record_kind=getattr(record, "record_kind", ""),
        record_id=getattr(record, "record_id", None),
        data=data,
    )
    with connection.cursor() as cursor:
        payload = json.dumps(data, cls=DjangoJSONEncoder)
        cursor.execute(INSERT, [kind, event.actor_id, purpose, event.record_kind, event.record_id, payload])
    return event


def append_each(kind: str, /, *, records, by) -> None:
    """One event about each of several records, with one statement: they were found together."""
    rows = [(kind, by.pk, "", record.record_kind, record.record_id, "{}") for record in records]
    if rows:
        before = INSERT.partition("(%s")[0]
        values = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(rows))
        with connection.cursor() as cursor:
            cursor.execute(before + values, [value for row in rows for value in row])


def opened(record, *, by, purpose: str = "", **data) -> Event:
    """Note that somebody looked at a record. No event, no page."""
    event = append("record.opened", record=record, by=by, purpose=purpose, **data)
    for note in WHEN_OPENED:
        note(record, account(by))
    return event


def account(by: Any) -> Any:
    """Whoever acts, when they have an account."""
    return by if getattr(by, "pk", None) else None


def traces(by: Any) -> dict[str, Any]:
    """What an event says of somebody without an account: the link they were let in by."""
    guest = getattr(by, "guest", None)
    return {"guest": guest} if guest else {}


def glanced(record, *, by, **data) -> None:
    """Note a look at a part of a page that is open already, unless whoever looks was noted while a session can last.

    A header says that the page is open, and anybody can send one.
    """
    data = traces(by) | data
    since = timezone.now() - settings.SESSION_ABSOLUTE
    mine = Event.objects.filter(actor_id=by.pk, record_id=record.record_id, kind="record.opened", recorded_at__gt=since)
    if not mine.filter(data__contains=json.loads(json.dumps(data, cls=DjangoJSONEncoder))).exists():
        opened(record, by=by, **data)


def timeline(record_id: UUID) -> QuerySet[Event]:
    """What happened to a record, newest first, without the mere looking."""
    return Event.objects.filter(record_id=record_id).exclude(kind__in=READ_KINDS).order_by("-id")


def readers(record_id: UUID) -> QuerySet[Event]:
    """Who opened a record, or something sealed in it, newest first."""
    return Event.objects.filter(record_id=record_id, kind__in=LOOKS).order_by("-id")


def last(record_id: UUID) -> Event | None:
    return timeline(record_id).first()
