"""The services of a country pack, written to the directory."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from samaan.accounts.models import Organisation, Unit
from samaan.countrypack.changes import Change
from samaan.countrypack.codelists import several
from samaan.directory.models import Service

Content = Mapping[str, Any]


def load_services(content: Content) -> list[Change]:
    """Add and change services; one that left the pack stays, inactive: referrals point to it."""
    spoken = content["country"]["languages"]
    languages = [*spoken["complete"], *(spoken.get("prepared") or ())]
    organisations = {organisation.code: organisation for organisation in Organisation.objects.all()}
    units = {unit.code: unit for unit in Unit.objects.all()}
    known = {service.code: service for service in Service.objects.all()}
    changes: list[Change] = []
    for row in content["services"]:
        values = service_values(row, languages)
        values |= {"organisation": organisations[row["organisation"]], "unit": units.get(row["unit"])}
        changes += save(known.pop(row["code"], None), row["code"], values)
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
        "address": row["address"],
        "is_active": row["active"] != "no",
    }


def in_each(row: Mapping[str, str], column: str, languages: list[str]) -> dict[str, str]:
    """`name_en`, `name_es` -> {"en": …, "es": …}."""
    return {language: row[f"{column}_{language}"] for language in languages if row.get(f"{column}_{language}")}


def number(cell: str) -> int | None:
    return int(cell) if cell else None


def save(service: Service | None, code: str, values: dict[str, Any]) -> list[Change]:
    if service is None:
        service = Service.objects.create(code=code, **values)
        return [Change(f"service:{code}", _("Service “%(name)s”: new.") % {"name": service.name})]
    differing = [field for field, value in values.items() if getattr(service, field) != value]
    if not differing:
        return []
    for field in differing:
        setattr(service, field, values[field])
    service.save(update_fields=differing)
    words = _("Service “%(name)s”: changed (%(fields)s).") % {"name": service.name, "fields": ", ".join(differing)}
    return [Change(f"service:{code}", words)]


def retire(services) -> list[Change]:
    changes: list[Change] = []
    for service in services:
        if service.is_active:
            service.is_active = False
            service.save(update_fields=["is_active"])
            words = _("Service “%(name)s” is no longer in the pack: inactive.") % {"name": service.name}
            changes.append(Change(f"service:{service.code}", words))
    return changes
