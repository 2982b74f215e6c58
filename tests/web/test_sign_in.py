"""Signing in: clear for colleagues, silent to everybody else."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.core.cache import cache
from django.test import Client

from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "mango-breeze-over-caroni"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def make_colleague(**fields):
    """Somebody with a password and a second factor; returns the user and the factor's secret."""
    user, secret = make_user(**fields), generate_totp_secret()
    user.set_password(PASSWORD)
    user.save()
    TOTP.activate(user, secret)
    return user, secret


def post_login(client, email, password=PASSWORD):
    return client.post("/accounts/login/", {"login": email, "password": password})


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_with_password_and_code():
    user, secret = make_colleague()
    client = Client()
    assert post_login(client, user.email).headers["Location"] == "/accounts/2fa/authenticate/"
    code = format_hotp_value(hotp_value(secret, list(counters())[1]))
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    assert client.get("/").status_code == 200


def test_a_code_counts_once_in_every_process_and_none_before_it():
    user, secret = make_colleague()
    before, now, after = [format_hotp_value(hotp_value(secret, step)) for step in counters()]
    for code, answer in ((now, 302), (now, 200), (before, 200), (after, 302)):
        # As if another process answered, or half a minute had passed.
        cache.clear()
        client = Client()
        post_login(client, user.email)
        assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == answer


def without_token(html: str) -> str:
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", html)


def test_a_stranger_learns_nothing():
    user, _ = make_colleague()
    answers = [text(post_login(Client(), email, "wrong-password")) for email in (user.email, "nobody@example.org")]
    first, second = (answer.replace(user.email, "").replace("nobody@example.org", "") for answer in answers)
    assert without_token(first) == without_token(second)
    assert "There is a problem" in first


def test_after_five_wrong_passwords_the_door_stays_closed():
    user, _ = make_colleague()
    for _attempt in range(5):
        response = post_login(Client(), user.email, "wrong-password")
    assert response.status_code == 429
    assert "Too many attempts" in text(response)
    assert post_login(Client(), user.email).status_code != 302, "not even with the right one"
    other, _ = make_colleague()
    assert post_login(Client(), other.email).status_code == 302, "nobody else is locked out"


def test_a_wrong_code_stands_beside_its_field():
    user, _ = make_colleague()
    client = Client()
    post_login(client, user.email)
    page = text(client.post("/accounts/2fa/authenticate/", {"code": "000000"}))
    assert 'aria-invalid="true"' in page and 'id="id_code_error"' in page


def test_only_a_demonstration_gives_the_code_away(settings):
    user, _ = make_colleague()
    for demo in (False, True):
        settings.DEMO = demo
        client = Client()
        post_login(client, user.email)
        page = client.get("/accounts/2fa/authenticate/")
        assert ("Demonstration only" in text(page)) is demo
    code = re.search(r"now is <strong[^>]*>([0-9]{6})<", text(page))[1]
    for attempt in ("once", "and again within half a minute"):
        again = Client()
        post_login(again, user.email)
        again.get("/accounts/2fa/authenticate/")
        assert again.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302, attempt


def test_somebody_new_sets_up_the_phone_first():
    user = make_user()
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    post_login(client, user.email)
    assert client.get("/alerts/").headers["Location"] == "/accounts/2fa/totp/activate/"
    page = client.get("/accounts/2fa/totp/activate/")
    assert page.status_code == 200, "not asked for the password a second time"
    assert 'src="data:image/svg+xml;base64,' in text(page)
    secret = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, list(counters())[1]))
    response = client.post("/accounts/2fa/totp/activate/", {"code": code})
    assert response.headers["Location"] == "/accounts/2fa/recovery-codes/"
    assert text(client.get("/accounts/2fa/recovery-codes/")).count("<li>") >= 10
    assert Authenticator.objects.filter(user=user).count() == 2
    assert client.get("/alerts/").status_code == 200


@pytest.mark.parametrize("path", ["signup/", "email/", "confirm-email/abc/"])
def test_nobody_invites_themselves(path):
    assert Client().get(f"/accounts/{path}").status_code == 404


def test_a_forgotten_password_says_the_same_for_everybody(mailoutbox):
    user, _ = make_colleague()
    for email in (user.email, "nobody@example.org"):
        response = Client().post("/accounts/password/reset/", {"email": email})
        assert response.headers["Location"] == "/accounts/password/reset/done/"
    assert "Look in your mailbox" in text(Client().get("/accounts/password/reset/done/"))


@pytest.mark.parametrize(
    "path",
    ["password/change/", "2fa/", "2fa/recovery-codes/generate/", "2fa/totp/deactivate/", "logout/", "reauthenticate/"],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_of_ones_account_is_drawn(path, language):
    user, secret = make_colleague(language=language)
    client = Client()
    post_login(client, user.email)
    code = format_hotp_value(hotp_value(secret, list(counters())[1]))
    client.post("/accounts/2fa/authenticate/", {"code": code})
    page = client.get(f"/accounts/{path}")
    assert page.status_code == 200
    assert f'<html lang="{language}">' in text(page) and "<h1>" in text(page)
