"""How much room a service has, in words and with the moment it was said; and the board that shows all of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samaan import countrypack
from samaan.accounts.models import User
from samaan.directory.models import Capacity
from samaan.directory.models.capacity import PLACES, Kind
from samaan.directory.permissions import can_say_free, can_set_capacity

WEEK = 7
PAGE = 40
SORTED_BY = ("pk", "service__need", "kind", "free", "held", "service__organisation__name")


@dataclass(frozen=True)
class Line:
    """One number of the board. `choices`: what its provider may say with one tap; nobody else has any."""

    capacity: Capacity
    words: str
    look: str
    held: str
    old: str
    early: str
    choices: list[tuple[int, str]]
    may_set: bool

    @property
    def as_of(self) -> datetime | None:
        return self.capacity.as_of


def words(capacity: Capacity) -> str:
    """“2 beds free”, “Full”, “12 of 30 sessions unused, 5 weeks left”."""
    if not capacity.is_known:
        return _("Not said yet")
    if capacity.kind == Kind.SESSIONS:
        return sessions_in_words(capacity)
    if not capacity.is_running:
        return _("Nothing contracted at present")
    n = capacity.available
    if not n:
        return _("Full")
    if capacity.kind == Kind.BEDS:
        return ngettext("%(n)s bed free", "%(n)s beds free", n) % {"n": n}
    return ngettext("%(n)s place free", "%(n)s places free", n) % {"n": n}


def sessions_in_words(capacity: Capacity) -> str:
    if not capacity.is_running:
        return _("Nothing contracted at present")
    if not capacity.unused:
        return _("All %(all)s sessions are used") % {"all": capacity.contracted}
    left = _("%(unused)s of %(all)s sessions unused") % {"unused": capacity.unused, "all": capacity.contracted}
    days = capacity.days_left
    if days is None:
        return left
    if days < 2 * WEEK:
        time = ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}
    else:
        time = ngettext("%(n)s week left", "%(n)s weeks left", days // WEEK) % {"n": days // WEEK}
    return f"{left}, {time}"


def tonight(capacity: Capacity) -> str:
    """For a list of services: “2 beds tonight”."""
    if capacity.kind == Kind.BEDS and capacity.available:
        n = capacity.available
        return ngettext("%(n)s bed tonight", "%(n)s beds tonight", n) % {"n": n}
    return words(capacity)


def old_in_words(capacity: Capacity) -> str:
    """“Not confirmed for 3 days”; nothing while the number is fresh."""
    if capacity.as_of is None or not capacity.is_stale(countrypack.pack().capacity_confirmed_within):
        return ""
    days = (timezone.now() - capacity.as_of).days
    return ngettext("Not confirmed for %(n)s day", "Not confirmed for %(n)s days", days) % {"n": days}


@dataclass(frozen=True)
class Board:
    """One's own numbers, and a page of all the others'; `more`: whether another page follows."""

    own: list[Line]
    others: list[Line]
    more: bool = False


def board(user: User, *, need: str = "", page: int = 1) -> Board:
    """By what they are for, first where there is room. One's own stand on the first page."""
    offered = Capacity.objects.filter(service__is_active=True, service__organisation__is_active=True)
    mine = offered.filter(service__organisation=user.organisation_id)
    own = [one for one in whole(mine.values_list("pk", flat=True)) if can_say_free(user, one.service)]
    others = offered.exclude(pk__in=[one.pk for one in own])
    if need:
        others = others.filter(service__need=need)
    order = {code: index for index, (code, _label) in enumerate(countrypack.pack().choices("needs"))}
    keys = sorted(
        (order.get(code, len(order)), kind in PLACES and free is not None and free <= held, name, str(pk))
        for pk, code, kind, free, held, name in others.order_by().values_list(*SORTED_BY)
    )
    start = (page - 1) * PAGE
    shown = [key[-1] for key in keys[start : start + PAGE]]
    lines = [line(one, user) for one in whole(shown)]
    return Board([line(one, user) for one in own] if page == 1 else [], lines, len(keys) > start + PAGE)


def whole(ids: Iterable[Any]) -> list[Capacity]:
    """These, in this order, with what a line says of their service."""
    wanted = [str(pk) for pk in ids]
    found = {str(one.pk): one for one in Capacity.objects.select_related("service__organisation").filter(pk__in=wanted)}
    return [found[pk] for pk in wanted]


def line(capacity: Capacity, user: User) -> Line:
    return Line(
        capacity=capacity,
        words=words(capacity),
        look=look(capacity),
        held=held_in_words(capacity),
        old=old_in_words(capacity),
        early=_("May go unused") if capacity.may_go_unused else "",
        choices=choices(capacity) if capacity.is_places and can_say_free(user, capacity.service) else [],
        may_set=can_set_capacity(user, capacity.service),
    )


def look(capacity: Capacity) -> str:
    """The kind of badge: room, none, or nothing known."""
    if not capacity.is_known:
        return "status"
    return "done" if capacity.available else "medium"


def held_in_words(capacity: Capacity) -> str:
    if not capacity.held:
        return ""
    return ngettext("%(n)s held for a referral", "%(n)s held for referrals", capacity.held) % {"n": capacity.held}


def choices(capacity: Capacity) -> list[tuple[int, str]]:
    """Full, then each number up to what is contracted, as long as they fit under a thumb."""
    return [(0, _("Full")), *((n, str(n)) for n in range(1, min(capacity.contracted, MOST_TAPS) + 1))]


MOST_TAPS = 8
