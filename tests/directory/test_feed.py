"""The public directory: valid HSDS 3.0, closed by default, and without safe houses."""

import gzip
import json
from datetime import date, time
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from samaan.directory.feed import views
from samaan.directory.models import (
    CostOption,
    HoursException,
    Location,
    OrganisationEntry,
    Phone,
    Programme,
    Schedule,
    Service,
    ServiceAtLocation,
)
from samaan.directory.workflow.verifying import note_verified

pytestmark = pytest.mark.django_db
LISTS = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")


@pytest.fixture
def published(settings):
    settings.PUBLIC_DIRECTORY = True
    views.throttle.forget()


@pytest.fixture
def full(db) -> Service:
    """A service of which everything is said."""
    service = Service.objects.get(code="fia_counselling")
    home = service.organisation
    service.programme = Programme.objects.create(organisation=home, code="fia_care", names={"en": "Care"})
    service.website, service.documents = "https://fia.example/", ["passport"]
    service.households, service.statuses, service.regions = ["with_children"], ["resident"], ["TT-POS"]
    service.save()
    OrganisationEntry.objects.create(organisation=home, website="https://fia.example/", descriptions={"en": "Helps."})
    place = Location.objects.create(
        code="fia", organisation=home, address="3 Invented Street", region="TT-POS", latitude="10.65",
        longitude="-61.5", accessibility=["step_free"],
    )  # fmt: skip
    ServiceAtLocation.objects.create(service=service, location=place)
    Schedule.objects.create(service=service, weekday=1, opens=time(8), closes=time(16))
    HoursException.objects.create(service=service, first_day=date(2026, 12, 24), last_day=date(2026, 12, 24))
    CostOption.objects.create(service=service, names={"en": "A visit"}, amount="20.00")
    Phone.objects.create(service=service, number="+18685550199", extension="12", languages=["es"])
    note_verified(service, "contact", by=None)
    return service


def check(name: str, found: dict) -> None:
    schema = json.loads(gzip.decompress((Path(__file__).parent / "hsds" / f"{name}.json.gz").read_bytes()))
    faults = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(found)
    assert [f"{fault.json_path}: {fault.message}" for fault in faults] == []


def test_it_is_not_there_unless_the_deployment_publishes_it(client, settings):
    settings.PUBLIC_DIRECTORY = False
    for path in ("", *LISTS):
        assert client.get(f"/hsds/{path}").status_code == 404


def test_the_feed_validates(client, published, full):
    services = client.get("/hsds/services?per_page=100").json()
    assert services["total_items"] == len(services["contents"]) > 20
    for found in services["contents"]:
        check("service_list", found)
        check("service", client.get(f"/hsds/services/{found['id']}").json())
    organisations = client.get("/hsds/organizations?per_page=100").json()["contents"]
    for found in organisations:
        check("organization_list", found)
    whole = client.get(f"/hsds/services/{full.pk}").json()
    check("organization", client.get(f"/hsds/organizations/{whole['organization_id']}").json())
    [at] = whole["service_at_locations"]
    check("service_at_location", client.get(f"/hsds/service_at_locations/{at['id']}").json())
    assert at["location"]["addresses"][0]["address_1"] == "3 Invented Street"
    assert whole["required_documents"][0]["document"] == "Passport"
    assert {row["taxonomy_term"]["code"] for row in whole["attributes"]} >= {full.need, "with_children", "resident"}


def test_safe_houses_and_who_offers_nothing_else_are_left_out(client, published):
    sealed = Service.objects.filter(is_sealed_location=True)
    assert sealed.count() > 0
    for service in sealed:
        assert client.get(f"/hsds/services/{service.pk}").status_code == 404
    everything = "".join(
        client.get(f"/hsds/{name}?per_page=100&page={page}").content.decode() for name in LISTS for page in (1, 2, 3)
    )
    told = [service.code for service in sealed if service.name in everything or str(service.pk) in everything]
    assert told == []


def test_it_is_paged_kept_and_slowed_down_and_sets_no_cookie(client, published):
    first = client.get("/hsds/services?per_page=2")
    assert (first.json()["size"], first.json()["first_page"], first.json()["last_page"]) == (2, True, False)
    assert not first.cookies
    assert first["Cache-Control"] == "public, max-age=300"
    assert client.get("/hsds/services?per_page=2", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.post("/hsds/services").status_code == 405
    spanish = client.get("/hsds/taxonomy_terms?language=es").json()["contents"]
    assert "Albergue de emergencia" in [term["name"] for term in spanish]
    for _more in range(views.throttle.most):
        last = client.get("/hsds/")
        if last.status_code == 429:
            break
    assert last.status_code == 429
