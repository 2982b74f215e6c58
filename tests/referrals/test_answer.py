"""The provider's steps: does it, refuses the stranger, refuses the wrong state."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from samaan.access import context
from samaan.alerts.models import Clock
from samaan.referrals import workflow
from samaan.referrals.models import Delivery, Feedback, Message, Referral, ReferralSlice, Status
from samaan.transitions import NotPermitted, WrongState
from tests.factories.referrals import make_case, make_provider, make_referral, put_on_list, seen_by

pytestmark = pytest.mark.django_db(transaction=True)

STEPS = {
    "accept": (lambda r, by: workflow.accept_referral(r, by=by), Status.SENT, Status.ACCEPTED),
    "decline": (lambda r, by: workflow.decline_referral(r, by=by, reason="no_space"), Status.VIEWED, Status.DECLINED),
    "ask": (
        lambda r, by: workflow.ask_information(r, by=by, question="Does she come alone?", client_id=uuid4()),
        Status.VIEWED,
        Status.INFORMATION_ASKED,
    ),
    "put_on_list": (lambda r, by: put_on_list(r, by=by), Status.VIEWED, Status.WAITING_LIST),
    "confirm_list": (
        lambda r, by: workflow.confirm_waiting_list(r, by=by, expected_on=date.today()),
        Status.WAITING_LIST,
        Status.WAITING_LIST,
    ),
    "accept_from_list": (lambda r, by: workflow.accept_referral(r, by=by), Status.WAITING_LIST, Status.ACCEPTED),
    "start": (lambda r, by: workflow.start_referral(r, by=by), Status.ACCEPTED, Status.IN_PROGRESS),
    "deliver": (
        lambda r, by: workflow.deliver_referral(r, by=by, note="Four nights", began_on=date(2026, 11, 20)),
        Status.IN_PROGRESS,
        Status.DELIVERED,
    ),
    "not_deliver": (
        lambda r, by: workflow.not_deliver_referral(r, by=by, reason="no_show"),
        Status.ACCEPTED,
        Status.NOT_DELIVERED,
    ),
    "feedback": (
        lambda r, by: workflow.give_feedback(r, by=by, rating=4, need_met="yes"),
        Status.DELIVERED,
        Status.DELIVERED,
    ),
}


def take(step, referral, by) -> Referral:
    with context.acting(context.of_user(by)):
        STEPS[step][0](Referral.objects.get(pk=referral.pk), by)
        return Referral.objects.get(pk=referral.pk)


@pytest.fixture
def provider():
    return make_provider()


@pytest.mark.parametrize("step", STEPS)
def test_the_step_leads_where_it_should(step, provider):
    referral = make_referral(STEPS[step][1], provider=provider)
    assert take(step, referral, provider).status == STEPS[step][2]


@pytest.mark.parametrize("step", STEPS)
def test_another_provider_does_not_even_see_it(step, provider):
    referral = make_referral(STEPS[step][1], provider=provider)
    with pytest.raises(Referral.DoesNotExist):
        take(step, referral, make_provider("fia"))


@pytest.mark.parametrize("step", STEPS)
def test_the_sender_does_not_answer_for_the_provider(step, provider):
    referral = make_referral(STEPS[step][1], provider=provider)
    with pytest.raises(NotPermitted):
        take(step, referral, referral.sender)


@pytest.mark.parametrize("step", STEPS)
def test_not_after_somebody_declined(step, provider):
    referral = make_referral(Status.DECLINED, provider=provider)
    with pytest.raises(WrongState) as refused:
        take(step, referral, provider)
    assert refused.value.last_event.kind == "referral.declined"


def test_two_colleagues_decide_at_once_and_the_second_is_told(provider):
    referral = make_referral(provider=provider)
    colleague = make_provider()
    with context.acting(context.of_user(colleague)):
        stale = Referral.objects.get(pk=referral.pk)
    take("accept", referral, provider)
    with pytest.raises(WrongState) as refused, context.acting(context.of_user(colleague)):
        workflow.decline_referral(stale, by=colleague, reason="no_space")
    assert refused.value.last_event.actor_id == provider.pk


@pytest.mark.parametrize("step", ["accept", "decline"])
def test_an_answer_meets_the_clock(step, provider):
    referral = make_referral(provider=provider)
    take(step, referral, provider)
    with context.acting(context.of_user(referral.sender)):
        assert Clock.objects.get(record_id=referral.pk).met_at


def test_the_first_look_is_noted_once(provider):
    referral = make_referral(provider=provider)
    for _look in range(2):
        with context.acting(context.of_user(provider)):
            workflow.mark_viewed(Referral.objects.get(pk=referral.pk), by=provider)
    assert seen_by(provider, referral).status == Status.VIEWED
    assert seen_by(provider, referral).viewed_at


def test_the_sender_looking_is_no_view(provider):
    referral = make_referral(provider=provider)
    with context.acting(context.of_user(referral.sender)):
        workflow.mark_viewed(Referral.objects.get(pk=referral.pk), by=referral.sender)
    assert seen_by(referral.sender, referral).status == Status.SENT


def test_who_declined_keeps_the_chat_and_loses_the_slice(provider):
    referral = make_referral(Status.DECLINED, provider=provider)
    with context.acting(context.of_user(provider)):
        assert Referral.objects.get(pk=referral.pk).decline_reason == "no_space"
        assert not ReferralSlice.objects.exists()
        workflow.send_message(Referral.objects.get(pk=referral.pk), "Try Poui House", by=provider, client_id=uuid4())
    with context.acting(context.of_user(referral.sender)):
        assert ReferralSlice.objects.filter(referral=referral).exists()
        assert Message.objects.get().text == "Try Poui House"


def test_a_question_stands_in_the_chat(provider):
    referral = make_referral(provider=provider)
    take("ask", referral, provider)
    with context.acting(context.of_user(referral.sender)):
        assert Message.objects.get().text == "Does she come alone?"


def test_what_was_given_and_how_it_went_reach_the_sender(provider):
    referral = make_referral(Status.DELIVERED, provider=provider)
    take("feedback", referral, provider)
    with context.acting(context.of_user(referral.sender)):
        assert Delivery.objects.get().note == "Four nights and meals"
        assert Feedback.objects.get().rating == 4


def test_the_sender_and_the_case_manager_are_told(provider, admin_connection):
    case = make_case()
    referral = make_referral(case=case, provider=provider)
    take("accept", referral, provider)
    told = admin_connection.execute("SELECT user_id FROM alerts_alert WHERE rule = 'referral_accepted'").fetchall()
    assert told == [(case.case_manager_id,)]


def test_the_provider_knows_who_manages_the_case_now(provider):
    referral = make_referral(provider=provider)
    with context.acting(context.of_user(provider)):
        seen = Referral.objects.get(pk=referral.pk)
        assert seen.related_users("case_manager") == [referral.sender]
    with context.acting(context.of_user(make_provider("fia"))):
        assert referral.related_users("case_manager") == []


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date.today() + timedelta(days=2), None, "began_on"),
        (date(2026, 11, 20), date(2026, 11, 19), "ended_on"),
        (date(2026, 11, 20), date.today() + timedelta(days=2), "ended_on"),
    ],
)
def test_what_was_given_was_given(provider, first, last, field):
    referral = make_referral(Status.ACCEPTED, provider=provider)
    with context.acting(context.of_user(provider)), pytest.raises(ValidationError) as refused:
        workflow.deliver_referral(referral, by=provider, note="Two nights", began_on=first, ended_on=last)
    assert list(refused.value.message_dict) == [field]


def test_another_reason_is_said_in_words(provider):
    referral = make_referral(provider=provider)
    with context.acting(context.of_user(provider)):
        with pytest.raises(ValidationError):
            workflow.decline_referral(referral, by=provider, reason="other", remark="  ")
        workflow.decline_referral(referral, by=provider, reason="other", remark="The house is being painted.")
        assert Referral.objects.get(pk=referral.pk).status == Status.DECLINED
