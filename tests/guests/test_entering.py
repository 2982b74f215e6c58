"""The way in, as somebody would try it who was not meant."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from samaan.access import consent, context
from samaan.access.models import ConsentUse
from samaan.alerts.models import Alert
from samaan.audit.models import Event
from samaan.cases.models import Case
from samaan.guests import workflow
from samaan.guests.models import Link
from samaan.people.models import Person
from samaan.referrals.models import Consent, Message, Referral, ReferralSlice
from samaan.referrals.workflow import withdraw_referral
from samaan.vault.models import StoredFile
from tests.factories.accounts import make_user
from tests.factories.guests import browser_of, invite
from tests.factories.referrals import REASON, make_provider, make_referral

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def referral() -> Referral:
    return make_referral()


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def link_of(made) -> Link:
    with context.acting(context.of_user(made.link.made_by)):
        return Link.objects.get(pk=made.link.pk)


def move_time(made, **changes) -> None:
    with context.acting(context.of_user(made.link.made_by)):
        Link.objects.filter(pk=made.link.pk).update(**changes)


def kinds(referral) -> list[str]:
    with context.acting(context.of_user(referral.sender)):
        return list(Event.objects.filter(record_id=referral.pk).order_by("id").values_list("kind", flat=True))


def test_whoever_looks_at_the_link_burns_nothing(referral):
    made = invite(referral)
    before = kinds(referral)
    for _scanner in range(3):
        page = Client().get("/guest/open/")
        assert page.status_code == 200
        assert not page.cookies.get("guest")
    assert kinds(referral) == before
    assert REASON in browser_of(made).get("/guest/").content.decode()


def test_the_database_knows_neither_link_nor_code(referral):
    made = invite(referral)
    with context.acting(context.of_user(referral.sender)), connection.cursor() as cursor:
        cursor.execute("SELECT l::text FROM guests_link l UNION ALL SELECT args::text FROM procrastinate_jobs")
        kept = " ".join(row[0] for row in cursor.fetchall())
    assert str(made.link.pk) in kept
    assert made.token not in kept
    assert made.code not in kept


def test_five_wrong_codes_close_it_and_are_reported(referral):
    made = invite(referral)
    lead = make_user("director", referral.organisation)
    stranger = Client()
    for left in range(4, 0, -1):
        page = stranger.post("/guest/open/", {"key": made.token, "code": wrong(made.code)})
        assert page.status_code == 422
        assert f"{left} more" in page.content.decode()
    assert stranger.post("/guest/open/", {"key": made.token, "code": wrong(made.code)}).status_code == 410
    assert stranger.post("/guest/open/", {"key": made.token, "code": made.code}).status_code == 410
    assert link_of(made).end_reason == "guessed"
    assert kinds(referral).count("referral.guest_refused") == 5
    for told in (referral.sender, lead):
        with context.acting(context.of_user(told)):
            assert Alert.objects.filter(user=told, rule="guest_locked", record_id=referral.pk).exists()


def test_a_link_opens_once_and_in_one_browser(referral):
    made = invite(referral)
    first = browser_of(made)
    again = Client()
    assert again.post("/guest/open/", {"key": made.token, "code": made.code}).status_code == 410
    assert again.get("/guest/").headers["Location"] == "/guest/open/"
    assert first.get("/guest/").status_code == 200


def test_after_a_pause_the_code_is_asked_for_and_only_this_browser_may_give_it(referral):
    made = invite(referral)
    browser = browser_of(made)
    move_time(made, seen_at=timezone.now() - timedelta(hours=1))
    assert browser.get("/guest/").headers["Location"] == "/guest/code/"
    assert browser.post("/guest/code/", {"code": wrong(made.code)}).status_code == 422
    session = browser.cookies["guest_session"].value
    assert browser.post("/guest/code/", {"code": made.code}).headers["Location"] == "/guest/"
    assert browser.get("/guest/").status_code == 200
    old = Client()
    old.cookies["guest"], old.cookies["guest_session"] = browser.cookies["guest"].value, session
    assert old.get("/guest/").headers["Location"] == "/guest/code/"


@pytest.mark.parametrize("how", ["expired", "ended", "renewed", "withdrawn", "consent"])
def test_a_link_that_is_over_shows_nothing_on_the_next_request(referral, how):
    made = invite(referral)
    browser = browser_of(made)
    sender = referral.sender
    if how == "expired":
        move_time(made, expires_at=timezone.now() - timedelta(seconds=1))
    elif how == "renewed":
        invite(referral)
    else:
        with context.acting(context.of_user(sender)):
            seen = Referral.objects.get(pk=referral.pk)
            if how == "ended":
                workflow.end_link(Link.objects.get(pk=made.link.pk), by=sender)
            elif how == "consent":
                consent.end_uses(ConsentUse.objects.filter(target_id=seen.pk, ended_at=None), "withdrawn")
            else:
                withdraw_referral(seen, by=sender, reason="consent")
    page = browser.get("/guest/")
    assert page.status_code in (302, 410)
    assert REASON not in page.content.decode()
    assert browser.post("/guest/message/", {"text": "Still here", "nonce": "1"}).status_code in (302, 410)
    with context.acting(context.of_user(sender)):
        assert not Message.objects.filter(referral=referral.pk).exists()


def test_before_the_code_the_database_itself_shows_nothing(referral):
    made = invite(referral)
    with context.acting(context.of_guest(made.token)):
        assert Link.objects.count() == 1
        assert not Referral.objects.exists()
        assert not ReferralSlice.objects.exists()


def test_inside_only_the_slice_and_the_chat_of_one_referral(referral):
    other = make_referral()
    browser = browser_of(invite(referral))
    secrets = (browser.cookies["guest"].value, browser.cookies["guest_session"].value)
    with context.acting(context.of_guest(*secrets)):
        assert [found.pk for found in Referral.objects.all()] == [referral.pk]
        assert [found.pk for found in ReferralSlice.objects.all()] == [referral.pk]
        for model in (Case, Person, Consent, StoredFile):
            assert not model.objects.exists()
    for address in (
        f"/referrals/{referral.pk}/",
        f"/referrals/{other.pk}/",
        f"/api/v1/referrals/{referral.pk}",
    ):
        assert browser.get(address).status_code in (302, 401)


def test_a_stranger_and_the_provider_make_no_links(referral, browse):
    for user, status in ((make_user("case_manager"), 404), (make_provider(), 403)):
        assert browse(user).get(f"/referrals/{referral.pk}/guest/").status_code == status
        assert browse(user).post(f"/referrals/{referral.pk}/guest/end/").status_code in (302, 403, 404)
