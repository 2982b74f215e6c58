"""The public read API: what it says fits HSDS 3.0, and what is secret is not in it."""

import gzip
import json
from datetime import date, time
from functools import cache
from pathlib import Path

import pytest
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

from samaan.accounts.models import Organisation
from samaan.directory.hsds.ids import id_of_organisation
from samaan.directory.models import (
    CostOption,
    Fact,
    HoursException,
    Location,
    OrganisationEntry,
    Phone,
    Programme,
    Schedule,
    Service,
    ServiceAtLocation,
)
from samaan.directory.views import hsds

pytestmark = pytest.mark.django_db
SCHEMAS = Path(__file__).parent / "hsds"


@cache
def schema(name: str) -> dict:
    return json.loads(gzip.decompress((SCHEMAS / f"{name}.json.gz").read_bytes()))


def faults(name: str, shape: dict) -> list[str]:
    return problems(schema(name), shape)


def problems(by: dict, shape: dict) -> list[str]:
    """What breaks the schema, and what it does not know: HSDS lets anything stand beside its fields."""
    checker = Draft202012Validator(by, format_checker=FormatChecker())
    broken = [f"{error.json_path}: {error.message}" for error in checker.iter_errors(shape)]
    return broken + [f"{name}: no field of HSDS" for name in sorted(set(shape) - set(by["properties"]))]


@pytest.fixture(autouse=True)
def is_on(settings):
    settings.PUBLIC_DIRECTORY = True
    hsds.asking.forget()


@pytest.fixture
def everything() -> Service:
    """A service with all that the directory can say of one."""
    service = Service.objects.filter(is_sealed_location=False, is_active=True).first()
    organisation = service.organisation
    OrganisationEntry.objects.create(
        organisation=organisation, short_name="O", descriptions={"en": "Helps"}, website="https://example.org"
    )
    service.programme = Programme.objects.create(organisation=organisation, code="programme", names={"en": "P"})
    service.website, service.documents, service.min_age = "https://example.org/s", ["passport"], 18
    service.languages, service.households = ["en", "es"], ["alone"]
    service.save()
    place = Location.objects.create(
        code="front-door", organisation=organisation, address="1 Main Street", latitude="10.65", longitude="-61.5",
        accessibility=["step_free"], ways={"en": "Bus 3"}, names={"en": "Front door"},
    )  # fmt: skip
    at = ServiceAtLocation.objects.create(service=service, location=place)
    Schedule.objects.create(service=service, place=at, weekday=1, opens=time(9), closes=time(17))
    HoursException.objects.create(service=service, first_day=date(2026, 12, 24), last_day=date(2026, 12, 24))
    Phone.objects.create(service=service, number="+18686250000", extension="12", languages=["es"])
    CostOption.objects.create(service=service, names={"en": "A visit"}, amount="12.50")
    Fact.objects.create(
        organisation=organisation, service=service, group="hours", verified_on=date(2026, 5, 1), due_on=date(2027, 5, 1)
    )
    return service


def asked(client: Client, path: str) -> dict:
    response = client.get(f"/hsds/{path}")
    assert response.status_code == 200, (path, response.content)
    return response.json()


def test_what_it_says_fits_the_schemas(client, everything):
    whole = asked(client, f"services/{everything.pk}")
    organisation = asked(client, f"organizations/{id_of_organisation(everything.organisation.code)}")
    services = asked(client, "services?per_page=100")["contents"]
    organisations = asked(client, "organizations?per_page=100")["contents"]
    places = asked(client, "service_at_locations?per_page=100")["contents"]
    term = schema("service")["properties"]["attributes"]["items"]["properties"]["taxonomy_term"]
    terms = asked(client, "taxonomy_terms?per_page=100")["contents"]

    assert faults("service", whole) == []
    assert faults("organization", organisation) == []
    assert [fault for each in services for fault in faults("service_list", each)] == []
    assert [fault for each in organisations for fault in faults("organization_list", each)] == []
    assert [fault for each in places for fault in faults("service_at_location", each)] == []
    assert [fault for each in terms for fault in problems(term, each)] == []
    detail = term["properties"]["taxonomy_detail"]
    assert [fault for each in asked(client, "taxonomies")["contents"] for fault in problems(detail, each)] == []
    assert [whole["assured_date"], whole["minimum_age"]] == ["2026-05-01", 18]
    monday = next(each for each in whole["schedules"] if each.get("byday") == "MO")
    assert [monday["opens_at"], monday["closes_at"]] == ["09:00-04:00", "17:00-04:00"]
    at = next(each["location"] for each in whole["service_at_locations"] if each["location"].get("name"))
    assert [at["latitude"], at["addresses"][0]["address_1"]] == [10.65, "1 Main Street"]


def test_a_safe_house_is_nowhere_in_it(client, everything):
    secret = Service.objects.filter(is_sealed_location=True).first()
    hiding = Organisation.objects.create(code="hiding", name="Nobody may know me", kind="ngo")
    Service.objects.create(
        code="hidden", organisation=hiding, need="emergency_shelter", names={"en": "A hidden house"},
        phone="+18686259999", is_sealed_location=True,
    )  # fmt: skip
    paths = ["services?per_page=100&full=true", "organizations?per_page=100", "service_at_locations?per_page=100"]
    paths += [f"organizations/{id_of_organisation(code)}" for code in {s.organisation.code for s in public()}]

    said = "".join(json.dumps(asked(client, path)) for path in paths)

    assert secret is not None
    for words in (str(secret.pk), secret.name, "A hidden house", "+18686259999", "Nobody may know me"):
        assert words not in said
    assert client.get(f"/hsds/services/{secret.pk}").status_code == 404
    assert client.get(f"/hsds/organizations/{id_of_organisation('hiding')}").status_code == 404


def public():
    return Service.objects.filter(is_active=True, is_sealed_location=False).select_related("organisation")


def test_pages_and_filters(client, everything):
    first = asked(client, "services?per_page=2")
    behind = asked(client, "services?per_page=2&page=9999")
    term = next(each for each in asked(client, "taxonomy_terms")["contents"] if each["code"] == everything.need)
    of_term = asked(client, f"services?per_page=100&taxonomy_term_id={term['id']}")["contents"]
    of_group = asked(client, f"services?per_page=100&taxonomy_term_id={term['parent_id']}")["contents"]
    organisation = id_of_organisation(everything.organisation.code)
    of_organisation = asked(client, f"services?per_page=100&organization_id={organisation}")["contents"]

    assert [first["size"], first["first_page"], first["last_page"], first["empty"]] == [2, True, False, False]
    assert first["total_items"] == public().count()
    assert [behind["contents"], behind["empty"], behind["last_page"]] == [[], True, True]
    assert {each["id"] for each in of_term} == {str(s.pk) for s in public().filter(need=everything.need)}
    assert len(of_group) >= len(of_term)
    assert {each["organization"]["id"] for each in of_organisation} == {organisation}
    assert everything.name in {each["name"] for each in asked(client, f"services?search={everything.name}")["contents"]}
    for wrong in ("page=0", "per_page=101", "page=x", "page=٣", "modified_after=2026-01-01"):
        assert client.get(f"/hsds/services?{wrong}").status_code == 400


def test_it_is_off_reads_only_sets_no_cookie_and_can_be_kept(client, settings, everything):
    kept = client.get("/hsds/services")
    again = client.get("/hsds/services", headers={"If-None-Match": kept.headers["ETag"]})

    assert [kept.cookies, again.status_code, again.content] == [{}, 304, b""]
    assert "public" in kept.headers["Cache-Control"]
    assert client.post("/hsds/services").status_code == 405
    assert client.get("/hsds/services", headers={"Accept-Language": "es"}).headers["Content-Language"] == "es"
    settings.PUBLIC_DIRECTORY = False
    assert client.get("/hsds/services").status_code == 404


def test_whoever_asks_too_often_waits(client, monkeypatch):
    monkeypatch.setattr(hsds.asking, "most", 2)

    answers = [client.get("/hsds/") for _ in range(3)]

    assert [each.status_code for each in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "600"


def test_a_list_does_not_ask_the_database_for_each_line(client, everything, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        asked(client, "services?per_page=100&full=true")
