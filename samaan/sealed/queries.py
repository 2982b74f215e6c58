"""Questions asked of sealed fields. None of them opens one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from samaan.accounts.models import User
from samaan.countrypack.vocabulary import ALONE
from samaan.sealed import classes
from samaan.sealed.classes import SealedClass
from samaan.sealed.models import ANSWERED_WITHIN, Opening, Request, SealedField
from samaan.sealed.permissions import can_decide, can_enter, rights_of, way_of


@dataclass(frozen=True)
class Shown:
    """One kind of sealed field of a record as somebody sees it: masked or empty, and what they may do."""

    named: SealedClass
    field: SealedField | None
    state: str
    may_enter: bool
    earlier: list[SealedField]
    request: Request | None = None
    # Who opened it and why: for whoever answers for the record.
    openings: Sequence[Opening] = ()

    @property
    def label(self) -> Any:
        return self.named.label

    @property
    def href(self) -> str:
        """Where it is opened, for whoever may."""
        return self.field.get_absolute_url() if self.field and self.state != "closed" else ""


def shown(record: Any, user: User) -> list[Shown]:
    """The sealed fields of a record, for somebody who sees the record."""
    rows = SealedField.objects.visible_to(user).filter(of_record=record.record_id).select_related("entered_by")
    by_class: dict[str, list[SealedField]] = {}
    for row in rows:
        by_class.setdefault(row.sealed_class, []).append(row)
    return [one(record, user, named, by_class.get(named.code, [])) for named in classes.of_kind(record.record_kind)]


def one(record: Any, user: User, named: SealedClass, rows: list[SealedField]) -> Shown:
    field = next((row for row in rows if row.replaced_at is None), None)
    request = latest_request(user, field) if field else None
    return Shown(
        named=named,
        field=field,
        state=state_of(user, field, request),
        may_enter=can_enter(user, record, named),
        earlier=[row for row in rows if row.replaced_at and named.keeps_earlier],
        request=request,
        openings=openings_of(record, named) if rows and user in named.owners(record) else (),
    )


def state_of(user: User, field: SealedField | None, request: Request | None) -> str:
    if field is None:
        return "empty"
    if not way_of(user, field):
        return "closed"
    if request and request.status == Request.Status.ASKED:
        return "waiting"
    return "approved" if request and request.is_valid else "sealed"


def current(record: Any, sealed_class: str) -> SealedField | None:
    """The value that counts now, sealed."""
    return SealedField.objects.filter(of_record=record.record_id, sealed_class=sealed_class, replaced_at=None).first()


def latest_request(user: User, field: SealedField) -> Request | None:
    asked = Request.objects.filter(of_record=field.of_record, sealed_class=field.sealed_class, asked_by=user)
    return asked.select_related("decided_by").first()


def opened_today(user: User) -> int:
    """How many fields somebody has opened since midnight."""
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return Opening.objects.filter(user=user, opened_at__gte=start).count()


def is_beyond_limit(user: User) -> bool:
    return opened_today(user) >= rights_of(user).a_day


def needs_second_person(user: User, field: SealedField) -> bool:
    """By the role, or because the day's limit is reached."""
    return way_of(user, field) != ALONE or is_beyond_limit(user)


def to_decide(user: User, *, most: int = 50, **of: Any) -> list[Request]:
    """What waits for this person's approval, the oldest first."""
    approves = rights_of(user).approves
    if not approves:
        return []
    waiting = Request.objects.visible_to(user).filter(
        status=Request.Status.ASKED, sealed_class__in=approves, asked_at__gt=timezone.now() - ANSWERED_WITHIN, **of
    )
    found = waiting.exclude(asked_by=user).select_related("asked_by__organisation").order_by("asked_at")[:most]
    return [request for request in found if can_decide(user, request)]


def waiting_on(record: Any, user: User) -> list[Request]:
    """The same, for one record."""
    return to_decide(user, of_record=record.record_id)


def asked_by(user: User, *, most: int = 20) -> list[Request]:
    """What somebody has asked for lately."""
    since = timezone.now() - ANSWERED_WITHIN
    asked = Request.objects.visible_to(user).filter(asked_by=user, asked_at__gt=since)
    return list(asked.select_related("decided_by")[:most])


def openings_of(record: Any, named: SealedClass, *, most: int = 20) -> list[Opening]:
    """Who opened a sealed field of a record and why, newest first."""
    found = Opening.objects.filter(of_record=record.record_id, sealed_class=named.code)
    return list(found.select_related("user", "request__decided_by")[:most])
