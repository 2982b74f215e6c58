"""A service's facts by group, as plain values: what a change holds, a form shows, and a file carries."""

from collections.abc import Iterable
from typing import Any

from django.db.models import JSONField

from samaan.directory.models import CostOption, Group, HoursException, Location, Schedule, Service, ServiceAtLocation

Facts = dict[str, Any]

COLUMNS: dict[str, tuple[str, ...]] = {
    Group.ABOUT: ("names", "notes", "need"),
    Group.CONTACT: ("phone", "whatsapp", "email", "website", "answer_hours"),
    Group.HOURS: ("always_open", "open_on_holidays", "opening"),
    Group.WHOM: (
        "min_age",
        "max_age",
        "sexes",
        "nationalities",
        "statuses",
        "households",
        "languages",
        "regions",
    ),
    Group.PLACE: (),
    Group.COST: ("documents",),
}


def groups_of(service: Service) -> list[Group]:
    """Of a sealed service nobody writes down here where it is."""
    return [group for group in Group if group != Group.PLACE or not service.is_sealed_location]


def facts_of(service: Service, group: str) -> Facts:
    """What the directory says now."""
    facts: Facts = {column: getattr(service, column) for column in COLUMNS[group]}
    if group == Group.HOURS:
        facts |= hours_of(service)
    elif group == Group.PLACE:
        facts |= place_of(service)
    elif group == Group.COST:
        cost = next(iter(service.costs.all()), None)
        facts |= {
            "cost": cost.names if cost else {},
            "amount": str(cost.amount) if cost and cost.amount is not None else "",
        }
    return facts


def put_facts(service: Service, group: str, facts: Facts) -> None:
    """Write some or all facts of a group."""
    columns = [column for column in COLUMNS[group] if column in facts]
    for column in columns:
        setattr(service, column, facts[column])
    if columns:
        check(service, columns)
        service.save(update_fields=columns)
    if group == Group.HOURS:
        put_hours(service, facts)
    elif group == Group.PLACE and facts:
        put_place(service, place_of(service) | facts)
    elif group == Group.COST and {"cost", "amount"} & set(facts):
        put_cost(service, facts_of(service, group) | facts)


def check(row: Service | Location, columns: Iterable[str]) -> None:
    """What forms check as well, for programs and files; words may be empty in every language."""
    others = {each.name for each in row._meta.fields if each.name not in columns or isinstance(each, JSONField)}
    row.clean_fields(exclude=others)
    row.validate_constraints(exclude={each.name for each in row._meta.fields if each.name not in columns})


def hours_of(service: Service) -> Facts:
    week: dict[str, list[str]] = {}
    for row in service.schedules.all():
        if row.place_id:
            continue
        week.setdefault(str(row.weekday), []).append(f"{row.opens:%H:%M}-{row.closes:%H:%M}")
    days = [
        [f"{row.first_day}", f"{row.last_day}", f"{row.opens:%H:%M}-{row.closes:%H:%M}" if row.opens else ""]
        for row in service.exceptions.all()
    ]
    return {"week": week, "days": days}


def put_hours(service: Service, facts: Facts) -> None:
    if "week" in facts:
        service.schedules.filter(place=None).delete()
        Schedule.objects.bulk_create(
            Schedule(service=service, weekday=int(day), opens=opens, closes=closes)
            for day, hours in facts["week"].items()
            for opens, closes in (span.split("-") for span in hours)
        )
    if "days" in facts:
        service.exceptions.all().delete()
        HoursException.objects.bulk_create(
            HoursException(
                service=service,
                first_day=first,
                last_day=last,
                opens=span.split("-")[0] if span else None,
                closes=span.split("-")[1] if span else None,
            )
            for first, last, span in facts["days"]
        )


def place_of(service: Service) -> Facts:
    """The first place; nothing but empty values where there is none."""
    at = next(iter(service.places.all()), None)
    place = at.location if at else Location()
    return {
        "address": place.address,
        "region": place.region,
        "ways": place.ways,
        "accessibility": place.accessibility,
        "latitude": f"{place.latitude}" if place.latitude is not None else "",
        "longitude": f"{place.longitude}" if place.longitude is not None else "",
    }


def put_place(service: Service, facts: Facts) -> None:
    at = service.places.select_related("location").first()
    place = at.location if at else Location(code=service.code, organisation=service.organisation)
    for column in ("address", "region", "ways", "accessibility"):
        setattr(place, column, facts[column])
    place.latitude, place.longitude = facts["latitude"] or None, facts["longitude"] or None
    check(place, ("address", "region", "latitude", "longitude"))
    place.save()
    if at is None:
        ServiceAtLocation.objects.create(service=service, location=place)


def put_cost(service: Service, facts: Facts) -> None:
    service.costs.all().delete()
    if any(facts["cost"].values()) or facts["amount"]:
        CostOption.objects.create(service=service, names=facts["cost"], amount=facts["amount"] or None)
