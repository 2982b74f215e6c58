"""Where somebody is signed in: seen by them alone, ended by them, of no use to a thief of the database."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from samaan.accounts.models import ApiToken
from samaan.signin.models import Session
from samaan.signin.sessions import SessionStore, hidden
from tests.factories.accounts import make_user
from tests.support.sessions import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
DEVICES = {"desk": ("Firefox", "Windows"), "phone": ("Chrome", "Android")}


def enter(user, browser: str) -> Client:
    """A browser that has looked at a page."""
    client = signed_in(user)
    session = client.session
    session["device"] = DEVICES[browser]
    session.save()
    assert client.get("/signed-in/").status_code == 200
    return client


def key_of(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def test_each_browser_stands_there_in_words_and_this_one_is_marked():
    anna = make_user()
    enter(anna, "phone")
    page = enter(anna, "desk").get("/signed-in/").content.decode()
    assert "Firefox on Windows" in page and "Chrome on Android" in page
    assert page.index("this one") < page.index("Chrome on Android")
    assert page.count("Sign out there") == 1


def test_one_of_them_is_signed_out_on_its_next_request():
    anna = make_user()
    here, there = enter(anna, "desk"), enter(anna, "phone")
    answer = here.post(f"/signed-in/{hidden(key_of(there))}/end/")
    assert answer.headers["Location"] == "/signed-in/"
    assert there.get("/").headers["Location"].startswith("/accounts/login/")
    assert here.get("/").status_code == 200


def test_all_others_at_once():
    anna, ben = make_user(), make_user()
    here, there, elsewhere, other = enter(anna, "desk"), enter(anna, "phone"), enter(anna, "phone"), enter(ben, "desk")
    here.post("/signed-in/end-others/")
    assert [client.get("/").status_code for client in (here, there, elsewhere, other)] == [200, 302, 302, 200]


def test_each_is_one_event(admin_connection):
    anna = make_user()
    here, there = enter(anna, "desk"), enter(anna, "phone")
    here.post(f"/signed-in/{hidden(key_of(there))}/end/")
    here.post("/signed-in/end-others/")
    rows = admin_connection.execute(
        "SELECT data->>'sessions' FROM audit_event WHERE kind = 'session.ended' AND actor_id = %s ORDER BY id",
        [anna.pk],
    ).fetchall()
    assert rows == [("1",), ("0",)]


def test_a_colleague_sees_and_ends_nothing_of_it():
    anna, ben = make_user(), make_user()
    hers, his = enter(anna, "phone"), enter(ben, "desk")
    assert "Android" not in his.get("/signed-in/").content.decode()
    assert his.post(f"/signed-in/{hidden(key_of(hers))}/end/").status_code == 404
    assert his.post("/signed-in/nothing/end/").status_code == 404
    assert hers.get("/").status_code == 200


def test_this_one_is_left_by_signing_out():
    here = enter(make_user(), "desk")
    assert here.post(f"/signed-in/{hidden(key_of(here))}/end/").status_code == 404


def test_a_session_that_idled_out_is_no_longer_listed():
    anna = make_user()
    enter(anna, "phone")
    Session.objects.filter(user=anna).update(seen_at="2020-01-01T00:00Z")
    assert "Android" not in enter(anna, "desk").get("/signed-in/").content.decode()


def test_whoever_steals_the_table_enters_nowhere_and_reads_nothing():
    client = enter(make_user(), "desk")
    row = Session.objects.get()
    assert key_of(client) not in (row.session_key, row.session_data)
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = row.session_key
    assert thief.get("/").status_code == 302
    assert "_auth_user" not in row.session_data


def test_content_moved_to_another_session_opens_nothing():
    anna, ben = make_user(), make_user()
    hers, his = enter(anna, "desk"), enter(ben, "desk")
    stolen = Session.objects.get(session_key=hidden(key_of(hers))).session_data
    Session.objects.filter(session_key=hidden(key_of(his))).update(session_data=stolen)
    assert his.get("/").status_code == 302
    assert SessionStore(key_of(his)).load() == {}


def test_without_a_second_factor_nothing_is_listed():
    anna = make_user()
    client = Client()
    client.force_login(anna, backend=settings.AUTHENTICATION_BACKENDS[1])
    assert client.get("/signed-in/").headers["Location"] == "/accounts/2fa/totp/activate/"


def test_programs_are_listed_and_ended_on_their_next_request():
    anna = make_user()
    token = ApiToken.issue(anna, lasting=timedelta(days=3), name="Figures for the ministry")
    program = Client(headers={"Authorization": f"Bearer {token}"})
    assert program.get("/api/v1/me").status_code == 200
    here = enter(anna, "desk")
    page = here.get("/signed-in/").content.decode()
    assert "Figures for the ministry" in page and "never used" not in page
    here.post(f"/signed-in/programs/{ApiToken.objects.get().pk}/end/")
    assert program.get("/api/v1/me").status_code == 401
    assert not ApiToken.objects.exists()


def test_nobody_ends_the_program_of_somebody_else():
    ApiToken.issue(make_user(), lasting=timedelta(days=3))
    assert enter(make_user(), "desk").post(f"/signed-in/programs/{ApiToken.objects.get().pk}/end/").status_code == 404
    assert ApiToken.objects.exists()
