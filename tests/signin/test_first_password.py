"""A password that somebody else chose opens the account for a day, and nothing but the choice of another."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from samaan.access import context
from samaan.accounts.models import User
from samaan.staff import workflow
from tests.api.calling import Program
from tests.factories.accounts import make_organisation, make_role
from tests.support.sessions import prove

pytestmark = pytest.mark.django_db
OWN = "mango-breeze-over-caroni"


@pytest.fixture
def newcomer() -> tuple[User, str]:
    user = User(email="ana@example.org", full_name="Ana Marcano", role=make_role("investigator"))
    user.organisation = make_organisation()
    with context.acting(context.of_job("administration")):
        password = workflow.add_account(user)
    User.objects.filter(pk=user.pk).update(conduct_version="2026-1")
    return User.objects.get(pk=user.pk), password


def sign_in(password: str) -> bool:
    client = Client()
    client.post("/accounts/login/", {"login": "ana@example.org", "password": password})
    return "_auth_user_id" in client.session


def choose(client: Client, old: str, new: str):
    return client.post("/accounts/password/change/", {"oldpassword": old, "password1": new, "password2": new})


def test_it_opens_only_the_choice_of_another(newcomer, browse):
    user, first = newcomer
    assert sign_in(first)
    client = prove(browse(user))
    assert client.get("/cases/")["Location"] == "/accounts/password/change/?next=/cases/"
    Program(user).get("/me", expect=403)
    assert "Somebody else has seen" in client.get("/accounts/password/change/").content.decode()
    kept = choose(client, first, first)
    assert "others have seen this one" in kept.content.decode()
    assert choose(client, first, OWN)["Location"] == "/"
    assert client.get("/cases/").status_code == 200
    Program(User.objects.get(pk=user.pk)).get("/me")
    assert sign_in(OWN) and not sign_in(first)


def test_after_a_day_it_is_no_password(newcomer):
    user, first = newcomer
    User.objects.filter(pk=user.pk).update(first_password_until=timezone.now() - timedelta(seconds=1))
    assert not sign_in(first)


def test_a_reset_gives_one_that_ends_as_well(newcomer):
    user, first = newcomer
    user.set_password(OWN)
    user.save()
    assert user.first_password_until is None
    with context.acting(context.of_job("administration")):
        again = workflow.reset_account(user)
    user.refresh_from_db()
    assert timedelta(hours=23) < user.first_password_until - timezone.now() <= timedelta(hours=24)
    assert sign_in(again) and not sign_in(OWN) and not sign_in(first)
