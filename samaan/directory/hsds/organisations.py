"""Organisations as HSDS words them."""

from typing import Any

from samaan.accounts.models import Organisation
from samaan.countrypack.words import in_language
from samaan.directory.hsds.ids import id_of, id_of_organisation
from samaan.directory.models import OrganisationEntry, Programme

Shape = dict[str, Any]


def entry_of(organisation: Organisation) -> OrganisationEntry:
    """What the directory says of it; an empty one when nobody has written it."""
    return getattr(organisation, "entry", None) or OrganisationEntry(organisation=organisation)


def organisation_shape(organisation: Organisation) -> Shape:
    entry = entry_of(organisation)
    shape = {"alternate_name": entry.short_name, "website": entry.website, "email": entry.email}
    filled = {name: value for name, value in shape.items() if value}
    own = {"id": id_of_organisation(organisation.code), "name": organisation.name, "description": entry.description}
    return own | filled


def programme_shape(programme: Programme) -> Shape:
    return {
        "id": id_of("programme", programme.code),
        "organization_id": id_of_organisation(programme.organisation.code),
        "name": programme.name,
        "description": in_language(programme.descriptions),
    }
