"""An organisation, and a service at a place, with all that belongs to it."""

from typing import Any

from samaan.accounts.models import Organisation
from samaan.directory.hsds.ids import id_of, id_of_organisation
from samaan.directory.hsds.organisations import entry_of, organisation_shape, programme_shape
from samaan.directory.hsds.places import location_shape, place_shape
from samaan.directory.hsds.services import alone
from samaan.directory.hsds.taxonomies import KINDS, attribute
from samaan.directory.models import Service, ServiceAtLocation

Shape = dict[str, Any]


def whole_organisation(organisation: Organisation, services: list[Service]) -> Shape:
    """With its public services and where they are; a place nobody is told of is not among them."""
    own, entry = id_of_organisation(organisation.code), entry_of(organisation)
    locations = {place.location_id: place.location for service in services for place in service.places.all()}
    programmes = {service.programme_id: service.programme for service in services if service.programme}
    lists = {
        "phones": [{"id": id_of("phone", own), "organization_id": own, "number": entry.phone}] if entry.phone else [],
        "locations": [location_shape(each) for each in locations.values() if not each.is_sealed],
        "programs": [programme_shape(each) for each in programmes.values()],
        "services": [alone(service) for service in services],
        "attributes": attribute(own, "organization", KINDS, organisation.kind),
    }
    return organisation_shape(organisation) | {name: several for name, several in lists.items() if several}


def whole_place(place: ServiceAtLocation) -> Shape:
    return place_shape(place) | {"service": alone(place.service)}
