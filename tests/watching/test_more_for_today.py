"""Whoever has used up their day asks; somebody else allows it, for that day."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from samaan.access import quota
from samaan.alerts.models import Alert
from samaan.audit.models import Event
from samaan.transitions import NotPermitted, WrongState
from samaan.watching import workflow
from samaan.watching.models import More
from tests.api.calling import Program
from tests.factories.accounts import make_user
from tests.factories.cases import acting
from tests.support.sessions import prove

pytestmark = pytest.mark.django_db
WHY = "The whole of the northern district reports today."


@pytest.fixture
def director():
    return make_user("director")


@pytest.fixture
def asker(director):
    return make_user("case_manager")


@pytest.fixture
def more(asker):
    with acting(asker):
        return workflow.ask("case", by=asker, number=10, reason=WHY)


def told(user, rule: str) -> int:
    with acting(user):
        return Alert.objects.filter(user=user, rule=rule).count()


def test_whoever_watches_is_told_and_nobody_else(more, director, asker):
    stranger = make_user("case_manager")
    assert [told(user, "limit_asked") for user in (director, stranger, asker)] == [1, 0, 0]
    with acting(stranger):
        assert not More.objects.exists()


def test_one_event_says_what_was_allowed_to_whom(more, director, asker):
    with acting(director):
        workflow.grant(More.objects.get(), by=director)
        (event,) = Event.objects.filter(kind="limit.granted")
        facts = {name: event.data[name] for name in ("what", "number", "user")}
    assert (event.actor_id, facts) == (director.pk, {"what": "case", "number": 10, "user": asker.pk})
    with acting(asker):
        assert quota.more_today(asker, "case") == 10
    assert told(asker, "limit_answered") == 1


def test_nobody_allows_themselves_more(more, asker):
    with acting(asker), pytest.raises(NotPermitted):
        workflow.grant(more, by=asker)
    director = make_user("director")
    with acting(director):
        own = workflow.ask("case", by=director, number=5, reason=WHY)
        with pytest.raises(NotPermitted):
            workflow.grant(own, by=director)


def test_a_colleague_who_does_not_watch_cannot(more):
    with acting(make_user("case_manager")), pytest.raises(More.DoesNotExist):
        workflow.grant(more, by=make_user("case_manager"))


def test_it_holds_for_that_day_only(more, director, monkeypatch):
    tomorrow = quota.today() + timedelta(days=1)
    monkeypatch.setattr(quota, "today", lambda: tomorrow)
    with acting(director), pytest.raises(ValidationError):
        workflow.grant(More.objects.get(), by=director)


def test_what_was_answered_is_not_answered_again(more, director):
    with acting(director):
        workflow.refuse(More.objects.get(), by=director, answer="Leave it until tomorrow.")
        with pytest.raises(WrongState):
            workflow.grant(More.objects.get(), by=director)


def test_asked_twice_it_is_one_wish(more, asker):
    with acting(asker):
        again = workflow.ask("case", by=asker, number=99, reason=WHY)
    assert (again.pk, again.number) == (more.pk, 10)


@pytest.mark.parametrize(
    ("what", "number", "reason"), [("sky", 1, WHY), ("case", 0, WHY), ("case", 201, WHY), ("case", 5, " ")]
)
def test_nonsense_is_refused(asker, what, number, reason):
    with acting(asker), pytest.raises(ValidationError):
        workflow.ask(what, by=asker, number=number, reason=reason)


def test_the_pages_lead_from_asking_to_the_answer(asker, director, browse):
    page = browse(asker).post(reverse("watching:ask", args=["case"]), {"number": 3, "reason": WHY})
    assert page.status_code == 302
    with acting(asker):
        more = More.objects.get()
    supervisor = browse(director)
    assert supervisor.get(more.get_absolute_url()).status_code == 302, "first the proof"
    prove(supervisor)
    assert WHY in supervisor.get(more.get_absolute_url()).content.decode()
    assert supervisor.post(more.get_absolute_url(), {"do": "grant"}).status_code == 302
    with acting(asker):
        assert More.objects.get().status == "granted"
    assert "3" in browse(asker).get(reverse("watching:limits")).content.decode()


def test_a_stranger_gets_the_same_404(more, browse):
    stranger = prove(browse(make_user("case_manager")))
    assert stranger.get(more.get_absolute_url()).status_code == 404


def test_by_program_it_takes_a_token_that_was_issued_for_it(more, director):
    program = Program(director)
    assert [one["id"] for one in program.get("/limits/more")] == [str(more.pk)]
    assert program.post(f"/limits/more/{more.pk}/grant", expect=403)["error"] == "not_for_this_token"
    assert program.post(f"/limits/more/{more.pk}/refuse", {"answer": "No."})["status"] == "refused"
