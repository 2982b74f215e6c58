"""What the public feed must not tell even beside the services it leaves out, and what one may ask it."""

import json

import pytest

from samaan.accounts.models import Organisation
from samaan.directory.feed import views
from samaan.directory.feed.shapes import lasting_id
from samaan.directory.models import Location, Programme, Service, ServiceAtLocation

pytestmark = pytest.mark.django_db
LISTS = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")


@pytest.fixture(autouse=True)
def published(settings):
    settings.PUBLIC_DIRECTORY = True
    views.throttle.forget()


def everything(client) -> str:
    lists = [client.get(f"/hsds/{name}?per_page=100").json() for name in LISTS]
    organisations = [
        client.get(f"/hsds/organizations/{lasting_id('organisation', code)}").json()
        for code in Organisation.objects.filter(services__is_sealed_location=False).values_list("code", flat=True)
        if client.get(f"/hsds/organizations/{lasting_id('organisation', code)}").status_code == 200
    ]
    return json.dumps([lists, organisations], ensure_ascii=False)


def test_nothing_beside_a_safe_house_tells_of_it(client):
    open_one = Service.objects.filter(is_sealed_location=False, is_active=True).first()
    both = open_one.organisation
    hidden = Programme.objects.create(organisation=both, code="hiding", names={"en": "Programme of hidden houses"})
    place = Location.objects.create(
        code="hidden-place", organisation=both, names={"en": "Hidden place"}, is_sealed=True
    )
    house = Service.objects.create(
        code="house", organisation=both, programme=hidden, need="emergency_shelter", names={"en": "A hidden house"},
        phone="+18686259999", is_sealed_location=True,
    )  # fmt: skip
    ServiceAtLocation.objects.create(service=house, location=place)
    only = Organisation.objects.create(code="only", name="Organisation of hidden houses", kind="ngo")
    Service.objects.create(
        code="only", organisation=only, need="emergency_shelter", names={"en": "Another"}, is_sealed_location=True
    )
    gone = Service.objects.create(
        code="gone", organisation=both, need="legal_aid", names={"en": "No longer offered"}, is_active=False
    )

    said = everything(client)

    words = (str(house.pk), str(place.pk), str(gone.pk), "hidden", "Hidden", "+18686259999", "No longer offered")
    assert [each for each in words if each in said] == []
    assert open_one.name in said
    assert client.get(f"/hsds/organizations/{lasting_id('organisation', 'only')}").status_code == 404


def test_searching_and_asking_for_one_organisation(client):
    service = Service.objects.filter(is_sealed_location=False, is_active=True).first()
    called = {row["name"] for row in client.get("/hsds/services", {"search": service.name.upper()}).json()["contents"]}
    by_whom = client.get("/hsds/services", {"search": service.organisation.name, "per_page": 100}).json()["contents"]
    asked = lasting_id("organisation", service.organisation.code)
    of_one = client.get("/hsds/services", {"organization_id": asked, "per_page": 100}).json()["contents"]

    assert service.name in called
    assert {row["organization_id"] for row in by_whom} == {row["organization_id"] for row in of_one} == {asked}
    assert client.get("/hsds/services", {"search": "nothing is called so"}).json()["empty"]


def test_a_list_does_not_ask_the_database_for_each_line(client, django_assert_max_num_queries):
    for name in LISTS:
        with django_assert_max_num_queries(16):
            assert client.get(f"/hsds/{name}?per_page=100").status_code == 200
