"""Withdrawn, given up, closed: what the provider still sees."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from samaan.access import context
from samaan.alerts.models import Clock
from samaan.cases.closing import StillOpen
from samaan.cases.workflow import assign_case_manager, close_case
from samaan.referrals import workflow
from samaan.referrals.models import Message, Referral, ReferralSlice, Status
from samaan.transitions import NotPermitted, WrongState
from samaan.vault.models import DataKey
from tests.factories.accounts import make_user
from tests.factories.referrals import make_case, make_provider, make_referral, seen_by

pytestmark = pytest.mark.django_db(transaction=True)


def take(step, referral, by, **given) -> None:
    with context.acting(context.of_user(by)):
        step(Referral.objects.get(pk=referral.pk), by=by, **given)


def withdraw(referral, by=None) -> None:
    take(workflow.withdraw_referral, referral, by or referral.sender, reason="survivor")


def make_late(referral, admin_connection) -> None:
    before = timezone.now() - timedelta(hours=1)
    admin_connection.execute("UPDATE referrals_referral SET answer_by = %s WHERE id = %s", [before, referral.pk])


@pytest.fixture
def provider():
    return make_provider()


@pytest.mark.parametrize("status", [Status.SENT, Status.VIEWED, Status.ACCEPTED, Status.IN_PROGRESS, Status.DELIVERED])
def test_withdrawn_the_provider_sees_nothing_of_it_at_once(status, provider):
    referral = make_referral(status, provider=provider)
    take(workflow.send_message, referral, referral.sender, text="She is on her way", client_id=uuid4())
    withdraw(referral)
    with context.acting(context.of_user(provider)):
        for model in (Referral, ReferralSlice, Message, DataKey):
            assert not model.objects.exists(), model
    assert seen_by(referral.sender, referral).status == Status.WITHDRAWN


def test_what_the_provider_still_holds_in_hand_no_longer_moves(provider):
    referral = make_referral(provider=provider)
    with context.acting(context.of_user(provider)):
        stale = Referral.objects.get(pk=referral.pk)
    withdraw(referral)
    for step in (workflow.accept_referral, workflow.start_referral):
        with pytest.raises(Referral.DoesNotExist), context.acting(context.of_user(provider)):
            step(stale, by=provider)
    with pytest.raises(Referral.DoesNotExist), context.acting(context.of_user(provider)):
        workflow.send_message(stale, "Hello?", by=provider, client_id=uuid4())


def test_withdrawing_stops_the_clock_and_tells_the_provider(provider, admin_connection):
    referral = make_referral(provider=provider)
    withdraw(referral)
    with context.acting(context.of_user(referral.sender)):
        assert Clock.objects.get(record_id=referral.pk).met_at
    told = admin_connection.execute("SELECT user_id FROM alerts_alert WHERE rule = 'referral_withdrawn'").fetchall()
    assert told == [(provider.pk,)]


def test_the_provider_withdraws_nothing(provider):
    with pytest.raises(NotPermitted):
        withdraw(make_referral(provider=provider), by=provider)


def test_withdrawn_twice_the_second_is_told(provider):
    referral = make_referral(provider=provider)
    withdraw(referral)
    with pytest.raises(WrongState):
        withdraw(referral)


def test_nobody_gives_up_before_the_time_has_run_out(provider, admin_connection):
    referral = make_referral(provider=provider)
    with pytest.raises(NotPermitted):
        take(workflow.give_up_referral, referral, referral.sender)
    make_late(referral, admin_connection)
    take(workflow.give_up_referral, referral, referral.sender)
    with context.acting(context.of_user(provider)):
        assert Referral.objects.get().status == Status.EXPIRED, "that it was asked, the provider may know"
        assert not ReferralSlice.objects.exists()


def test_closed_the_provider_keeps_what_it_did(provider):
    referral = make_referral(Status.DELIVERED, provider=provider)
    take(workflow.close_referral, referral, referral.sender)
    with context.acting(context.of_user(provider)):
        assert Referral.objects.get().deliveries.count() == 1
        assert not ReferralSlice.objects.exists()


@pytest.mark.parametrize("status", [Status.SENT, Status.IN_PROGRESS])
def test_an_open_referral_is_not_closed(status, provider):
    referral = make_referral(status, provider=provider)
    with pytest.raises(WrongState):
        take(workflow.close_referral, referral, referral.sender)


def test_a_case_with_open_referrals_stays_open_also_for_who_does_not_see_them(provider):
    case = make_case()
    make_referral(case=case, provider=provider)
    director = make_user("director")
    with context.acting(context.of_user(director)):
        assert not Referral.objects.exists()
        with pytest.raises(StillOpen) as refused:
            close_case(case, by=director, reason="other")
    assert refused.value.reasons == ["1 referral is still open."]


def test_after_a_handover_the_new_case_manager_follows_and_the_old_one_does_not(provider):
    case = make_case()
    before, after = case.case_manager, make_user("case_manager")
    referral = make_referral(case=case, provider=provider)
    with context.acting(context.of_user(before)):
        assign_case_manager(case, by=before, to=after, reason="leave")
    assert seen_by(after, referral)
    assert not seen_by(before, referral)
    withdraw(referral, by=after)
