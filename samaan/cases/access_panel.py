"""Who may see a case and why, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.access.models import Basis, Grant
from samaan.cases import who
from samaan.cases.models import Part


@dataclass(frozen=True)
class Access:
    """One grant: who, why, what it opens, since when, until when."""

    name: str
    why: str
    parts: str
    since: datetime
    until: datetime | None
    by: str


def accesses(grants: Iterable[Grant], *, ended: bool, assigned: str = "") -> list[Access]:
    """The grants that hold now, or those that have ended. `assigned`: what the one it is assigned to is, of no case."""
    chosen = [grant for grant in grants if is_over(grant) == ended]
    names = who.names_of(grant.principal for grant in chosen)
    parts = countrypack.pack().choices("compartments")
    return [
        Access(
            name=names.get(grant.principal, _("Somebody who has left")),
            why=assigned if assigned and grant.basis == Basis.ASSIGNMENT else reason(grant),
            parts=", ".join(label for code, label in parts if code in grant.compartments),
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
    if grant.basis == Basis.DELEGATION:
        return _("Stands in for %(name)s") % {"name": grant.on_behalf_of}
    return {
        Basis.OVERSIGHT: _("Oversight that comes with the role"),
        Basis.ASSIGNMENT: _("Case manager of this case"),
        Basis.AUTHOR: _("Opened the case"),
        Basis.ANSWER: _("Asked whether the person is known; this was the answer"),
        Basis.BREAK_GLASS: _("Opened it in an emergency"),
    }.get(Basis(grant.basis)) or Basis(grant.basis).label.capitalize()
