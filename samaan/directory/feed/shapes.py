"""Rows of the directory as objects of HSDS 3.0. What is not said is left out: the schemas allow no null."""

from typing import Any
from uuid import UUID, uuid5

from samaan import countrypack
from samaan.accounts.models import Organisation
from samaan.directory.feed import queries
from samaan.directory.models import Location, Programme, Service, ServiceAtLocation

Shape = dict[str, Any]
# Rows that are known by a code or a number get the same id at every country's server, for ever.
SPACE = UUID("5f3d5f0e-6f0c-5a2b-9c56-5c2a4f0e7d11")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# The lists of the pack that say something of a service, with the field that holds codes of each.
TAXONOMIES = {
    "needs": "need",
    "sex": "sexes",
    "households": "households",
    "nationality": "nationalities",
    "immigration_status": "statuses",
}


def lasting_id(kind: str, key: object) -> str:
    return str(uuid5(SPACE, f"{countrypack.pack().code}/{kind}/{key}"))


def said(**fields: Any) -> Shape:
    """Only what somebody has said."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def organisation(row: Organisation, *, whole: bool = False) -> Shape:
    entry = getattr(row, "entry", None)
    shape = said(
        id=lasting_id("organisation", row.code),
        name=row.name,
        alternate_name=entry.short_name if entry else "",
        email=entry.email if entry else "",
        website=entry.website if entry else "",
    )
    shape["description"] = (entry.description if entry else "") or row.name
    if whole:
        offered = list(queries.services().filter(organisation=row))
        # A programme of sealed services alone would tell of them.
        programmes = {one.programme_id: one.programme for one in offered if one.programme}
        shape |= said(
            services=[service(one, whole=False) for one in offered],
            programs=[programme(one) for one in programmes.values()],
        )
    return shape


def programme(row: Programme) -> Shape:
    described = countrypack.words.in_language(row.descriptions)
    return {"id": lasting_id("programme", row.code), "name": row.name, "description": described or row.name}


def service(row: Service, *, whole: bool = True) -> Shape:
    """`whole` with everything that hangs on it; else as a list shows it."""
    shape = said(
        id=str(row.pk),
        organization_id=lasting_id("organisation", row.organisation.code),
        program_id=lasting_id("programme", row.programme.code) if row.programme else "",
        name=row.name,
        description=row.note,
        url=row.website,
        email=row.email,
        status="active",
        fees_description="; ".join(str(cost) for cost in row.costs.all()),
        eligibility_description=eligibility(row),
        minimum_age=row.min_age,
        maximum_age=row.max_age,
        assured_date=assured(row),
        organization=organisation(row.organisation),
        program=programme(row.programme) if row.programme else None,
    )
    return shape | hanging_on(row) if whole else shape


def assured(row: Service) -> str:
    """The day since when every verified group of facts has been verified."""
    days = [fact.verified_on for fact in row.facts.all() if fact.verified_on]
    return f"{min(days)}" if days else ""


def eligibility(row: Service) -> str:
    pack = countrypack.pack()
    lists = (("sex", row.sexes), ("households", row.households), ("nationality", row.nationalities))
    parts = [", ".join(pack.labels(name, codes)) for name, codes in (*lists, ("immigration_status", row.statuses))]
    return "; ".join(filter(None, parts))


def hanging_on(row: Service) -> Shape:
    pack, key = countrypack.pack(), str(row.pk)
    return said(
        phones=phones(row),
        schedules=schedules(row),
        service_areas=[
            {"id": lasting_id("area", f"{key}/{code}"), "service_id": key, "name": pack.label("regions", code)}
            for code in row.regions
        ],
        languages=languages(f"service/{key}", row.languages),
        service_at_locations=[at_location(place) for place in row.places.all()],
        cost_options=[
            said(
                id=lasting_id("cost", cost.pk),
                service_id=key,
                option=str(cost),
                amount=float(cost.amount) if cost.amount is not None else None,
                currency=pack.currency,
            )
            for cost in row.costs.all()
        ],
        required_documents=[
            {
                "id": lasting_id("document", f"{key}/{code}"),
                "service_id": key,
                "document": pack.label("document_kinds", code),
            }
            for code in row.documents
        ],
        attributes=attributes(row),
    )


def phones(row: Service) -> list[Shape]:
    first = [(row.phone, "voice", "phone"), (row.whatsapp, "sms", "whatsapp")]
    found = [
        {"id": lasting_id("phone", f"{row.pk}/{name}"), "service_id": str(row.pk), "number": number, "type": kind}
        for number, kind, name in first
        if number
    ]
    for phone in row.phones.all():
        key = lasting_id("phone", phone.pk)
        more = said(
            id=key,
            service_id=str(row.pk),
            number=phone.number,
            extension=int(phone.extension) if phone.extension.isdecimal() else None,
            type="voice" if phone.channel == "phone" else phone.channel,
            languages=languages(f"phone/{key}", phone.languages),
        )
        found.append(more)
    return found


def languages(whose: str, codes: list[str]) -> list[Shape]:
    pack = countrypack.pack()
    return [
        {"id": lasting_id("language", f"{whose}/{code}"), "name": pack.label("languages", code), "code": code}
        for code in codes
    ]


def schedules(row: Service) -> list[Shape]:
    """A row for each span of the week; days without work, as rows that begin and end with them."""
    key = str(row.pk)
    week = [
        said(
            id=lasting_id("schedule", schedule.pk),
            service_id=key,
            freq="WEEKLY",
            interval=1,
            byday=DAYS[schedule.weekday - 1],
            opens_at=f"{schedule.opens:%H:%M}",
            closes_at=f"{schedule.closes:%H:%M}",
            valid_from=f"{schedule.valid_from or ''}",
            valid_to=f"{schedule.valid_until or ''}",
        )
        for schedule in row.schedules.all()
    ]
    differing = [
        said(
            id=lasting_id("exception", day.pk),
            service_id=key,
            valid_from=f"{day.first_day}",
            valid_to=f"{day.last_day}",
            opens_at=f"{day.opens:%H:%M}" if day.opens else "",
            closes_at=f"{day.closes:%H:%M}" if day.closes else "",
            description=str(day),
            notes="closed" if day.is_closed else "",
        )
        for day in row.exceptions.all()
    ]
    words = [said(id=lasting_id("hours", key), service_id=key, description=row.opening_words)]
    return [*week, *differing] or [one for one in words if "description" in one]


def at_location(row: ServiceAtLocation, *, with_service: bool = False) -> Shape:
    shape = {
        "id": str(row.pk),
        "service_id": str(row.service_id),
        "location_id": str(row.location_id),
        "location": location(row.location),
    }
    return shape | {"service": service(row.service, whole=False)} if with_service else shape


def location(row: Location) -> Shape:
    pack, key = countrypack.pack(), str(row.pk)
    region = pack.label("regions", row.region)
    address = {
        "id": lasting_id("address", key),
        "location_id": key,
        "address_1": row.address,
        "city": region,
        "state_province": region,
        "postal_code": "",
        "country": row.region.partition("-")[0] or pack.code.upper(),
        "address_type": "physical",
    }
    return said(
        id=key,
        location_type="physical",
        name=row.name,
        transportation=row.way,
        latitude=float(row.latitude) if row.latitude is not None else None,
        longitude=float(row.longitude) if row.longitude is not None else None,
        addresses=[address] if row.address else [],
        accessibility=[
            {
                "id": lasting_id("accessibility", f"{key}/{code}"),
                "location_id": key,
                "description": pack.label("accessibility", code),
            }
            for code in row.accessibility
        ],
    )


def attributes(row: Service) -> list[Shape]:
    """What it is for and whom it takes, as terms of the pack’s lists."""
    found = []
    for name, field in TAXONOMIES.items():
        held = getattr(row, field)
        for code in [held] if isinstance(held, str) else held:
            found.append(
                {
                    "id": lasting_id("attribute", f"{row.pk}/{name}/{code}"),
                    "link_id": str(row.pk),
                    "link_entity": "service",
                    "taxonomy_term_id": lasting_id("term", f"{name}/{code}"),
                    "taxonomy_term": term(name, code),
                }
            )
    return found


def taxonomy(name: str) -> Shape:
    return {"id": lasting_id("taxonomy", name), "name": name, "description": name.replace("_", " ")}


def term(name: str, code: str) -> Shape:
    label = countrypack.pack().label(name, code)
    return {
        "id": lasting_id("term", f"{name}/{code}"),
        "code": code,
        "name": label,
        "description": label,
        "taxonomy": name,
        "taxonomy_id": lasting_id("taxonomy", name),
    }


def terms() -> list[Shape]:
    pack = countrypack.pack()
    return [term(name, code) for name in TAXONOMIES for code, _label in pack.choices(name)]
