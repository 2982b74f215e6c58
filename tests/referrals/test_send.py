"""Sending a referral: one act, one referral for each service, one slice for each provider."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from samaan.access import context
from samaan.alerts.models import Alert, Clock
from samaan.audit.models import Event
from samaan.cases.models import Case
from samaan.people.models import Person
from samaan.referrals import workflow
from samaan.referrals.consent import ConsentGiven
from samaan.referrals.models import Consent, Referral, ReferralSlice, Status
from samaan.transitions import NotPermitted
from tests.factories.accounts import make_user
from tests.factories.referrals import (
    CONSENT,
    NAME,
    REASON,
    make_case,
    make_provider,
    make_referral,
    seen_by,
    service,
)

pytestmark = pytest.mark.django_db(transaction=True)


def send(case, *services, by=None, **given):
    by = by or case.case_manager
    asked = {"priority": "urgent", "consent": CONSENT, "share": workflow.Share(typed={"reason": REASON})} | given
    with context.acting(context.of_user(by)):
        return workflow.send_referral(case, services, by=by, **asked)


def slice_seen_by(user, referral) -> list[dict] | None:
    with context.acting(context.of_user(user)):
        found = ReferralSlice.objects.filter(referral_id=referral.pk).first()
        return found.shared if found else None


def test_the_provider_sees_the_slice_and_nothing_else():
    provider = make_provider()
    referral = make_referral(provider=provider)
    shared = {line["code"]: line["value"] for line in slice_seen_by(provider, referral)}
    assert shared["reason"] == REASON
    assert shared["age_band"] == "24_26"
    assert "name" not in shared
    with context.acting(context.of_user(provider)):
        assert not Case.objects.exists()
        assert not Person.objects.exists()
        assert not Consent.objects.exists()


def test_what_is_ticked_is_what_is_shared():
    make_provider()
    case = make_case()
    (referral,) = send(case, service(), share=workflow.Share(codes=["name", "age_band"]))
    assert slice_seen_by(case.case_manager, referral) == [
        {"code": "name", "value": f"{NAME} Quintanilla Brito"},
        {"code": "age_band", "value": "24_26"},
    ]


def test_two_services_are_two_referrals_and_neither_provider_sees_the_other():
    shelter, counsellor = make_provider(), make_provider("fia")
    to_shelter, to_counsellor = send(make_case(), service(), service("fia_counselling"))
    assert seen_by(shelter, to_shelter) and not seen_by(shelter, to_counsellor)
    assert seen_by(counsellor, to_counsellor) and not seen_by(counsellor, to_shelter)


def test_one_event_and_a_clock_by_the_referral_map():
    provider = make_provider()
    referral = make_referral(provider=provider)
    with context.acting(context.of_user(provider)):
        assert [event.kind for event in Event.objects.filter(record_id=referral.pk)] == ["referral.sent"]
        clock = Clock.objects.get(record_id=referral.pk, name="referral.answer")
    assert clock.due_at - timezone.now() < timedelta(hours=24), "an urgent shelter answers within a day"
    assert Alert.objects.count() == 0, "an inbox is its owner's"


def test_the_focal_points_are_told_and_nobody_else(admin_connection):
    provider = make_provider()
    make_provider("poui_house")
    make_referral(provider=provider)
    told = admin_connection.execute("SELECT user_id, rule FROM alerts_alert WHERE record_kind = 'referral'").fetchall()
    assert told == [(provider.pk, "referral_sent")]


def test_a_colleague_without_the_case_sends_nothing():
    make_provider()
    stranger = make_user("case_manager")
    with pytest.raises(NotPermitted):
        send(make_case(), service(), by=stranger)


def test_who_sends_no_referrals_is_refused():
    make_provider()
    case = make_case()
    with pytest.raises(NotPermitted):
        send(case, service(), by=make_user("director"))


def test_only_services_that_take_this_person():
    make_provider("poui_house")
    with pytest.raises(ValidationError, match="not for this person"):
        send(make_case(), service("poui_shelter"))


def test_a_provider_where_nobody_answers_is_refused():
    with pytest.raises(ValidationError, match="Nobody at"):
        send(make_case(), service("saman_shelter"))


@pytest.mark.parametrize(
    ("consent", "field"),
    [
        (ConsentGiven(), "basis"),
        (ConsentGiven(basis="consent"), "basis"),
        (ConsentGiven(basis="consent", how="spoken", language="es"), "given_on"),
        (
            ConsentGiven(
                basis="consent", how="spoken", language="es", given_on=timezone.localdate() + timedelta(days=2)
            ),
            "given_on",
        ),
        (ConsentGiven(basis="vital_interests"), "reason"),
    ],
)
def test_without_consent_or_a_reason_nothing_is_sent(consent, field):
    make_provider()
    case = make_case()
    with pytest.raises(ValidationError) as refused:
        send(case, service(), consent=consent)
    assert field in refused.value.message_dict
    with context.acting(context.of_user(case.case_manager)):
        assert not Referral.objects.exists()


def test_a_child_does_not_consent_alone_and_the_law_is_reason_enough():
    make_provider("catt")
    case = make_case(age=14)
    with pytest.raises(ValidationError, match="does not consent alone"):
        send(case, service("catt_reception"))
    (referral,) = send(case, service("catt_reception"), consent=ConsentGiven(basis="legal_duty"))
    assert (referral.status, referral.consent_basis) == (Status.SENT, "legal_duty")


def test_consent_stays_with_the_sending_side():
    case = make_case()
    make_provider()
    (referral,) = send(case, service())
    with context.acting(context.of_user(case.case_manager)):
        assert Consent.objects.get(referral=referral).entry.details["language"] == "es"


def test_a_colleague_who_opened_the_case_keeps_sight_of_what_they_sent():
    make_provider()
    case = make_case()
    (referral,) = send(case, service(), by=case.opened_by)
    assert seen_by(case.opened_by, referral)
    assert seen_by(case.case_manager, referral), "whoever cares for the case sees it too"


def test_a_document_of_another_case_is_refused_and_nothing_leaves():
    make_provider()
    case = make_case()
    with pytest.raises(ValidationError) as refused:
        send(case, service(), share=workflow.Share(typed={"reason": REASON}, documents=[uuid4()]))
    assert list(refused.value.message_dict) == ["documents"]
    with context.acting(context.of_user(case.case_manager)):
        assert not Referral.objects.exclude(status=Status.DRAFT).exists()
