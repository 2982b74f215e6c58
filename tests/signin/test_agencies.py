"""Signing in at one's own agency: opens the account that was there, of that agency, and nothing else."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount, SocialApp
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from samaan.accounts.models import User
from samaan.identityproviders import IdentityProvider as Known
from tests.factories.accounts import make_organisation, make_user
from tests.support.identity_provider import CLIENT, SECRET, IdentityProvider
from tests.support.sessions import prove

pytestmark = pytest.mark.django_db(transaction=True)
CLOSED = "That sign-in opens no account here"
FAILED = "did not come through"


@pytest.fixture
def iom(settings) -> Iterator[IdentityProvider]:
    cache.clear()
    agency = IdentityProvider()
    known = Known("iom", "IOM", agency.issuer, CLIENT, SECRET, factor_acr=("gold",))
    settings.CONFIG = replace(settings.CONFIG, identity_providers=(known,))
    yield agency
    agency.stop()


@pytest.fixture
def anna(iom) -> User:
    user = make_user("case_manager", "iom", email="anna@iom.example")
    user.set_unusable_password()
    user.save()
    iom.person = {"sub": "7", "email": "Anna@iom.example", "email_verified": True, "amr": ["pwd", "mfa"]}
    return user


def come_back(client: Client, answer) -> str:
    """Where the agency sends the browser, as an address here."""
    over_there = requests.get(answer.headers["Location"], allow_redirects=False, timeout=5)
    return over_there.headers["Location"].removeprefix("http://testserver")


def enter(client: Client, path: str = "/accounts/oidc/iom/login/"):
    return client.get(come_back(client, client.get(path)))


def refused(client: Client, words: str = CLOSED) -> bool:
    return words in client.get("/accounts/login/").content.decode() and "_auth_user_id" not in client.session


def test_in_by_a_verified_address(anna, iom):
    client = Client()
    assert "Sign in with IOM" in client.get("/accounts/login/").content.decode()
    assert enter(client, "/accounts/oidc/iom/login/?next=/alerts/").headers["Location"] == "/alerts/"
    assert client.get("/").status_code == 200
    linked = SocialAccount.objects.get()
    assert (linked.user, linked.uid, linked.extra_data) == (anna, "7", {})


def test_it_is_told_and_noted_once(anna, admin_connection):
    enter(Client())
    enter(Client())
    kinds = "SELECT kind FROM audit_event WHERE actor_id = %s ORDER BY id"
    noted = [kind for (kind,) in admin_connection.execute(kinds, [anna.pk])]
    assert noted == ["provider.linked", "session.begun", "session.begun"]
    assert [job.args["what"] for job in ProcrastinateJob.objects.filter(task_name__endswith="mail_notice")] == [
        "provider_linked"
    ]


def test_later_by_the_identity_whatever_its_address(anna, iom):
    enter(Client())
    iom.person |= {"email": "anna.married@iom.example", "email_verified": False}
    client = Client()
    enter(client)
    assert client.get("/").status_code == 200


def test_an_address_that_passed_to_somebody_else_over_there(anna, iom):
    enter(Client())
    iom.person["sub"] = "8"
    client = Client()
    enter(client)
    assert refused(client)


@pytest.mark.parametrize(
    "person",
    [
        {"email": "nobody@iom.example"},
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "true"},
        {"email": None},
        {"email": ""},
    ],
)
def test_nobody_gets_an_account_by_having_one_there(anna, iom, person):
    iom.person |= person
    client, before = Client(), User.objects.count()
    enter(client)
    assert refused(client)
    assert User.objects.count() == before and not SocialAccount.objects.exists()


def test_a_colleague_of_another_organisation(anna, iom):
    iom.person |= {"sub": "9", "email": make_user("director", email="boss@ctu.example").email}
    client = Client()
    enter(client)
    assert refused(client)


def test_somebody_who_left_is_told_what_a_stranger_is_told(anna, iom):
    enter(Client())
    User.objects.filter(pk=anna.pk).update(is_active=False)
    client = Client()
    enter(client)
    assert refused(client)


def test_an_organisation_that_left(anna, iom):
    organisation = make_organisation("iom")
    organisation.is_active = False
    organisation.save()
    client = Client()
    enter(client)
    assert refused(client)


@pytest.mark.parametrize("claims", [{"amr": ["pwd"]}, {"amr": None}, {"amr": None, "acr": "bronze"}])
def test_without_a_word_of_a_second_factor_ours_is_asked(anna, iom, claims):
    iom.claims = claims
    client = Client()
    enter(client)
    assert client.get("/").headers["Location"] == "/accounts/2fa/totp/activate/"
    TOTP.activate(anna, generate_totp_secret())
    again = Client()
    assert enter(again).headers["Location"] == "/accounts/2fa/authenticate/"
    assert again.get("/").status_code == 302


def test_with_it_ours_is_not_asked(anna, iom):
    iom.claims = {"amr": None, "acr": "gold"}
    TOTP.activate(anna, generate_totp_secret())
    client = Client()
    enter(client)
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another-program"},
        {"iss": "http://127.0.0.1:9"},
        {"exp": 1_700_000_000},
        {"iat": int(time.time()) + 3600},
        {"exp": None},
        {"sub": None},
    ],
)
def test_a_token_that_is_not_for_us_or_not_for_now(anna, iom, claims):
    iom.claims = claims
    client = Client()
    enter(client)
    assert refused(client, FAILED)


@pytest.mark.parametrize("nonce", ["of-another-browser", None])
def test_a_token_that_answers_another_question(anna, iom, nonce):
    iom.claims = {"nonce": nonce}
    client = Client()
    enter(client)
    assert refused(client)


def test_a_token_signed_by_somebody_else(anna, iom):
    iom.signs_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    client = Client()
    enter(client)
    assert refused(client, FAILED)


@pytest.mark.parametrize(("algorithm", "key"), [("none", None), ("HS256", SECRET)])
def test_a_token_that_is_not_signed_with_a_key_of_its_own(anna, iom, algorithm, key):
    iom.algorithm, iom.signs_with = algorithm, key
    client = Client()
    enter(client)
    assert refused(client, FAILED)


def test_an_answer_brought_to_another_browser(anna):
    asked, other = Client(), Client()
    other.get("/accounts/login/")
    other.get(come_back(asked, asked.get("/accounts/oidc/iom/login/")))
    assert refused(other, FAILED)


def test_an_answer_counts_once(anna):
    client = Client()
    answer = come_back(client, client.get("/accounts/oidc/iom/login/"))
    client.get(answer)
    client.post("/accounts/logout/")
    client.get(answer)
    assert refused(client, FAILED)


def test_given_up_over_there(anna):
    client = Client()
    state = client.get("/accounts/oidc/iom/login/").headers["Location"].split("state=")[1].split("&")[0]
    client.get(f"/accounts/oidc/iom/login/callback/?error=access_denied&state={state}")
    assert refused(client, FAILED)


def test_what_the_address_adds_changes_nothing(anna, iom):
    enter(Client(), "/accounts/oidc/iom/login/?process=connect&auth_params=prompt%3Dnone&scope=everything")
    (asked,) = iom.asked
    assert "prompt" not in asked and set(asked["scope"].split()) == {"openid", "profile", "email"}
    assert asked["code_challenge_method"] == "S256"


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_it_leads_nowhere_else(anna, back):
    assert enter(Client(), f"/accounts/oidc/iom/login/?next={back}").headers["Location"] == "/"


def test_an_agency_of_the_database_is_none(anna):
    SocialApp.objects.create(provider="openid_connect", provider_id="evil", name="Evil", client_id="x", settings={})
    assert Client().get("/accounts/oidc/evil/login/").status_code == 404
    assert Client().get("/accounts/oidc/evil/login/callback/").status_code == 404


@pytest.mark.parametrize("path", ["3rdparty/", "3rdparty/signup/", "social/signup/", "3rdparty/login/cancelled/"])
def test_the_library_s_other_pages_are_closed(path):
    assert Client().get(f"/accounts/{path}").status_code == 404


def test_an_agency_that_does_not_answer(anna, iom):
    iom.stop()
    client = Client()
    assert client.get("/accounts/oidc/iom/login/").headers["Location"] == "/accounts/login/"
    assert "does not answer" in client.get("/accounts/login/").content.decode()


def test_an_agency_that_sends_us_elsewhere_is_not_followed(anna, iom):
    iom.has_moved = True
    client = Client()
    assert client.get("/accounts/oidc/iom/login/").headers["Location"] == "/accounts/login/"
    assert "does not answer" in client.get("/accounts/login/").content.decode()


class TestProvingOnceMore:
    """Somebody without password and factor here signs in over there anew."""

    def test_leads_there_and_back(self, anna, iom, settings):
        settings.ROOT_URLCONF = "tests.support.guarded_urls"
        client = Client()
        enter(client)
        prove(client, ago=400)
        asked = client.get("/guarded/").headers["Location"]
        assert asked == "/accounts/oidc/iom/prove/?next=/guarded/"
        assert enter(client, asked).headers["Location"] == "/guarded/"
        assert client.get("/guarded/").status_code == 200
        assert (iom.asked[-1]["prompt"], iom.asked[-1]["max_age"]) == ("login", "0")

    @pytest.mark.parametrize("claims", [{"auth_time": 1_700_000_000}, {"auth_time": None}])
    def test_an_old_sign_in_over_there_is_no_proof(self, anna, iom, settings, claims):
        settings.ROOT_URLCONF = "tests.support.guarded_urls"
        client = Client()
        enter(client)
        prove(client, ago=400)
        iom.claims = claims
        enter(client, "/accounts/oidc/iom/prove/?next=/guarded/")
        assert client.get("/guarded/").headers["Location"].startswith("/accounts/oidc/iom/prove/")

    def test_somebody_else_over_there_is_no_proof(self, anna, iom, settings):
        settings.ROOT_URLCONF = "tests.support.guarded_urls"
        client = Client()
        enter(client)
        prove(client, ago=400)
        make_user("case_manager", "iom", email="ben@iom.example")
        iom.person |= {"sub": "8", "email": "ben@iom.example"}
        enter(client, "/accounts/oidc/iom/prove/?next=/guarded/")
        assert client.get("/guarded/").headers["Location"].startswith("/accounts/oidc/iom/prove/")
        assert client.session["_auth_user_id"] == str(anna.pk)
