"""A whole case goes to another organisation: the summary before its yes, everything after; the former, the summary."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from samaan.access import context
from samaan.accounts.models import Organisation
from samaan.audit.models import Event
from samaan.cases import workflow as case_work
from samaan.cases.closing import StillOpen
from samaan.cases.models import Case, Note, Task
from samaan.people.models import Person
from samaan.referrals import workflow as referral_work
from samaan.referrals.models import Message, Referral, Status
from samaan.transfers import workflow
from samaan.transfers.models import Transfer
from samaan.transitions import NotPermitted, WrongState
from tests.factories import consent as making_consent
from tests.factories.accounts import make_user
from tests.factories.referrals import NAME, PHONE, SURNAME, make_case, make_provider, make_referral
from tests.factories.transfers import WORDS, propose

pytestmark = pytest.mark.django_db(transaction=True)
PARTS = ("summary", "identity", "contact", "care", "health", "legal")


def acting(user):
    return context.acting(context.of_user(user))


@pytest.fixture
def iom():
    return Organisation.objects.get(code="iom")


@pytest.fixture
def newcomer(iom):
    return make_user("case_manager", iom)


@pytest.fixture
def case():
    """With a note in every part, a task, somebody of the own organisation on the team."""
    case = make_case()
    by = case.case_manager
    with acting(by):
        for part in PARTS:
            case_work.add_note(case, by=by, compartment=part, text=f"Word of {part}")
        due = timezone.localdate() + timedelta(days=3)
        case_work.add_task(case, by=by, compartment="care", title="Call her", due=due)
        case_work.join_team(case, by=by, user=make_user("investigator"), part="liaison")
    return case


def notes_seen(user) -> set[str]:
    with acting(user):
        return set(Note.objects.values_list("compartment", flat=True))


def accept(transfer, by, to=None) -> None:
    with acting(by):
        workflow.accept_transfer(Transfer.objects.get(pk=transfer.pk), by=by, to=to or by)


def test_before_the_answer_the_summary_and_nothing_of_the_case(case, newcomer, iom, browse):
    transfer = propose(case, receiver=iom)
    with acting(newcomer):
        for model in (Case, Note, Person, Referral):
            assert not model.objects.exists(), model
        assert Transfer.objects.get().words == WORDS
    page = browse(newcomer).get(transfer.get_absolute_url()).content.decode()
    assert "6 notes" in page
    for canary in (NAME, SURNAME, PHONE, case.pseudonym, case.reference, "Word of"):
        assert canary not in page
    with acting(make_user("case_manager", Organisation.objects.get(code="catt"))):
        assert not Transfer.objects.exists()


def test_taken_over_it_is_theirs_with_its_open_referrals_and_the_former_keep_the_summary(case, newcomer, iom):
    provider = make_provider()
    referral = make_referral(Status.ACCEPTED, case=case, provider=provider)
    former, director = case.case_manager, make_user("director")
    accept(propose(case, receiver=iom), newcomer)
    assert notes_seen(newcomer) == set(PARTS)
    with acting(newcomer):
        now = Case.objects.select_related("organisation", "case_manager").get(pk=case.pk)
        assert (now.organisation, now.case_manager) == (iom, newcomer)
        assert Task.objects.get().owner == newcomer
        gone_along = Referral.objects.get(pk=referral.pk)
        assert (gone_along.sender, gone_along.organisation) == (newcomer, iom)
        referral_work.send_message(gone_along, "I answer for her now", by=newcomer, client_id=case.pk)
        assert Event.objects.filter(record_id=case.pk, kind="case.handed_on").count() == 1
    with acting(provider):
        assert Message.objects.get().sender == newcomer
    for user in (former, director):
        with acting(user):
            assert Case.objects.filter(pk=case.pk).exists()
            assert not Referral.objects.exists()
        assert notes_seen(user) == {"summary"}
    with acting(former):
        assert not Person.objects.exists()
    with acting(former), pytest.raises(NotPermitted):
        case_work.close_case(Case.objects.get(pk=case.pk), by=former, reason="goals_met")


def test_a_stranger_answers_nothing_and_nothing_is_answered_twice(case, newcomer, iom):
    transfer = propose(case, receiver=iom)
    for step in (workflow.accept_transfer, workflow.decline_transfer):
        given = {"to": case.case_manager} if step is workflow.accept_transfer else {"answer": "No"}
        with acting(case.case_manager), pytest.raises(NotPermitted):
            step(Transfer.objects.get(pk=transfer.pk), by=case.case_manager, **given)
    with acting(newcomer):
        workflow.decline_transfer(Transfer.objects.get(pk=transfer.pk), by=newcomer, answer="Nobody speaks Warao here")
    with pytest.raises(WrongState):
        accept(transfer, newcomer)
    assert notes_seen(newcomer) == set()


def test_what_is_offered_is_not_closed_or_offered_again_and_falls_with_whoever_offered_it(case, newcomer, iom):
    by = case.case_manager
    transfer = propose(case, receiver=iom)
    with pytest.raises(ValidationError):
        propose(case, receiver=iom)
    with acting(by):
        case_work.finish_task(Task.objects.get(), by=by)
        with pytest.raises(StillOpen):
            case_work.close_case(Case.objects.get(pk=case.pk), by=by, reason="goals_met")
        case_work.assign_case_manager(case, by=by, to=make_user("case_manager"), reason="leave")
    with pytest.raises(ValidationError):
        accept(transfer, newcomer)
    assert notes_seen(newcomer) == set()


def test_it_rests_on_consent_that_still_holds_or_on_the_law(case, newcomer, iom):
    with pytest.raises(ValidationError):
        propose(case, receiver=iom, basis="", basis_reason="")
    with acting(case.case_manager):
        terms = making_consent.terms(organisations=[iom])
        entry = case_work.record_consent(case, terms, by=case.case_manager)
    transfer = propose(case, receiver=iom, basis="", basis_reason="")
    assert transfer.basis == "consent"
    making_consent.withdraw(case, entry, by=case.case_manager)
    with pytest.raises(ValidationError):
        accept(transfer, newcomer)
