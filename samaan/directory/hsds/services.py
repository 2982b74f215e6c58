"""Services as HSDS words them: short in a list, whole by themselves."""

from typing import Any

from django.utils.translation import gettext as _

from samaan import countrypack
from samaan.countrypack.words import in_language
from samaan.directory import queries
from samaan.directory.hsds.hours import schedules_of
from samaan.directory.hsds.ids import id_of, id_of_organisation
from samaan.directory.hsds.organisations import organisation_shape, programme_shape
from samaan.directory.hsds.places import places_of
from samaan.directory.hsds.taxonomies import NEEDS, attribute
from samaan.directory.models import Phone, Service

Shape = dict[str, Any]


def in_list(service: Service) -> Shape:
    """With the organisation and the programme it belongs to."""
    shape = alone(service) | {"organization": organisation_shape(service.organisation)}
    return shape | ({"program": programme_shape(service.programme)} if service.programme else {})


def whole(service: Service) -> Shape:
    return in_list(service) | lists_of(service)


def alone(service: Service) -> Shape:
    checked = [fact.verified_on for fact in service.facts.all() if fact.verified_on]
    shape = {
        "id": str(service.pk),
        "name": service.name,
        "status": "active",
        "organization_id": id_of_organisation(service.organisation.code),
        "program_id": id_of("programme", service.programme.code) if service.programme else "",
        "description": in_language(service.notes),
        "url": service.website,
        "email": service.email,
        "wait_time": queries.answers_in_words(service.answer_hours) if service.answer_hours is not None else "",
        "fees_description": "; ".join(str(cost) for cost in service.costs.all() if str(cost)),
        "eligibility_description": whom_in_words(service),
        # Of several groups of facts the one that was looked at longest ago.
        "assured_date": min(checked).isoformat() if checked else "",
    }
    ages = {"minimum_age": service.min_age, "maximum_age": service.max_age}
    filled = {name: value for name, value in shape.items() if value}
    return filled | {name: age for name, age in ages.items() if age is not None}


def whom_in_words(service: Service) -> str:
    """“Female. Age: 18 and over. With children.”"""
    pack = countrypack.pack()
    ages = queries.ages_in_words(service)
    said = [
        pack.labels("sex", service.sexes),
        [_("Age: %(ages)s") % {"ages": ages}] if ages else [],
        pack.labels("nationality", service.nationalities),
        pack.labels("immigration_status", service.statuses),
        pack.labels("households", service.households),
    ]
    return " ".join(f"{', '.join(labels)}." for labels in said if labels)


def lists_of(service: Service) -> Shape:
    """What a service has several of."""
    shape = {
        "phones": phones_of(service),
        "schedules": schedules_of(service),
        "service_areas": areas_of(service),
        "service_at_locations": places_of(service),
        "languages": languages_of(service, service.languages, service_id=str(service.pk)),
        "cost_options": costs_of(service),
        "required_documents": documents_of(service),
        "attributes": attribute(str(service.pk), "service", NEEDS, service.need),
    }
    return {name: several for name, several in shape.items() if several}


def phones_of(service: Service) -> list[Shape]:
    first = [("voice", service.phone), ("whatsapp", service.whatsapp)]
    shapes = [
        {"id": id_of("phone", service.pk, kind), "service_id": str(service.pk), "number": number, "type": kind}
        for kind, number in first
        if number
    ]
    return shapes + [further(service, phone) for phone in service.phones.all()]


def further(service: Service, phone: Phone) -> Shape:
    own = id_of("phone", phone.pk)
    shape: Shape = {"id": own, "service_id": str(service.pk), "number": phone.number, "type": phone.channel}
    if phone.extension.isdecimal():
        shape["extension"] = int(phone.extension)
    if in_language(phone.names):
        shape["description"] = in_language(phone.names)
    if phone.languages:
        shape["languages"] = languages_of(phone, phone.languages, phone_id=own)
    return shape


def languages_of(holder: Service | Phone, codes: list[str], **link: str) -> list[Shape]:
    pack, kind = countrypack.pack(), type(holder).__name__
    return [
        {"id": id_of("language", kind, holder.pk, code), "code": code, "name": pack.label("languages", code)} | link
        for code in codes
    ]


def areas_of(service: Service) -> list[Shape]:
    pack = countrypack.pack()
    areas = [(code, pack.label("regions", code)) for code in service.regions] or [("", pack.name)]
    return [
        {"id": id_of("area", service.pk, code), "service_id": str(service.pk), "name": name} for code, name in areas
    ]


def costs_of(service: Service) -> list[Shape]:
    shapes = []
    for cost in service.costs.all():
        shape: Shape = {"id": id_of("cost", cost.pk), "service_id": str(service.pk), "option": str(cost)}
        if cost.amount is not None:
            shape |= {"amount": float(cost.amount), "currency": countrypack.pack().currency}
        shapes.append(shape)
    return shapes


def documents_of(service: Service) -> list[Shape]:
    labels = zip(service.documents, countrypack.pack().labels("document_kinds", service.documents), strict=True)
    return [
        {"id": id_of("document", service.pk, code), "service_id": str(service.pk), "document": label}
        for code, label in labels
    ]
