"""Passkeys in a real browser with an authenticator that Chromium pretends to have."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from playwright.sync_api import Page, expect

from samaan.audit.models import Event
from samaan.signin.models import Session
from tests.factories.accounts import make_user
from tests.support.seeing import serves_everybody

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PASSWORD = "mango-breeze-over-caroni"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def anna():
    user = make_user("director", full_name="Anna Invented")
    user.set_password(PASSWORD)
    user.save()
    return user


def with_authenticator(page: Page, *, verifies: bool = True) -> Page:
    """A device that knows a finger, and says yes by itself."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verifies,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def gives_password(page: Page, user) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")


def adds_passkey(page: Page, user) -> None:
    """From a first sign-in with a password alone, which opens nothing but the setting up."""
    gives_password(page, user)
    page.get_by_role("link", name="Use a passkey instead").click()
    serves_everybody(page)
    page.get_by_label("Name").fill("My phone")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def signs_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").last.click()
    page.wait_for_url("**/accounts/login/**")


def test_added_and_used_in_place_of_password_and_code(look, anna):
    page = with_authenticator(look())
    adds_passkey(page, anna)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Anna")
    signs_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Anna")
    assert list(Authenticator.objects.filter(user=anna, type="webauthn").values_list("user", flat=True)) == [anna.pk]


def test_asked_after_the_password(look, anna):
    page = with_authenticator(look())
    adds_passkey(page, anna)
    signs_out(page)
    gives_password(page, anna)
    expect(page.get_by_role("heading", name="Use your passkey")).to_be_visible()
    serves_everybody(page)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Anna")


def test_proves_who_it_is_once_more(look, anna):
    page = with_authenticator(look())
    adds_passkey(page, anna)
    # The first page of all notes in the session that there is a factor now; later ones write nothing into it.
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Anna")
    forget_proof(anna)
    page.goto("/accounts/2fa/recovery-codes/generate/")
    serves_everybody(page)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("heading", name="Make new recovery codes")).to_be_visible()


def forget_proof(user) -> None:
    """As if five minutes had passed."""
    from samaan.signin import sessions

    for row in Session.objects.filter(user=user):
        store = sessions.SessionStore()
        store.bound_to = lambda key=row.session_key: f"session|{key}"
        content = store.decode(row.session_data)
        content["account_authentication_methods"] = []
        row.session_data = store.encode(content)
        row.save(update_fields=["session_data"])


def test_renamed_and_removed(look, anna):
    page = with_authenticator(look())
    adds_passkey(page, anna)
    page.goto("/accounts/2fa/")
    serves_everybody(page)
    page.get_by_role("link", name="Show them").first.click()
    serves_everybody(page)
    page.get_by_role("link", name="Rename My phone").click()
    page.get_by_label("Name").fill("Old phone")
    page.get_by_role("button", name="Keep this name").click()
    page.get_by_role("link", name="Remove Old phone").click()
    page.get_by_role("button", name="Remove it").click()
    page.goto("/")
    expect(page.get_by_role("heading", name="Set up your sign-in codes")).to_be_visible()
    assert not Authenticator.objects.filter(user=anna).exists()


def test_a_device_that_asks_for_nothing_makes_no_passkey(look, anna):
    page = with_authenticator(look(), verifies=False)
    gives_password(page, anna)
    page.get_by_role("link", name="Use a passkey instead").click()
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_text("No passkey was used")).to_be_visible()
    assert not Authenticator.objects.filter(user=anna).exists()


def test_without_one_the_page_says_so(look, anna):
    page = with_authenticator(look())
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("No passkey was used")).to_be_visible()
    assert not Event.objects.filter(kind="session.begun").exists()


def test_not_offered_without_javascript(look, anna):
    page = look(java_script_enabled=False)
    page.goto("/accounts/login/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
