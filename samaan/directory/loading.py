"""The services of a country pack, written to the directory."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from samaan.accounts.models import Organisation, Unit
from samaan.countrypack.changes import Change
from samaan.countrypack.codelists import several
from samaan.directory.models import Location, Service, ServiceAtLocation

Content = Mapping[str, Any]


def load_services(content: Content) -> list[Change]:
    """Add and change services; one that left the pack stays, inactive: referrals point to it."""
    spoken = content["country"]["languages"]
    languages = [*spoken["complete"], *(spoken.get("prepared") or ())]
    organisations = {organisation.code: organisation for organisation in Organisation.objects.all()}
    units = {unit.code: unit for unit in Unit.objects.all()}
    known = {service.code: service for service in Service.objects.prefetch_related("places__location")}
    changes: list[Change] = []
    for row in content["services"]:
        values = service_values(row, languages)
        values |= {"organisation": organisations[row["organisation"]], "unit": units.get(row["unit"])}
        changes += save(known.pop(row["code"], None), row["code"], values, row["address"])
    return changes + retire(known.values())


def service_values(row: Mapping[str, str], languages: list[str]) -> dict[str, Any]:
    return {
        "need": row["need"],
        "names": in_each(row, "name", languages),
        "notes": in_each(row, "notes", languages),
        "opening": in_each(row, "opening", languages),
        "min_age": number(row["min_age"]),
        "max_age": number(row["max_age"]),
        "sexes": list(several(row["sexes"])),
        "languages": list(several(row["languages"])),
        "regions": list(several(row["regions"])),
        "always_open": row["always_open"] == "yes",
        "phone": row["phone"],
        "whatsapp": row["whatsapp"],
        "email": row["email"],
        "answer_hours": number(row["answer_hours"]),
        "is_sealed_location": row["sealed"] == "yes",
        "is_active": row["active"] != "no",
    }


def in_each(row: Mapping[str, str], column: str, languages: list[str]) -> dict[str, str]:
    """`name_en`, `name_es` -> {"en": …, "es": …}."""
    return {language: row[f"{column}_{language}"] for language in languages if row.get(f"{column}_{language}")}


def number(cell: str) -> int | None:
    return int(cell) if cell else None


def save(service: Service | None, code: str, values: dict[str, Any], address: str) -> list[Change]:
    """First fill and corrections; what somebody changed in the application is left as it is, and said."""
    if service is None:
        service = Service.objects.create(code=code, **values)
        put_at(service, address)
        return [Change(f"service:{code}", _("Service “%(name)s”: new.") % {"name": service.name})]
    differing = [field for field, value in values.items() if getattr(service, field) != value]
    moved = service.address != address
    if not differing and not moved:
        return []
    said = {"name": service.name, "fields": ", ".join([*differing, *(["address"] if moved else [])])}
    if service.kept_since:
        kept = _("Service “%(name)s”: stays as the directory has it; the pack differs (%(fields)s).") % said
        return [Change(f"service:{code}", kept)]
    for field in differing:
        setattr(service, field, values[field])
    with_places = service.is_sealed_location and "is_sealed_location" in differing
    if with_places or moved:
        service.places.all().delete()
    service.save(update_fields=differing)
    if moved:
        put_at(service, address)
    return [Change(f"service:{code}", _("Service “%(name)s”: changed (%(fields)s).") % said)]


def put_at(service: Service, address: str) -> None:
    """The one place a pack says of a service; nothing of a sealed one."""
    if not address:
        return
    region = service.regions[0] if len(service.regions) == 1 else ""
    values = {"organisation": service.organisation, "address": address, "region": region}
    place, _made = Location.objects.update_or_create(code=service.code, defaults=values)
    ServiceAtLocation.objects.get_or_create(service=service, location=place)


def retire(services) -> list[Change]:
    changes: list[Change] = []
    for service in services:
        if service.is_active and not service.kept_since:
            service.is_active = False
            service.save(update_fields=["is_active"])
            words = _("Service “%(name)s” is no longer in the pack: inactive.") % {"name": service.name}
            changes.append(Change(f"service:{service.code}", words))
    return changes
