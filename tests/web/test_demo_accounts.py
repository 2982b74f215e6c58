"""The accounts of a demonstration on its sign-in page, and on no other."""

import json

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.test import Client

from samaan.accounts import demonstration
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "samaan-demo-2026"


@pytest.fixture
def offered(settings):
    """A demonstration with two people, as its loading wrote them down."""
    cache.clear()
    settings.DEMO = True
    people = [
        make_user("intake_officer", full_name="Nadia Ramcharan"),
        make_user("director", full_name="Allison Pierre"),
    ]
    rows = [
        {"role": user.role_id, "name": user.full_name, "email": user.email, "password": PASSWORD} for user in people
    ]
    for user in people:
        user.set_password(PASSWORD)
        user.save()
    path = configured.CONFIG.data_dir / demonstration.FILE
    path.write_text(json.dumps(rows))
    yield people
    path.unlink()


def page(path: str = "/accounts/login/", language: str = "en") -> str:
    return " ".join(Client().get(path, headers={"accept-language": language}).content.decode().split())


def test_each_account_is_offered_with_its_role(offered):
    shown = page()
    for user in offered:
        assert f'?as={user.email.replace("@", "%40")}"' in shown
        assert user.full_name in shown and str(user.role) in shown
    assert "Demonstration accounts" in shown
    assert "Cuentas de demostración" in page(language="es")


def test_choosing_one_fills_in_what_signs_in(offered):
    nadia = offered[0]
    shown = page(f"/accounts/login/?as={nadia.email}&next=/reports/")
    assert f'value="{nadia.email}"' in shown and f'value="{PASSWORD}"' in shown
    assert f"?as={offered[1].email.replace('@', '%40')}&amp;next=%2Freports%2F" in shown, (
        "where they wanted to go stays"
    )
    client = Client()
    answer = client.post("/accounts/login/", {"login": nadia.email, "password": PASSWORD})
    assert answer.status_code == 302 and "_auth_user_id" in client.session


def test_nobody_else_is_filled_in(offered):
    stranger = make_user()
    shown = page(f"/accounts/login/?as={stranger.email}")
    assert f'value="{stranger.email}"' not in shown and PASSWORD not in shown


def test_a_wrong_password_is_not_sent_back(offered):
    answer = Client().post(f"/accounts/login/?as={offered[0].email}", {"login": "a@b.example", "password": "not-this"})
    assert "not-this" not in answer.content.decode() and PASSWORD not in answer.content.decode()


def test_outside_a_demonstration_nothing_of_it_shows(offered, settings):
    settings.DEMO = False
    for path in ("/accounts/login/", f"/accounts/login/?as={offered[0].email}"):
        shown = page(path)
        assert "Demonstration" not in shown and PASSWORD not in shown
        assert all(f'value="{user.email}"' not in shown and user.full_name not in shown for user in offered)
    assert demonstration.accounts() == []
