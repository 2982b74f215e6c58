"""Before a session ends it is said, and what was being written is kept, sealed, for its writer."""

from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from samaan.access.session_clock import left
from samaan.vault.models import HeldAnswers
from tests.factories.accounts import make_user
from tests.support.seeing import serves_everybody
from tests.support.sessions import signed_in, take_in

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Two girls behind the market, an old blue van."


def writes(page: Page) -> None:
    page.clock.install()
    page.goto("/reports/new/")
    page.locator("textarea").first.fill(WORDS)


@pytest.mark.browser
def test_what_was_typed_is_there_after_signing_in_again(look, live_server):
    anna = make_user("intake_officer")
    page = look(anna)
    writes(page)
    page.clock.fast_forward("13:10")
    expect(page.get_by_role("heading", name="Are you still there?")).to_be_visible()
    serves_everybody(page)
    with page.expect_response("**/unsent/keep/") as kept:
        page.clock.fast_forward("00:50")
    assert kept.value.status == 204
    assert WORDS.encode() not in bytes(HeldAnswers.objects.get(user=anna).sealed)
    page.clock.fast_forward("02:00")
    expect(page.get_by_role("heading", name="You were signed out")).to_be_visible()
    page.context.clear_cookies()
    take_in(page.context, anna, live_server.url)
    page.goto("/")
    page.get_by_text("Something you wrote was not sent").get_by_role("link").click()
    expect(page.get_by_text(WORDS)).to_be_visible()


@pytest.mark.browser
def test_whoever_stays_loses_nothing_and_nothing_is_kept_of_what_arrived(look):
    anna = make_user("intake_officer")
    page = look(anna)
    writes(page)
    with page.expect_response("**/unsent/keep/"):
        page.clock.fast_forward("14:00")
    page.get_by_role("button", name="Stay signed in").click()
    expect(page.locator("#idle")).to_be_hidden()
    expect(page.locator("textarea").first).to_have_value(WORDS)


@pytest.mark.browser
def test_the_eight_hours_end_with_a_word_of_their_own(look, settings):
    settings.SESSION_ABSOLUTE = timedelta(minutes=10)
    page = look(make_user("intake_officer"))
    writes(page)
    page.clock.fast_forward("08:10")
    expect(page.get_by_role("heading", name="Eight hours are nearly over")).to_be_visible()
    page.get_by_role("button", name="Carry on").click()
    page.clock.fast_forward("02:00")
    expect(page.get_by_role("heading", name="You were signed out")).to_be_visible()


def test_the_page_is_promised_no_more_than_the_server_gives():
    began = 1_000_000
    session = {"started": began, "seen": began + 100}
    assert left(session, began + 130) == (15 * 60 - 30, 8 * 3600 - 130, 14 * 60)


def keep(client: Client, path: str, **words: str) -> int:
    return client.post("/unsent/keep/", {"_path": path, **words}).status_code


def test_only_for_oneself_and_only_for_addresses_of_ours():
    anna = make_user("intake_officer")
    client = signed_in(anna)
    for path in ("https://elsewhere.example/x", "//elsewhere.example", "/nowhere/", "", "/accounts/password/change/"):
        assert keep(client, path, words="a b") == 204
    assert not HeldAnswers.objects.exists()
    assert keep(client, "/reports/new/", words="a b") == 204
    assert list(HeldAnswers.objects.values_list("user", "path")) == [(anna.pk, "/reports/new/")]
    assert keep(Client(), "/reports/new/", words="a b") == 302
