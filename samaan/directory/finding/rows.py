"""The services as they are judged: plain rows, for there may be thousands of them and a page shows twenty."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from samaan.directory.finding.wanted import Point
from samaan.directory.models import Capacity, Service, ServiceAtLocation
from samaan.directory.models.capacity import PLACES, Kind


class Row(NamedTuple):
    """What decides whether a service takes somebody, and at which place of the list it stands."""

    id: UUID
    code: str
    need: str
    min_age: int | None
    max_age: int | None
    sexes: list[str]
    nationalities: list[str]
    statuses: list[str]
    households: list[str]
    languages: list[str]
    regions: list[str]
    always_open: bool
    open_on_holidays: bool
    answer_hours: int | None
    provider: str
    provider_name: str


FIELDS = (
    "id", "code", "need", "min_age", "max_age", "sexes", "nationalities", "statuses", "households", "languages",
    "regions", "always_open", "open_on_holidays", "answer_hours", "organisation__code", "organisation__name",
)  # fmt: skip


def rows(needs: Iterable[str] = ()) -> list[Row]:
    """The services that are offered: all, or those for these needs."""
    found = Service.objects.filter(is_active=True, organisation__is_active=True)
    if needs:
        found = found.filter(need__in=needs)
    return list(map(Row._make, found.order_by().values_list(*FIELDS)))


def no_room() -> Q:
    """Places that are all taken or held, sessions that are all given, and what is contracted for another time."""
    today = timezone.localdate()
    places = Q(kind__in=PLACES, free__isnull=False, free__lte=F("held"))
    sessions = Q(kind=Kind.SESSIONS, used__gte=F("contracted"))
    elsewhen = Q(kind=Kind.SESSIONS) | Q(kind__in=PLACES, free__isnull=False)
    return places | sessions | (elsewhen & (Q(starts_on__gt=today) | Q(ends_on__lt=today)))


def full(needs: Iterable[str] = ()) -> set[UUID]:
    """The services that have no room; where one counts places and sessions, what it has none of counts."""
    found = Capacity.objects.filter(no_room())
    if needs:
        found = found.filter(service__need__in=needs)
    return set(found.order_by().values_list("service_id", flat=True))


def rooms(services: Iterable[UUID]) -> dict[UUID, Capacity]:
    """How much room these have, for the words; what is full goes before what is not."""
    by_service: dict[UUID, Capacity] = {}
    for capacity in Capacity.objects.filter(service__in=services).order_by("kind"):
        before = by_service.get(capacity.service_id)
        if before is None or (capacity.is_full and not before.is_full):
            by_service[capacity.service_id] = capacity
    return by_service


def points(needs: Iterable[str] = ()) -> list[tuple[UUID, Point]]:
    """Where services are whose place may be known; the database has no point of a sealed one."""
    found = ServiceAtLocation.objects.filter(location__latitude__isnull=False, service__is_active=True)
    if needs:
        found = found.filter(service__need__in=needs)
    rows = found.order_by().values_list("service_id", "location__latitude", "location__longitude")
    return [(service, Point(float(north), float(east))) for service, north, east in rows]
