"""What is well guarded asks for proof that is five minutes old at most."""

import pytest
from django.core.cache import cache
from django.test import Client

from samaan.signin.models import Session
from samaan.vault.models import HeldAnswers
from tests.factories.accounts import make_user
from tests.support.sessions import prove, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "mango-breeze-over-caroni"
ASKED = "/accounts/reauthenticate/?next=/guarded/"


@pytest.fixture(autouse=True)
def a_guarded_page(settings):
    cache.clear()
    settings.ROOT_URLCONF = "tests.support.guarded_urls"


@pytest.fixture
def anna():
    user = make_user()
    user.set_password(PASSWORD)
    user.save()
    return user


def test_whoever_proved_it_a_moment_ago_goes_on(anna):
    client = prove(signed_in(anna))
    assert client.get("/guarded/").content == b"Typed: "
    assert client.post("/guarded/", {"reason": "to warn her"}).content == b"Done: to warn her"


def test_others_are_asked_and_come_back(anna):
    client = prove(signed_in(anna), ago=301)
    asked = client.get("/guarded/?page=2")
    assert asked.headers["Location"] == "/accounts/reauthenticate/?next=/guarded/%3Fpage%3D2"
    back = client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/guarded/?page=2"})
    assert back.headers["Location"] == "/guarded/?page=2"
    assert client.get("/guarded/").content == b"Typed: "


def test_what_was_typed_is_there_again_and_nowhere_in_clear(anna):
    client = signed_in(anna)
    asked = client.post("/guarded/", {"reason": "her brother is outside"})
    assert asked.headers["Location"] == ASKED
    assert Session.objects.exists() and "brother" not in str(client.session.items())
    assert b"brother" not in bytes(HeldAnswers.objects.get().sealed)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/guarded/"})
    assert client.get("/guarded/").content == b"Typed: her brother is outside"
    assert not HeldAnswers.objects.exists()


def test_a_page_that_does_not_show_it_back_says_that_it_is_kept(anna):
    client = signed_in(anna)
    client.post("/guarded/", {"reason": "her brother is outside"}, headers={"Referer": "http://testserver/plain/"})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/plain/"})
    assert b"It was kept for you" in client.get("/plain/").content
    assert b"her brother is outside" in client.get("/unsent/").content


def test_a_part_of_a_page_leads_the_whole_page_there(anna):
    client = signed_in(anna)
    answer = client.post("/guarded/", {"reason": "x y"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200 and answer.headers["HX-Redirect"] == ASKED


def test_the_wrong_password_proves_nothing(anna):
    client = signed_in(anna)
    assert client.post("/accounts/reauthenticate/", {"password": "guess", "next": "/guarded/"}).status_code == 200
    assert client.get("/guarded/").headers["Location"] == ASKED


def test_proof_of_somebody_else_in_this_browser_does_not_count(anna):
    client = prove(signed_in(anna))
    session = client.session
    session["account_authentication_methods_user"] = str(make_user().pk)
    session.save()
    assert client.get("/guarded/").headers["Location"] == ASKED


def test_whoever_has_no_way_to_prove_it_signs_in_anew():
    keyless = make_user()
    keyless.set_unusable_password()
    keyless.save()
    client = signed_in(keyless)
    assert client.get("/guarded/").headers["Location"] == "/accounts/login/?next=/guarded/"
    assert "_auth_user_id" not in client.session


def test_nobody_signs_in_first():
    assert Client().get("/guarded/").headers["Location"] == "/accounts/login/?next=/guarded/"
