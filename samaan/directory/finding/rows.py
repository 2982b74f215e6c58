"""The services as they are judged: plain rows, for there may be thousands of them and a page shows twenty."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from samaan.directory.models import Capacity, Service


class Row(NamedTuple):
    """What decides whether a service takes somebody, and at which place of the list it stands."""

    id: UUID
    code: str
    need: str
    min_age: int | None
    max_age: int | None
    sexes: list[str]
    languages: list[str]
    regions: list[str]
    always_open: bool
    answer_hours: int | None
    provider: str
    provider_name: str


FIELDS = (
    "id", "code", "need", "min_age", "max_age", "sexes", "languages", "regions", "always_open", "answer_hours",
    "organisation__code", "organisation__name",
)  # fmt: skip


def rows(needs: Iterable[str] = ()) -> list[Row]:
    """The services that are offered: all, or those for these needs."""
    found = Service.objects.filter(is_active=True, organisation__is_active=True)
    if needs:
        found = found.filter(need__in=needs)
    return [Row(*values) for values in found.order_by().values_list(*FIELDS)]


def rooms(needs: Iterable[str] = ()) -> dict[UUID, Capacity]:
    """How much room there is, by service; where one counts places and sessions, what it has none of counts."""
    found = Capacity.objects.filter(service__is_active=True)
    if needs:
        found = found.filter(service__need__in=needs)
    by_service: dict[UUID, Capacity] = {}
    for capacity in found.order_by("kind"):
        before = by_service.get(capacity.service_id)
        if before is None or (capacity.is_full and not before.is_full):
            by_service[capacity.service_id] = capacity
    return by_service
