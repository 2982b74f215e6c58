"""Sharing rests on the ledger: what is not covered does not leave, and what ends there ends at the provider."""

import threading
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from samaan.access import context
from samaan.access.models import ConsentEntry, ConsentUse, Grant
from samaan.alerts.jobs import end_due_grants
from samaan.alerts.models import Alert
from samaan.audit.models import Event
from samaan.cases import jobs as case_jobs
from samaan.cases import timeline
from samaan.cases.models import Case
from samaan.cases.workflow import join_team
from samaan.referrals import jobs, queries, sharing, workflow
from samaan.referrals.consent import ConsentGiven
from samaan.referrals.models import Consent, Message, Referral, ReferralSlice, Status
from samaan.transitions import NotPermitted
from samaan.vault.models import DataKey
from tests.factories import consent as ledger
from tests.factories.accounts import make_user
from tests.factories.cases import acting
from tests.factories.referrals import CONSENT, REASON, make_case, make_provider, make_referral, seen_by, service

pytestmark = pytest.mark.django_db(transaction=True)
ON_RECORD = ConsentGiven(basis="consent")


@pytest.fixture
def provider():
    return make_provider()


@pytest.fixture
def case(provider):
    return make_case()


def send(case, *, consent=ON_RECORD, by=None, **given) -> Referral:
    by = by or case.case_manager
    asked = {"priority": "urgent", "share": workflow.Share(typed={"reason": REASON})} | given
    with acting(by):
        (referral,) = workflow.send_referral(case, [service()], by=by, consent=consent, **asked)
    return referral


def sees_nothing(provider) -> None:
    with acting(provider):
        for model in (Referral, ReferralSlice, Message, DataKey):
            assert not model.objects.exists(), model


def draft_of(case) -> Referral:
    with acting(case.case_manager):
        (draft,) = workflow.prepare_referrals(case, [service()], by=case.case_manager, priority="urgent")
        workflow.choose_slice(draft, case, by=case.case_manager, share=workflow.Share(typed={"reason": REASON}))
        return draft


def record_basis(draft, case, consent=ON_RECORD) -> None:
    with acting(case.case_manager):
        workflow.record_consent(draft, case, by=case.case_manager, consent=consent)


def send_it(draft, by) -> None:
    with acting(by):
        workflow.send_draft(Referral.objects.get(pk=draft.pk), by=by)


# ---- founding


def test_what_the_ledger_covers_is_sent_and_rests_on_it(case, provider):
    entry = ledger.record(case)
    referral = send(case)
    assert (referral.status, referral.consent_basis) == (Status.SENT, "consent")
    with acting(case.case_manager):
        assert Consent.objects.get(referral=referral).entry == entry
        use = ConsentUse.objects.get()
        assert (use.entry, use.target_id, use.receiver) == (entry, referral.pk, provider.organisation)
        assert {grant.consent_use_id for grant in Grant.objects.filter(record_id=referral.pk, basis="referral")} == {
            use.pk
        }
        assert len(ledger.entries(case)) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"compartments": ["summary"]},
        {"purposes": ["health"]},
        {"kinds": ["police"], "organisations": []},
    ],
)
def test_what_it_does_not_cover_stays(case, other):
    ledger.record(case, **other)
    share = workflow.Share(codes=["name", "reason"], typed={"reason": REASON})
    with pytest.raises(ValidationError, match="no consent on record"):
        send(case, share=share)
    with acting(case.case_manager):
        assert not Referral.objects.exists()


def test_said_with_the_referral_it_becomes_an_entry_for_just_that(case, provider):
    referral = send(case, consent=CONSENT)
    (entry,) = ledger.entries(case)
    with acting(case.case_manager):
        use = ConsentUse.objects.get()
    assert (entry.organisations, entry.purposes, entry.kinds) == ([provider.organisation_id], ["shelter"], [])
    assert set(entry.compartments) == set(use.compartments)
    assert use.target_id == referral.pk


def test_an_entry_of_another_case_founds_nothing(case):
    manager = case.case_manager
    foreign = ledger.record(make_case(case_manager=manager), by=manager)
    with pytest.raises(ValidationError, match="no consent on record"):
        send(case, consent=ConsentGiven(basis="consent", entry=foreign.pk))
    with pytest.raises(DatabaseError, match="another case"), acting(manager):
        ConsentUse(
            case_id=case.pk, entry=foreign, target_id=uuid4(), compartments=["summary"], purpose="shelter",
            receiver=ledger.organisation(), founded_by=manager,
        ).save(force_insert=True)  # fmt: skip


def test_the_law_stays_a_reason_and_founds_nothing(case):
    referral = send(case, consent=ConsentGiven(basis="vital_interests", reason="She was bleeding"))
    assert referral.consent_basis == "vital_interests"
    with acting(case.case_manager):
        assert Consent.objects.get(referral=referral).details["reason"] == "She was bleeding"
        assert not ConsentUse.objects.exists()


def test_a_child_is_referred_on_a_guardians_word_or_a_determination():
    make_provider("catt")
    for given in (ledger.GUARDIAN, ledger.DETERMINED):
        case = make_case(age=14)
        ledger.record(case, organisations=[ledger.organisation("catt")], **given)
        with acting(case.case_manager):
            (referral,) = workflow.send_referral(
                case, [service("catt_reception")], by=case.case_manager, priority="urgent", consent=ON_RECORD
            )
        assert referral.consent_basis == given["basis"]


def test_a_childs_own_yes_is_not_enough_without_a_guardian():
    make_provider("catt")
    case = make_case(age=14)
    for consent in (CONSENT, ConsentGiven(basis="guardian_consent", how="spoken", language="es")):
        with pytest.raises(ValidationError), acting(case.case_manager):
            workflow.send_referral(
                case, [service("catt_reception")], by=case.case_manager, priority="urgent", consent=consent
            )


def test_what_is_added_to_a_draft_after_consent_was_recorded_does_not_leave(case):
    ledger.record(case, compartments=["summary", "contact", "care"])
    draft = draft_of(case)
    record_basis(draft, case)
    with acting(case.case_manager):
        more = workflow.Share(codes=["name", "reason"], typed={"reason": REASON})
        workflow.choose_slice(draft, case, by=case.case_manager, share=more)
    with pytest.raises(ValidationError, match="no consent on record"):
        send_it(draft, case.case_manager)


def test_a_law_without_a_reason_does_not_slip_through_an_impersonal_draft(case):
    make_provider("iom")
    by = case.case_manager
    with acting(by):
        (draft,) = workflow.prepare_referrals(case, [service("iom_interpreters")], by=by, priority="urgent")
        workflow.choose_slice(draft, case, by=by, share=workflow.Share(codes=["languages", "need"]))
    record_basis(draft, case, ConsentGiven(basis="vital_interests"))
    with acting(by):
        workflow.choose_slice(draft, case, by=by, share=workflow.Share(codes=["name"]))
    with pytest.raises(ValidationError, match="why it is shared"):
        send_it(draft, by)


def test_somebody_who_only_follows_the_case_records_nothing_by_referring(case):
    observer = make_user("investigator")
    with acting(case.case_manager):
        join_team(case, by=case.case_manager, user=observer, part="observer")
    with pytest.raises(NotPermitted):
        send(case, consent=CONSENT, by=observer)


# ---- ending


@pytest.mark.parametrize("status", [Status.SENT, Status.VIEWED, Status.ACCEPTED, Status.IN_PROGRESS])
def test_withdrawn_the_provider_sees_nothing_as_of_its_next_request(case, provider, status, browse):
    entry = ledger.record(case)
    referral = make_referral(status, case=case, provider=provider, consent=ON_RECORD)
    with acting(provider):
        workflow.send_message(Referral.objects.get(pk=referral.pk), "Thank you", by=provider, client_id=uuid4())
    browser = browse(provider)
    pages = [reverse(f"referrals:{name}", args=[referral.pk]) for name in ("detail", "state", "chat")]
    assert [browser.get(page).status_code for page in pages] == [200, 200, 200]
    ledger.withdraw(case, entry)
    assert [browser.get(page).status_code for page in pages] == [404, 404, 404]
    assert browse(provider, htmx=True).get(pages[1]).headers["HX-Refresh"] == "true"
    assert (
        browser.post(reverse("referrals:message", args=[referral.pk]), {"text": "?", "nonce": "1"}).status_code == 404
    )
    sees_nothing(provider)
    found = seen_by(case.case_manager, referral)
    assert (found.status, found.withdraw_reason) == (Status.WITHDRAWN, "consent")
    assert found.sharing_ended_at


@pytest.mark.parametrize("status", [Status.DELIVERED, Status.NOT_DELIVERED, Status.DECLINED])
def test_what_had_come_to_its_end_stays_as_it_ended_and_closes_all_the_same(case, provider, status):
    entry = ledger.record(case)
    referral = make_referral(status, case=case, provider=provider, consent=ON_RECORD)
    ledger.withdraw(case, entry)
    sees_nothing(provider)
    assert seen_by(case.case_manager, referral).status == status
    with pytest.raises(NotPermitted), acting(case.case_manager):
        workflow.send_message(
            Referral.objects.get(pk=referral.pk), "Still there?", by=case.case_manager, client_id=uuid4()
        )


def test_a_closed_one_opens_nothing_again(case, provider):
    entry = ledger.record(case)
    referral = make_referral(Status.DELIVERED, case=case, provider=provider, consent=ON_RECORD)
    with acting(case.case_manager):
        workflow.close_referral(Referral.objects.get(pk=referral.pk), by=case.case_manager)
    assert seen_by(provider, referral), "it keeps what it did"
    ledger.withdraw(case, entry)
    sees_nothing(provider)


def test_a_part_ends_only_what_shared_that_part(case, provider):
    make_provider("fia")
    entry = ledger.record(
        case, organisations=[ledger.organisation(), ledger.organisation("fia")], purposes=["shelter", "mind"]
    )
    first = send(case)
    share = workflow.Share(codes=["name", "reason"], typed={"reason": REASON})
    with acting(case.case_manager):
        (second,) = workflow.send_referral(
            case, [service("fia_counselling")], by=case.case_manager, priority="normal", consent=ON_RECORD, share=share
        )
    ledger.withdraw(case, entry, compartments=["identity"])
    assert seen_by(case.case_manager, second).status == Status.WITHDRAWN
    assert seen_by(provider, first)
    ledger.withdraw(case, entry, organisations=[ledger.organisation()])
    sees_nothing(provider)


def test_a_refusal_ends_what_it_forbids(case, provider):
    ledger.record(case)
    send(case)
    ledger.refuse(case, compartments=[], purposes=[])
    sees_nothing(provider)


def test_new_consent_carries_what_it_covers_and_ends_the_rest(case, provider):
    first = ledger.record(case, ends_on=timezone.localdate() + timedelta(days=5))
    referral = send(case)
    second = ledger.record(case, replaces=first)
    with acting(case.case_manager):
        use = ConsentUse.objects.get()
        ends = set(Grant.objects.filter(record_id=referral.pk, basis="referral").values_list("ends_at", flat=True))
    assert use.entry_id == second.pk
    assert ends == {use.ends_at}
    assert seen_by(provider, referral)
    ledger.record(case, replaces=second, purposes=["health"])
    sees_nothing(provider)


def test_consent_withdrawn_by_somebody_who_does_not_see_the_referral_ends_it_all_the_same(case, provider):
    """The investigator who opened the case never sees care, and so not what the case manager sends."""
    entry = ledger.record(case)
    referral = send(case)
    opener = case.opened_by
    assert seen_by(opener, referral) is None
    ledger.withdraw(case, entry, by=opener)
    sees_nothing(provider)
    assert seen_by(case.case_manager, referral).status == Status.SENT, "until the worker comes"


def test_the_worker_ends_what_was_not_seen(case, provider, job_role):
    entry = ledger.record(case)
    referral = send(case)
    ledger.withdraw(case, entry, by=case.opened_by)
    with job_role():
        job = ProcrastinateJob.objects.get(task_name="samaan.referrals.jobs.end_unseen")
        jobs.end_unseen(**job.args)
        jobs.end_unseen(**job.args)
    found = seen_by(case.case_manager, referral)
    assert (found.status, found.withdraw_reason) == (Status.WITHDRAWN, "consent")
    with acting(case.case_manager):
        ended = Event.objects.get(record_id=referral.pk, kind="referral.consent_ended")
    assert ended.actor_id == case.opened_by_id


def test_both_sides_are_told_and_nothing_of_the_person(case, provider, admin_connection):
    entry = ledger.record(case)
    referral = send(case, by=case.case_manager)
    ledger.withdraw(case, entry, by=case.opened_by)
    told = admin_connection.execute("SELECT user_id, rule FROM alerts_alert WHERE rule LIKE '%consent%'").fetchall()
    assert told == [(case.case_manager_id, "consent_ended")]
    entry = ledger.record(case)
    send(case)
    ledger.withdraw(case, entry)
    told = admin_connection.execute("SELECT rule FROM alerts_alert WHERE user_id = %s", [provider.pk]).fetchall()
    assert ("referral_sharing_ended",) in told
    assert referral.pk


def test_case_and_referral_say_so_on_their_timelines(case, provider, browse):
    entry = ledger.record(case)
    referral = send(case)
    ledger.withdraw(case, entry)
    with acting(case.case_manager):
        lines = [line.what for line in timeline.lines_of(case, case.case_manager, ["summary"])]
    assert "Consent withdrawn" in lines
    assert any("Consent to share has ended" in line for line in lines)
    page = browse(case.case_manager).get(referral.get_absolute_url()).content.decode()
    assert "The consent it rested on has ended." in page
    assert "Consent was withdrawn" in page


def test_one_event_an_act(case):
    entry = ledger.record(case)
    referral = send(case)
    ledger.withdraw(case, entry)
    with acting(case.case_manager):
        kinds = list(Event.objects.filter(record_id=referral.pk).order_by("id").values_list("kind", flat=True))
        of_case = Event.objects.filter(record_id=case.pk, kind="case.consent_withdrawn")
        assert [event.data["ended"] for event in of_case] == [1]
    assert kinds == ["referral.sent", "referral.consent_ended"]


def test_a_draft_whose_consent_was_withdrawn_does_not_leave(case):
    entry = ledger.record(case)
    draft = draft_of(case)
    record_basis(draft, case)
    ledger.withdraw(case, entry)
    with pytest.raises(ValidationError, match="no consent on record"):
        send_it(draft, case.case_manager)
    assert seen_by(case.case_manager, draft).status == Status.DRAFT


def test_consent_withdrawn_while_it_is_sent_wins_or_ends_it(case, provider):
    """Whoever holds the case goes first: the withdrawal waits for the sending, and ends what was just opened."""
    entry = ledger.record(case)
    draft = draft_of(case)
    record_basis(draft, case)
    manager, failed = case.case_manager, []

    def take_back() -> None:
        try:
            ledger.withdraw(case, entry)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=take_back)
    with acting(manager):
        workflow.send_draft(Referral.objects.get(pk=draft.pk), by=manager)
        other.start()
        other.join(0.5)
        assert other.is_alive(), "it waits"
    other.join(20)
    close_old_connections()
    assert failed == []
    sees_nothing(provider)
    assert seen_by(manager, draft).status == Status.WITHDRAWN


def test_a_grant_does_not_rest_on_what_has_ended(case, provider):
    entry = ledger.record(case)
    referral = send(case)
    ledger.withdraw(case, entry)
    with acting(case.case_manager):
        use = ConsentUse.objects.get()
        with pytest.raises(DatabaseError, match="has ended"), transaction.atomic():
            sharing.open_to_provider(referral, by=case.case_manager, resting_on=use)
        use.ended_at = None
        with pytest.raises(DatabaseError, match="does not begin again"), transaction.atomic():
            use.save(update_fields=["ended_at"])


def test_a_provider_does_not_see_the_ledger(case, provider):
    ledger.record(case)
    send(case)
    with acting(provider):
        assert not ConsentEntry.objects.exists()
        assert not ConsentUse.objects.exists()


def test_a_referral_withdrawn_for_another_reason_rests_on_nothing_any_more(case):
    ledger.record(case)
    referral = send(case)
    with acting(case.case_manager):
        workflow.withdraw_referral(Referral.objects.get(pk=referral.pk), by=case.case_manager, reason="mistake")
        assert ConsentUse.objects.get().end_reason == "referral"


def test_a_case_without_open_referrals_after_withdrawal_can_be_closed(case):
    entry = ledger.record(case)
    send(case)
    ledger.withdraw(case, entry)
    with acting(case.case_manager):
        assert queries.still_open(Case.objects.get(pk=case.pk)) == 0


# ---- the clock


def let_run_out(entry, admin_connection, *, days: int = -1) -> None:
    day = timezone.localdate() + timedelta(days=days)
    admin_connection.execute("UPDATE access_consententry SET ends_on = %s WHERE id = %s", [day, entry.pk])


def test_run_out_it_ends_by_itself_once(case, provider, admin_connection, job_role):
    entry = ledger.record(case)
    referral = send(case)
    let_run_out(entry, admin_connection)
    with job_role():
        case_jobs.end_consent()
        case_jobs.end_consent()
    sees_nothing(provider)
    found = seen_by(case.case_manager, referral)
    assert (found.status, found.withdraw_reason) == (Status.WITHDRAWN, "consent_expired")
    with acting(case.case_manager):
        kinds = Event.objects.filter(record_id=case.pk, kind__startswith="case.consent_").order_by("id")
        assert [event.kind for event in kinds] == ["case.consent_recorded", "case.consent_expired"]
        assert ConsentUse.objects.get().end_reason == "expired"
    told = set(admin_connection.execute("SELECT user_id, rule FROM alerts_alert").fetchall())
    assert {(provider.pk, "referral_sharing_ended"), (case.case_manager_id, "consent_ended")} <= told


def test_the_grants_run_out_even_without_the_worker_of_consent(case, provider, admin_connection, job_role):
    ledger.record(case)
    referral = send(case)
    admin_connection.execute(
        "UPDATE access_grant SET ends_at = now() WHERE record_id = %s AND basis = 'referral'", [referral.pk]
    )
    with job_role():
        end_due_grants()
    sees_nothing(provider)


def test_another_entry_that_allows_it_carries_it_on(case, provider, admin_connection, job_role):
    first = ledger.record(case)
    send(case)
    ledger.record(case, ends_on=timezone.localdate() + timedelta(days=300))
    let_run_out(first, admin_connection)
    with job_role():
        case_jobs.end_consent()
    with acting(provider):
        assert Referral.objects.get().status == Status.SENT


def test_the_case_manager_is_warned_two_weeks_before_once(case, admin_connection, job_role):
    soon = ledger.record(case)
    ledger.record(case)
    for days, times in ((15, 0), (14, 1), (13, 1)):
        let_run_out(soon, admin_connection, days=days)
        with job_role():
            case_jobs.end_consent()
        told = admin_connection.execute("SELECT user_id FROM alerts_alert WHERE rule = 'consent_ending'").fetchall()
        assert told == [(case.case_manager_id,)] * times


def test_nobody_is_warned_of_what_was_withdrawn(case, admin_connection, job_role):
    entry = ledger.record(case)
    ledger.withdraw(case, entry)
    let_run_out(entry, admin_connection, days=3)
    with job_role():
        case_jobs.end_consent()
    assert admin_connection.execute("SELECT 1 FROM alerts_alert WHERE rule = 'consent_ending'").fetchall() == []


def test_an_entry_on_its_last_day_still_holds(case, admin_connection, job_role):
    entry = ledger.record(case)
    let_run_out(entry, admin_connection, days=0)
    with job_role():
        case_jobs.end_consent()
    assert send(case).status == Status.SENT


# ---- consent from before the ledger


def make_old(referral: Referral, admin_connection) -> None:
    """The referral as it was before there was a ledger: its consent kept by itself."""
    with context.acting(context.of_user(referral.sender)):
        kept = Consent.objects.get(referral=referral)
        kept.entry = None
        kept.details = {
            "basis": "consent", "how": "interpreter", "language": "es", "given_on": "2026-05-01", "limits": "No photos",
            "reason": "",
        }  # fmt: skip
        kept.save(update_fields=["entry", "details"])
    admin_connection.execute("UPDATE access_grant SET consent_use_id = NULL")
    admin_connection.execute("DELETE FROM access_consentuse")
    admin_connection.execute("DELETE FROM access_consententry")


def test_what_a_referral_kept_for_itself_goes_into_the_ledger(case, provider, admin_connection, job_role):
    referral = send(case, consent=CONSENT)
    make_old(referral, admin_connection)
    with job_role():
        jobs.adopt_consent()
    (entry,) = ledger.entries(case)
    assert (entry.given_on, entry.ends_on, entry.purposes) == (date(2026, 5, 1), None, ["shelter"])
    with acting(case.case_manager):
        kept = Consent.objects.get(referral=referral)
        assert kept.entry.details["explained"] == ["interpreter"]
        assert kept.details == {"basis": "consent", "limits": "No photos", "reason": ""}
    assert seen_by(provider, referral)
    with job_role():
        jobs.adopt_consent()
    assert len(ledger.entries(case)) == 1
    ledger.withdraw(case, entry)
    sees_nothing(provider)


def test_alerts_of_the_provider_lead_to_nothing(case, provider, browse):
    entry = ledger.record(case)
    send(case)
    ledger.withdraw(case, entry)
    with acting(provider):
        alerts = list(Alert.objects.filter(user=provider))
    assert alerts
    page = browse(provider).get("/alerts/").content.decode()
    assert REASON not in page
    assert all(isinstance(alert.record_id, UUID) for alert in alerts)
