"""Places as HSDS locations. A sealed one never comes here: `queries.public_services` leaves its service out."""

from typing import Any

from samaan import countrypack
from samaan.directory.hsds.ids import id_of, id_of_organisation
from samaan.directory.models import Location, Service, ServiceAtLocation

Shape = dict[str, Any]


def places_of(service: Service) -> list[Shape]:
    return [place_shape(place) for place in service.places.all() if not place.location.is_sealed]


def place_shape(place: ServiceAtLocation) -> Shape:
    return {
        "id": str(place.pk),
        "service_id": str(place.service_id),
        "location_id": str(place.location_id),
        "location": location_shape(place.location),
    }


def location_shape(location: Location) -> Shape:
    shape: Shape = {
        "id": str(location.pk),
        "location_type": "physical",
        "organization_id": id_of_organisation(location.organisation.code),
        "name": location.name,
        "transportation": location.way,
        "accessibility": [accessible(location, code) for code in location.accessibility],
    }
    if location.address:
        shape["addresses"] = [address_shape(location)]
    if location.latitude is not None and location.longitude is not None:
        shape |= {"latitude": float(location.latitude), "longitude": float(location.longitude)}
    return {name: value for name, value in shape.items() if value not in ("", [])}


def address_shape(location: Location) -> Shape:
    """HSDS wants a city and a postal code; an address here is one line, so they are empty."""
    pack = countrypack.pack()
    return {
        "id": id_of("address", location.pk),
        "location_id": str(location.pk),
        "address_1": location.address,
        "city": "",
        "state_province": pack.label("regions", location.region),
        "postal_code": "",
        "country": pack.code.upper(),
        "address_type": "physical",
    }


def accessible(location: Location, code: str) -> Shape:
    label = countrypack.pack().label("accessibility", code)
    return {"id": id_of("accessibility", location.pk, code), "location_id": str(location.pk), "description": label}
