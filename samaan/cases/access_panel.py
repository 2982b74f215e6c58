"""Who may see a case and why, and who opened it, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.access.models import Basis, Grant
from samaan.accounts.models import User
from samaan.audit import stream
from samaan.audit.models import Event
from samaan.cases import who
from samaan.cases.models import Case, Part

READINGS_READ, READERS_SHOWN = 500, 50


@dataclass(frozen=True)
class Access:
    """One grant: who, why, what it opens, since when, until when."""

    name: str
    why: str
    parts: str
    since: datetime
    until: datetime | None
    by: str


@dataclass(frozen=True)
class Reading:
    """Somebody looked on one day: who, at what, when last, how often."""

    name: str
    what: str
    at: datetime | None
    times: int


def accesses(grants: Iterable[Grant], *, ended: bool) -> list[Access]:
    """The grants that hold now, or those that have ended."""
    chosen = [grant for grant in grants if is_over(grant) == ended]
    names = who.names_of(grant.principal for grant in chosen)
    return [
        Access(
            name=names.get(grant.principal, _("Somebody who has left")),
            why=reason(grant),
            parts=", ".join(countrypack.pack().labels("compartments", grant.compartments)),
            since=grant.granted_at,
            until=grant.revoked_at or grant.ends_at,
            by=grant.granted_by.full_name if grant.granted_by else "",
        )
        for grant in chosen
    ]


def is_over(grant: Grant) -> bool:
    return grant.revoked_at is not None or (grant.ends_at is not None and grant.ends_at <= timezone.now())


def reason(grant: Grant) -> str:
    """Why this grant is there."""
    if grant.basis == Basis.LAW:
        rule = next((rule for rule in countrypack.pack().added_by_rule if rule.code == grant.purpose), None)
        return f"{_('Required by law')}: {rule.reason}" if rule else _("Required by law")
    if grant.basis == Basis.TEAM and grant.purpose in Part.values:
        return _("On the team: %(part)s") % {"part": Part(grant.purpose).label}
    return {
        Basis.OVERSIGHT: _("Oversight that comes with the role"),
        Basis.ASSIGNMENT: _("Case manager of this case"),
        Basis.AUTHOR: _("Opened the case"),
        Basis.ANSWER: _("Asked whether the person is known; this was the answer"),
    }.get(Basis(grant.basis)) or Basis(grant.basis).label.capitalize()


def readings(case: Case) -> list[Reading]:
    """The latest looks at the case; what one person looked at on one day is one line."""
    by_day: dict[tuple, list[Event]] = {}
    for event in stream.readers(case.pk)[:READINGS_READ]:
        day = timezone.localdate(event.recorded_at)
        by_day.setdefault((event.actor_id, event.kind, day), []).append(event)
    found = [(same[0], len(same)) for same in by_day.values()][:READERS_SHOWN]
    names = dict(User.objects.filter(pk__in={event.actor_id for event, _times in found}).values_list("pk", "full_name"))
    return [
        Reading(names.get(event.actor_id or 0, ""), looked_at(event), event.recorded_at, times)
        for event, times in found
    ]


def looked_at(event: Event) -> str:
    return {
        "record.opened": _("Opened the case"),
        "file.opened": _("Opened a document"),
        "file.original_opened": _("Opened the original of a document"),
        "name.shown": _("Had the name shown"),
    }.get(event.kind, event.kind)
