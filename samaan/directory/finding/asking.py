"""The question itself: who takes these people, in which order, and why the others do not."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from samaan import countrypack
from samaan.directory.finding import words
from samaan.directory.finding.hours import Hours, closed_in_words
from samaan.directory.finding.judging import Turns, rank, uncertain, why_not
from samaan.directory.finding.rows import Row, full, points, rooms, rows
from samaan.directory.finding.wanted import Somebody, Wanted
from samaan.directory.models import Capacity, Service

# What a page shows; more would not be read on a telephone.
SHOWN = 12
NAMED = 5
AT_ANY_HOUR = 24
# What changes by itself is said first: it may be otherwise tomorrow.
PASSING = ("full", "closed")
ELSEWHERE = words.Why("region")


@dataclass(frozen=True)
class Offer:
    """A service for somebody, with why it is offered at this place and what to mind."""

    service: Service
    reasons: list[str] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)
    # First, second … to be asked by the referral map; None when the map does not name the provider.
    turn: int | None = None
    room: Capacity | None = None

    @property
    def is_full(self) -> bool:
        return bool(self.room and self.room.is_full)


@dataclass(frozen=True)
class LeftOut:
    """Services that do not take these people, all for the same reason; the first few by name."""

    reason: str
    count: int
    services: list[Service]


@dataclass(frozen=True)
class Found:
    """What was found: `total` may be more than the offers shown. `instead`: what else of the same kind takes them."""

    offers: list[Offer]
    left_out: list[LeftOut] = field(default_factory=list)
    total: int = 0
    instead: list[Offer] = field(default_factory=list)
    # Where those work that take these people, whatever region was asked for; what works everywhere is not in it.
    regions: list[list[str]] = field(default_factory=list)


def find(wanted: Wanted, *, shown: int = SHOWN) -> Found:
    """Rank what takes these people, and say of the rest why not.

    What excludes: another need, an age or sex the service does not take, a region it does not serve; and, when it is
    for now, that it is full or closed. What only ranks: the referral map's order, nearness, the language, the hours,
    the speed of answer.
    """
    needs = (wanted.need,) if wanted.need else ()
    taken, refused = sort_out(wanted, needs)
    regions = [row.regions for row in (*(one.row for one in taken), *refused.get(ELSEWHERE, ())) if row.regions]
    others: list[Taken] = []
    if wanted.need and not taken:
        others, _refused = sort_out(wanted, of_same_group(wanted.need))
    return Found(offers(taken[:shown], wanted), left_out(refused), len(taken), offers(others[:NAMED], wanted), regions)


class Taken(NamedTuple):
    """A row that fits, with what its place in the list hangs on."""

    row: Row
    turn: int | None
    km: float | None
    # By its hours; None when they are not on record.
    is_open: bool | None
    closed: str
    place: tuple


def sort_out(wanted: Wanted, needs: Iterable[str]) -> tuple[list[Taken], dict[words.Why, list[Row]]]:
    """Those that take them, ranked; and the others by their reason."""
    needs = tuple(needs)
    if wanted.need and not needs:
        return [], {}
    turns, without_room, km_of = Turns(wanted), full(needs), distances(wanted, needs)
    listed = rows(needs)
    hours = Hours(needs, (row.id for row in listed if row.open_on_holidays))
    taken: list[Taken] = []
    refused: dict[words.Why, list[Row]] = {}
    for row in listed:
        is_full = row.id in without_room
        if why := why_not(row, wanted, is_full, hours):
            refused.setdefault(why, []).append(row)
        else:
            turn, km = turns.of(row), km_of.get(row.id)
            is_open = row.always_open or hours.is_open(row.id)
            closed = closed_in_words(hours.opens_next(row.id)) if is_open is False else ""
            place = rank(row, turn, wanted, is_full, is_open is not False, km)
            taken.append(Taken(row, turn, km, is_open, closed, place))
    taken.sort(key=attrgetter("place"))
    return taken, refused


def distances(wanted: Wanted, needs: Iterable[str]) -> dict[UUID, float]:
    """How far the nearest public place of each service is; nothing where no position was given."""
    found: dict[UUID, float] = {}
    if wanted.near:
        for service, point in points(needs):
            km = wanted.near.km_to(point)
            found[service] = min(km, found.get(service, km))
    return found


def offers(taken: list[Taken], wanted: Wanted) -> list[Offer]:
    ids = [one.row.id for one in taken]
    services, room_of = whole(ids), rooms(ids) if ids else {}
    return [offer(services[one.row.id], one, wanted, room_of.get(one.row.id)) for one in taken]


def offer(service: Service, one: Taken, wanted: Wanted, room: Capacity | None) -> Offer:
    return Offer(
        service,
        list(words.reasons(service, one.turn, wanted, room, one.km, one.is_open)),
        list(words.cautions(service, one.turn, wanted, list(uncertain(one.row, wanted)), room, one.closed)),
        one.turn,
        room,
    )


def left_out(refused: dict[words.Why, list[Row]]) -> list[LeftOut]:
    """The reasons, each with its services: what passes first, then the commonest."""
    ordered = sorted(refused.items(), key=lambda item: (item[0].code not in PASSING, -len(item[1])))
    named = [row.id for _why, found in ordered for row in found[:NAMED]]
    services = Service.objects.only("code", "names").in_bulk(named) if named else {}
    return [
        LeftOut(words.left_out(why), len(found), [services[row.id] for row in found[:NAMED]]) for why, found in ordered
    ]


def whole(ids: list[UUID]) -> dict[UUID, Service]:
    return (
        Service.objects.select_related("organisation", "unit").prefetch_related("places__location").in_bulk(ids)
        if ids
        else {}
    )


def of_same_group(need: str) -> list[str]:
    """The other needs under the same heading."""
    listed = countrypack.pack().codelist("needs").entries
    group = listed[need].more.get("group") if need in listed else None
    return [code for code, entry in listed.items() if group and code != need and entry.more.get("group") == group]


def services_for(
    need: str = "",
    *,
    age: int | None = None,
    is_child: bool | None = None,
    sex: str = "",
    region: str = "",
    language: str = "",
) -> list[Offer]:
    """All the services open to one person, whatever is full or closed just now."""
    wanted = Wanted(need, (Somebody.of(sex, age, is_child),), region, language)
    taken, _refused = sort_out(wanted, (need,) if need else ())
    return offers(taken, wanted)


def open_day_and_night() -> list[Offer]:
    """Services that answer at any hour, by what they are for."""
    nothing = Wanted()
    order = {code: index for index, (code, _label) in enumerate(countrypack.pack().choices("needs"))}
    found = [Taken(row, None, None, True, "", ()) for row in rows() if row.always_open]
    found.sort(key=lambda one: (order.get(one.row.need, len(order)), one.row.provider_name, one.row.code))
    return offers(found[:AT_ANY_HOUR], nothing)


def regions() -> list[list[str]]:
    """Where each service works that does not work everywhere."""
    offered = Service.objects.filter(is_active=True, organisation__is_active=True).exclude(regions=[])
    return list(offered.order_by().values_list("regions", flat=True))
