"""A second person is asked, and answers."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from samaan.access import records
from samaan.alerts.models import Alert
from samaan.audit.models import Event
from samaan.sealed import permissions, workflow
from samaan.sealed.models import ANSWERED_WITHIN, Request
from samaan.transitions import NotPermitted, WrongState
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_case
from tests.factories.sealed import approve, ask, make_sealed

pytestmark = pytest.mark.django_db


@pytest.fixture
def director():
    return make_user("director")


@pytest.fixture
def case(director):
    return make_case()


@pytest.fixture
def investigator(case):
    return case.opened_by


@pytest.fixture
def request_(case, investigator):
    return ask(make_sealed(case), investigator)


def told(user, rule: str) -> int:
    with acting(user):
        return Alert.objects.filter(user=user, rule=rule).count()


def test_everybody_who_may_approve_is_told_and_nobody_else(request_, case, director, investigator):
    stranger = make_user("case_manager")
    assert [told(user, "sealed_asked") for user in (director, case.case_manager, stranger, investigator)] == [
        1,
        1,
        0,
        0,
    ]


def test_one_event_says_who_asked_for_what_and_why(request_, investigator, case):
    with acting(investigator):
        (event,) = Event.objects.filter(kind__startswith="sealed.asked")
    expected = {"sealed_class": "safe_contact", "reason": "reach_survivor", "request": str(request_.pk)}
    assert (event.actor_id, event.record_id, event.data) == (investigator.pk, case.pk, expected)


def test_whoever_asked_is_told_of_the_answer(request_, case, investigator):
    approve(request_, case.case_manager)
    assert told(investigator, "sealed_answered") == 1


def test_nobody_approves_their_own(request_, investigator):
    with pytest.raises(NotPermitted):
        approve(request_, investigator)


def test_another_who_needs_a_second_person_does_not_approve(case, request_, director):
    colleague = make_user("investigator")
    assert not permissions.can_decide(colleague, request_)
    with acting(case.case_manager):
        assert permissions.approvers_of(request_) == [case.case_manager, director]


def test_one_who_does_not_see_the_record_does_not_approve(request_):
    stranger = make_user("case_manager")
    with pytest.raises(Request.DoesNotExist):
        approve(request_, stranger)


def test_one_kept_out_by_a_conflict_is_not_asked_and_does_not_approve(case, director, investigator):
    field = make_sealed(case)
    with acting(director):
        records.exclude(case, director, by=director)
    request = ask(field, investigator)
    assert told(director, "sealed_asked") == 0
    with pytest.raises(Request.DoesNotExist):
        approve(request, director)


def test_a_refusal_says_why(request_, case):
    with acting(case.case_manager):
        with pytest.raises(ValidationError):
            workflow.refuse(Request.objects.get(), by=case.case_manager, answer=" ")
        workflow.refuse(Request.objects.get(), by=case.case_manager, answer="Ask her at the hearing.")
        assert (Request.objects.get().status, Request.objects.get().answer) == ("refused", "Ask her at the hearing.")


def test_what_was_answered_is_not_answered_again(request_, case, director):
    approve(request_, case.case_manager)
    with pytest.raises(WrongState):
        approve(request_, director)


def test_after_a_refusal_one_may_ask_anew(request_, case, investigator):
    with acting(case.case_manager):
        workflow.refuse(Request.objects.get(), by=case.case_manager, answer="Not today.")
    with acting(investigator):
        field = make_sealed(case, "shelter_address")
    assert ask(field, investigator).pk != request_.pk


def test_what_nobody_answered_for_a_week_is_asked_anew(case, request_, investigator, director):
    with acting(investigator):
        Request.objects.filter(pk=request_.pk).update(asked_at=request_.asked_at - ANSWERED_WITHIN - timedelta(hours=1))
        request_.refresh_from_db()
    with acting(director), pytest.raises(NotPermitted):
        workflow.approve(request_, by=director)
    again = ask(make_sealed(case), investigator)
    assert (again.pk != request_.pk, again.status) == (True, Request.Status.ASKED)
    with acting(director):
        assert Request.objects.get(pk=request_.pk).status == Request.Status.LAPSED
        assert Event.objects.get(kind="sealed.lapsed").data["request"] == str(request_.pk)
    approve(again, director)
