"""The pages of the directory."""

import pytest

from samaan.directory.models import Service

pytestmark = pytest.mark.django_db


def test_with_nothing_asked_it_shows_what_is_open_day_and_night(browse):
    page = browse().get("/directory/").content.decode()

    assert "Open day and night" in page
    assert 'href="tel:8004288"' in page
    assert "Heroes Foundation" not in page


def test_what_service_is_near_open_and_takes_a_girl_of_sixteen(browse):
    asked = {"need": "emergency_shelter", "age": "16", "sex": "female", "region": "TT-ARI"}

    page = browse().get("/directory/", asked).content.decode()

    assert "1 service" in page
    assert "Takes girls of 16" in page
    assert "Place kept secret" in page


def test_in_spanish(browse):
    page = browse(language="es").get("/directory/", {"need": "legal_aid", "language": "es"}).content.decode()

    assert "Asistencia legal para sobrevivientes" in page
    assert "Habla español" in page
    assert "Buscar servicios" in page


def test_an_htmx_request_gets_only_what_was_found(browse):
    page = browse().get("/directory/", {"need": "food"}, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in page
    assert "Food hampers" in page


@pytest.mark.parametrize(
    "asked",
    [{"need": "a yacht"}, {"age": "-4"}, {"age": "old"}, {"region": "TT-XXX"}, {"sex": "'"}, {"age": "99999999999"}],
)
def test_a_wrong_answer_is_said_and_shows_nothing(browse, asked):
    response = browse().get("/directory/", asked)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert response.context["offers"] == []


def test_nothing_found_says_what_to_try_and_whom_to_call(browse):
    page = browse().get("/directory/", {"need": "life_skills", "age": "80"}).content.decode()

    assert "No service fits all of this" in page
    assert 'href="tel:8004288"' in page


def test_a_service_says_whom_it_takes_and_how_to_reach_it(browse):
    service = Service.objects.get(code="heroes_youth")

    page = browse().get(service.get_absolute_url()).content.decode()

    assert "12 to 24" in page
    assert service.phone in page
    assert "What a referral tells them" in page


def test_a_sealed_place_is_told_to_nobody(browse):
    service = Service.objects.get(code="saman_shelter")

    page = browse().get(service.get_absolute_url()).content.decode()

    assert "Kept secret. People are brought there." in page


def test_an_unknown_service_is_not_found(browse):
    assert browse().get("/directory/00000000-0000-4000-8000-000000000000/").status_code == 404


@pytest.mark.parametrize("path", ["/directory/", "/directory/{service}/"])
def test_who_has_no_business_here_is_refused(browse, path):
    path = path.format(service=Service.objects.get(code="fia_line").pk)

    assert browse("auditor", "oversight").get(path).status_code == 403


def test_somebody_unknown_is_asked_to_sign_in(client):
    assert client.get("/directory/").status_code == 302
