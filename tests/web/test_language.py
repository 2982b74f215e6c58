"""The language of the pages."""

import pytest
from django.test import Client

from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_stays_with_the_account(browse):
    anna = make_user()
    response = browse(anna).post("/language/", {"language": "es", "next": "/alerts/"})
    anna.refresh_from_db()
    assert (response.status_code, response.headers["Location"], anna.language) == (302, "/alerts/", "es")
    assert '<html lang="es">' in browse(anna).get("/").content.decode()


def test_it_stays_with_the_browser_after_signing_out(browse):
    client = browse(make_user())
    client.post("/language/", {"language": "es"})
    assert "Iniciar sesión" in client.post("/accounts/logout/", follow=True).content.decode()


def test_for_somebody_unknown_it_is_a_cookie():
    client = Client()
    client.post("/language/", {"language": "es", "next": "/accounts/login/"})
    assert "Iniciar sesión" in client.get("/accounts/login/").content.decode()


def test_in_the_address_it_leaves_no_cookie():
    client = Client()
    assert '<html lang="es">' in client.get("/nowhere/?lang=es").content.decode()
    assert not client.cookies


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_it_leads_to_no_other_site(wanted):
    response = Client().post("/language/", {"language": "en", "next": wanted})
    assert response.headers["Location"] == "/"


@pytest.mark.parametrize("language", ["xx", "", "fr"])
def test_only_what_is_offered(language):
    assert Client().post("/language/", {"language": language}).status_code == 400
