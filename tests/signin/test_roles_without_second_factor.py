"""Every role needs a second factor unless the pack says that it may go without."""

import pytest
from django.core.cache import cache
from django.test import Client

from samaan.accounts.models import Role
from tests.factories.accounts import make_user, pack_roles

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "mango-breeze-over-caroni"


def enter(role: str) -> Client:
    cache.clear()
    user = make_user(role)
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def test_the_pack_says_which():
    may = {code for code, role in pack_roles().items() if role.get("second_factor") == "optional"}
    assert may == {"partner_reporter"}
    assert set(Role.objects.filter(needs_factor=False).values_list("code", flat=True)) == may


@pytest.mark.parametrize("role", sorted(set(pack_roles()) - {"partner_reporter"}))
def test_a_password_alone_opens_nothing(role):
    assert enter(role).get("/").headers["Location"] == "/accounts/2fa/totp/activate/"


def test_whoever_only_hands_in_reports_may_enter():
    client = enter("partner_reporter")
    assert client.get("/").status_code == 200
    assert "How you sign in" in client.get("/accounts/2fa/").content.decode()
