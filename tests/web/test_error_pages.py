"""What people see when something went wrong."""

from types import SimpleNamespace as Sample

import pytest
from django.http import Http404
from django.test import Client, RequestFactory
from django.utils import timezone

from samaan.audit.models import Event
from samaan.transitions import NotPermitted, Transition, WrongState
from samaan.web.middleware import ErrorPageMiddleware
from samaan.web.views import errors
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db(transaction=True)
SEND = Transition("referral.sent", ("draft",), "sent", lambda by, record: True, label="Send referral")


def request(user=None, **headers):
    made = RequestFactory().get("/somewhere/", headers=headers)
    made.user, made.LANGUAGE_CODE = user, "en"
    return made


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_what_is_foreign_looks_like_what_does_not_exist():
    foreign = errors.not_found(request(), Http404("No Case matches the query 8f14e45f."))
    missing = errors.not_found(request(), Http404("cases/nowhere"))
    assert foreign.content == missing.content
    assert foreign.status_code == 404


def test_an_unknown_address_says_nothing_of_itself():
    response = Client().get("/nowhere/marisol-leal/")
    assert response.status_code == 404
    assert "marisol" not in text(response)


def wrong_state(by) -> WrongState:
    event = Event(kind="referral.withdrawn", record_kind="referral", actor_id=by.pk, recorded_at=timezone.now())
    record = Sample(status="withdrawn", get_status_display=lambda: "Withdrawn", get_absolute_url=lambda: "/r/1/")
    return WrongState(SEND, record, event)


def test_somebody_was_faster():
    by = make_user(full_name="Anna Invented")
    response = errors.wrong_state(request(make_user()), wrong_state(by))
    assert response.status_code == 409
    for words in ("Somebody was faster", "Send referral", "Withdrawn", "Anna Invented", "today", 'href="/r/1/"'):
        assert words in text(response)


def test_nobody_else_was_faster_than_oneself():
    by = make_user()
    response = errors.wrong_state(request(by), wrong_state(by))
    assert "You have moved this on already" in text(response)
    assert "Somebody was faster" not in text(response)


def test_what_came_too_late_can_still_be_copied():
    by = make_user()
    sent = {"reasons": "Her passport was taken.\n<b>Twice</b>", "outcome": "confirmed", "csrfmiddlewaretoken": "x" * 64}
    made = RequestFactory().post("/somewhere/", sent)
    made.user, made.LANGUAGE_CODE = make_user(), "en"
    page = text(errors.wrong_state(made, wrong_state(by)))
    assert "Her passport was taken.<br>&lt;b&gt;Twice&lt;/b&gt;" in page
    assert "x" * 64 not in page


def test_on_an_open_page_it_is_a_notice():
    by = make_user()
    response = errors.wrong_state(request(make_user(), **{"HX-Request": "true"}), wrong_state(by))
    assert response.status_code == 409
    assert response.headers["HX-Retarget"] == "#notices"
    assert "<html" not in text(response) and "Somebody was faster" in text(response)


@pytest.mark.parametrize(
    ("refused", "status"),
    [(NotPermitted(SEND, Sample()), 403), (WrongState(SEND, Sample(status="sent")), 409)],
)
def test_a_refused_step_is_undone_and_answered(refused, status):
    def view(request):
        raise refused

    middleware = ErrorPageMiddleware(lambda request: None)
    asking = request(make_user())
    assert middleware.process_view(asking, view, (), {}).status_code == status


def test_a_stale_form_says_what_to_do():
    response = Client(enforce_csrf_checks=True).post("/language/", {"language": "es"})
    assert response.status_code == 403
    assert "reload the page" in text(response)


def test_the_last_page_needs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        response = errors.server_error(request())
    assert response.status_code == 500
    assert "Something went wrong on our side" in text(response)
