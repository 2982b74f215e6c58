"""How much room there is: said by the provider, held by referrals, given back; two at once take the last bed once."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from samaan.access import context
from samaan.accounts.models import Role
from samaan.alerts.models import Alert
from samaan.directory import room
from samaan.directory import workflow as directory_work
from samaan.directory.jobs import release_places
from samaan.directory.models import Capacity, HeldPlace
from samaan.referrals import workflow
from samaan.referrals.models import Referral
from samaan.server.connection import acting_as
from tests.factories import referrals as making
from tests.factories.accounts import make_user
from tests.support.sessions import signed_in

pytestmark = pytest.mark.django_db


def make_capacity(code: str = "", *, kind: str = "beds", contracted: int = 4, free: int | None = 1, **more) -> Capacity:
    found = Capacity.objects.create(service=making.service(code), kind=kind, contracted=contracted, free=free, **more)
    if free is not None:
        Capacity.objects.filter(pk=found.pk).update(as_of=timezone.now())
    return found


def numbers(capacity: Capacity) -> tuple[int | None, int]:
    capacity.refresh_from_db()
    return capacity.free, capacity.held


def acting(user):
    return context.acting(context.of_user(user))


def test_the_provider_says_how_many_are_free_and_nobody_else():
    capacity = make_capacity(free=None)
    provider, stranger = making.make_provider(), making.make_provider("fia")

    with acting(provider):
        directory_work.say_free(capacity, by=provider, free=2)
    with acting(stranger), pytest.raises(PermissionDenied):
        directory_work.say_free(capacity, by=stranger, free=4)
    with acting(provider), pytest.raises(ValidationError):
        directory_work.say_free(capacity, by=provider, free=5)

    assert numbers(capacity) == (2, 0)


def test_a_referral_holds_a_place_takes_it_and_gives_it_back():
    capacity, provider = make_capacity(free=2), making.make_provider()

    referral = making.make_referral(provider=provider)
    assert numbers(capacity) == (2, 1)

    with acting(provider):
        workflow.accept_referral(Referral.objects.get(pk=referral.pk), by=provider)
    assert numbers(capacity) == (1, 0)

    with acting(provider):
        making.not_deliver(Referral.objects.get(pk=referral.pk), by=provider)
    assert numbers(capacity) == (2, 0)


@pytest.mark.parametrize("end", ["decline", "withdraw", "consent"])
def test_what_ends_without_acceptance_holds_nothing_any_more(end):
    capacity, provider = make_capacity(), making.make_provider()
    referral = making.make_referral(provider=provider)
    manager = referral.sender

    if end == "decline":
        with acting(provider):
            making.decline(Referral.objects.get(pk=referral.pk), by=provider)
    elif end == "withdraw":
        with acting(manager):
            workflow.withdraw_referral(Referral.objects.get(pk=referral.pk), by=manager, reason="survivor")
    else:
        with acting(manager):
            workflow.end_sharing(Referral.objects.get(pk=referral.pk), "withdrawn", by=manager)

    assert numbers(capacity) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_a_place_nobody_answered_for_is_free_again_and_the_sender_is_told():
    capacity = make_capacity()
    referral = making.make_referral()
    with acting_as("job"):
        with context.acting(context.of_job("test")):
            HeldPlace.objects.update(until=timezone.now() - timedelta(minutes=1))

        release_places()

    assert numbers(capacity) == (1, 0)
    with acting(referral.sender):
        assert Alert.objects.filter(user=referral.sender, rule="place_lapsed").exists()


def test_the_last_bed_is_given_once_and_the_other_referral_stays_a_draft_with_all_that_was_typed():
    make_capacity()
    making.make_referral()
    case = making.make_case()
    manager = case.case_manager
    with acting(manager):
        (draft,) = workflow.prepare_referrals(case, [making.service()], by=manager, priority="urgent")
        workflow.choose_slice(draft, case, by=manager, share=workflow.Share(typed={"reason": "Kept words"}))
        workflow.record_consent(draft, case, by=manager, consent=making.CONSENT)

    with acting(manager):
        with pytest.raises(directory_work.NoPlace):
            workflow.send_drafts([Referral.objects.get(pk=draft.pk)], by=manager)
        draft = Referral.objects.get(pk=draft.pk)
        assert draft.status == "draft"
        assert "Kept words" in str(draft.slice.shared)

        workflow.do_without_place(draft, by=manager)
        workflow.send_draft(draft, by=manager)

    assert Capacity.objects.get().held == 1


def test_funded_sessions_count_down_and_show_early_that_they_go_unused():
    today = timezone.localdate()
    sessions = make_capacity(
        kind="sessions",
        contracted=30,
        free=None,
        starts_on=today - timedelta(weeks=20),
        ends_on=today + timedelta(weeks=5),
    )
    provider = making.make_provider()

    with acting(provider):
        directory_work.count_sessions(sessions.service, 18, by=provider)
    sessions.refresh_from_db()
    assert (sessions.unused, sessions.may_go_unused) == (12, True)
    assert room.words(sessions) == "12 of 30 sessions unused, 5 weeks left"

    Capacity.objects.update(used=24)
    sessions.refresh_from_db()
    assert not sessions.may_go_unused
    assert not make_capacity("ctu_permits", kind="sessions", free=None).may_go_unused


def test_a_delivery_counts_down_the_sessions_it_says():
    sessions = make_capacity(kind="sessions", contracted=30, free=None)
    provider = making.make_provider()
    referral = making.make_referral("accepted", provider=provider)

    said = {"note": "Counselling each week", "began_on": "2026-11-20", "sessions": "6"}
    answer = signed_in(provider).post(f"/referrals/{referral.pk}/deliver/", said)

    sessions.refresh_from_db()
    assert (answer.status_code, sessions.used) == (302, 6)


def test_what_is_contracted_the_steward_or_a_keeper_of_the_entries_writes_down():
    steward = make_user("me_officer")
    with acting(steward), pytest.raises(PermissionDenied):
        directory_work.set_capacity(making.service(), by=steward, kind="beds", contracted=4)
    role = Role.objects.get(code="me_officer")
    role.permissions = [*role.permissions, "directory.steward"]
    role.save()
    steward = type(steward).objects.get(pk=steward.pk)

    with acting(steward):
        directory_work.set_capacity(making.service(), by=steward, kind="beds", contracted=4, funder="An invented fund")

    assert Capacity.objects.get().contracted == 4


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_time_on_two_connections_take_the_last_bed_once():
    """Both have read that one is free before either holds it; the database lets only one of them have it."""
    referrals = [making.make_referral() for _ in range(2)]
    capacity = make_capacity()
    together, outcomes = threading.Barrier(2), []

    def hold(referral):
        try:
            with acting(referral.sender):
                assert Capacity.objects.get(pk=capacity.pk).available == 1
                together.wait(20)
                directory_work.hold_place(
                    making.service(), referral=referral, until=timezone.now() + timedelta(hours=1)
                )
                outcomes.append("held")
        except directory_work.NoPlace:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=hold, args=[referral]) for referral in referrals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(outcomes) == ["held", "told"]
    assert numbers(capacity) == (1, 1)
