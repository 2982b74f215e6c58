"""How much one person opens and lists in a day: counted in the transaction that shows it, refused beyond the limit.

A record is counted once a day: whatever was open today stays open. The database counts, one person's openings one
after the other, so that none of several at once goes beyond (migrations/quota.sql).
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from samaan import countrypack
from samaan.access import principals
from samaan.access.models import Basis, DayCount, Grant
from samaan.accounts.models import User
from samaan.audit import stream

# What a look at one record counts as; a record of another kind, such as a question, is no file of a person.
COUNTED = ("case", "report", "referral", "person")
LINE, EXPORT, MISSED = "line", "export", "missed"


class LimitReached(Exception):
    """This person has used up what the pack allows of `what` today; `until` is when the next day begins."""

    def __init__(self, user: User, what: str, limit: int):
        super().__init__(f"{what}: {limit} a day")
        self.user, self.what, self.limit, self.until = user, what, limit, end_of_day()


def note_reached(reached: LimitReached) -> None:
    """Leave the event of it: whoever watches is told within minutes."""
    stream.append("limit.reached", by=reached.user, what=reached.what, limit=reached.limit)


def note_missed(by: User) -> None:
    """An address that led nowhere or was refused, as often as the pack keeps on the record in a day."""
    if used(by, MISSED, 1, limit_of(by, MISSED)):
        stream.append("access.missed", by=by)


def count_look(record: Any, by: User | None) -> None:
    """Count one look at a record. Raises LimitReached; never for a file that is open in an emergency."""
    kind = getattr(record, "record_kind", "")
    if by is None or kind not in COUNTED:
        return
    limit = limit_of(by, kind)
    if not counted(by, kind, [record.record_id], limit):
        if not is_emergency(record.record_id, by):
            raise LimitReached(by, kind, limit + more_today(by, kind))
        counted(by, kind, [record.record_id], None)


def count_lines(by: User | None, records: Iterable[UUID]) -> None:
    """Count the records that stand in a list that is about to be shown, each once a day. Raises LimitReached."""
    ids = list(records)
    if by is None or not ids:
        return
    limit = limit_of(by, LINE)
    if not counted(by, LINE, ids, limit, in_list=True):
        raise LimitReached(by, LINE, limit + more_today(by, LINE))


def use(by: User | None, what: str, number: int = 1) -> None:
    """Use up some of a day's number. Raises LimitReached when less than that is left."""
    if by is None or not number:
        return
    limit = limit_of(by, what)
    if not used(by, what, number, limit):
        raise LimitReached(by, what, limit + more_today(by, what))


def counted(by: User, what: str, ids: list[UUID], limit: int | None, *, in_list: bool = False) -> bool:
    """Whether these looks fit into the day; without a limit they do, and are counted all the same."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.count_looks(%s, %s, %s, %s, %s, %s)", [by.pk, today(), what, ids, limit, in_list])
        return cursor.fetchone()[0]


def used(by: User, what: str, number: int, limit: int | None) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.count_use(%s, %s, %s, %s, %s)", [by.pk, today(), what, number, limit])
        return cursor.fetchone()[0]


def allow_more(user: User, what: str, number: int) -> None:
    """So many more of it, today only. Whoever calls this has made sure that somebody else allows it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.allow_more(%s, %s, %s, %s)", [user.pk, today(), what, number])


def limit_of(user: User, what: str) -> int:
    return countrypack.pack().limits.a_day(user.role_id, what)


def count_of(user: User, what: str) -> int:
    """How much of it was used today."""
    return DayCount.objects.filter(user=user, day=today(), what=what).values_list("used", flat=True).first() or 0


def more_today(user: User, what: str) -> int:
    return DayCount.objects.filter(user=user, day=today(), what=what).values_list("more", flat=True).first() or 0


def is_emergency(record_id: UUID, user: User) -> bool:
    """Whether this person has the file open in an emergency now."""
    mine = Grant.objects.filter(record_id=record_id, principal=principals.user(user.pk), basis=Basis.BREAK_GLASS)
    return mine.filter(revoked_at=None, ends_at__gt=timezone.now()).exists()


def today() -> date:
    return timezone.localdate()


def end_of_day() -> datetime:
    """Midnight, where the country is."""
    return timezone.make_aware(datetime.combine(today() + timedelta(days=1), time.min))
