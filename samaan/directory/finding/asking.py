"""The question itself: who takes these people, in which order, and why the others do not."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

from samaan import countrypack
from samaan.directory.finding import words
from samaan.directory.finding.judging import rank, turn_of, uncertain, why_not
from samaan.directory.finding.rows import Row, rooms, rows
from samaan.directory.finding.wanted import Somebody, Wanted
from samaan.directory.models import Capacity, Service

# What a page shows; more would not be read on a telephone.
SHOWN = 20
NAMED = 5
# What changes by itself is said first: it may be otherwise tomorrow.
PASSING = ("full", "closed")


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


def find(wanted: Wanted, *, shown: int = SHOWN) -> Found:
    """Rank what takes these people, and say of the rest why not.

    What excludes: another need, an age or sex the service does not take, a region it does not serve; and, when it is
    for now, that it is full. What only ranks: the referral map's order, nearness, the language, hours, speed of answer.
    """
    needs = (wanted.need,) if wanted.need else ()
    taken, refused = sort_out(wanted, needs)
    found = Found(offers(taken[:shown], wanted), left_out(refused), len(taken))
    if taken or not wanted.need:
        return found
    others, _refused = sort_out(wanted, of_same_group(wanted.need))
    return Found([], found.left_out, 0, offers(others[:NAMED], wanted))


@dataclass(frozen=True)
class Taken:
    """A row that fits, with what its place in the list hangs on."""

    row: Row
    turn: int | None
    room: Capacity | None
    km: float | None


def sort_out(wanted: Wanted, needs: Iterable[str]) -> tuple[list[Taken], dict[words.Why, list[Row]]]:
    """Those that take them, ranked; and the others by their reason."""
    needs = tuple(needs)
    if wanted.need and not needs:
        return [], {}
    room_of, km_of = rooms(needs), distances(wanted)
    taken: list[Taken] = []
    refused: dict[words.Why, list[Row]] = {}
    for row in rows(needs):
        room = room_of.get(row.id)
        if why := why_not(row, wanted, room):
            refused.setdefault(why, []).append(row)
        else:
            taken.append(Taken(row, turn_of(row, wanted), room, km_of.get(row.id)))
    taken.sort(key=lambda one: rank(one.row, one.turn, wanted, one.room, one.km))
    return taken, refused


def distances(wanted: Wanted) -> dict[UUID, float]:
    """How far each service with a public place is; nothing where no position was given."""
    return {}


def offers(taken: list[Taken], wanted: Wanted) -> list[Offer]:
    services = whole(one.row.id for one in taken)
    return [offer(services[one.row.id], one, wanted) for one in taken if one.row.id in services]


def offer(service: Service, one: Taken, wanted: Wanted) -> Offer:
    return Offer(
        service,
        list(words.reasons(service, one.turn, wanted, one.room, one.km)),
        list(words.cautions(service, one.turn, wanted, list(uncertain(one.row, wanted)), one.room)),
        one.turn,
        one.room,
    )


def left_out(refused: dict[words.Why, list[Row]]) -> list[LeftOut]:
    """The reasons, each with its services: what passes first, then the commonest."""
    ordered = sorted(refused.items(), key=lambda item: (item[0].code not in PASSING, -len(item[1])))
    services = whole(row.id for _why, found in ordered for row in found[:NAMED])
    return [
        LeftOut(words.left_out(why), len(found), [services[row.id] for row in found[:NAMED] if row.id in services])
        for why, found in ordered
    ]


def whole(ids: Iterable[UUID]) -> dict[UUID, Service]:
    wanted = list(ids)
    return (
        Service.objects.select_related("organisation", "unit").prefetch_related("places__location").in_bulk(wanted)
        if wanted
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
    """The services that answer at any hour, by what they are for."""
    nothing = Wanted()
    taken, _refused = sort_out(nothing, ())
    order = {code: index for index, (code, _label) in enumerate(countrypack.pack().choices("needs"))}
    found = offers([one for one in taken if one.row.always_open], nothing)
    return sorted(found, key=lambda one: (order.get(one.service.need, len(order)), one.service.name))


def regions_of(wanted: Wanted) -> list[list[str]]:
    """Where those that take these people work, whatever region was asked for; what works everywhere is not in it."""
    taken, _refused = sort_out(replace(wanted, region=""), (wanted.need,) if wanted.need else ())
    return [one.row.regions for one in taken if one.row.regions]
