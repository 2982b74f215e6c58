"""While somebody is away another acts with what was given to them by name, and with no more."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from samaan.access import context, records
from samaan.access.models import Basis, Grant
from samaan.accounts.models import User
from samaan.alerts import rules
from samaan.cases import access_panel
from samaan.cases.models import Case, Note
from samaan.intake import workflow as intake
from samaan.intake.models import Report
from samaan.staff import jobs, workflow
from samaan.staff.models import Delegation
from samaan.transitions import NotPermitted
from tests.factories.accounts import make_user
from tests.factories.cases import make_case
from tests.factories.intake import make_report
from tests.factories.staff import acting, administrator, director, organisation
from tests.support.sessions import prove

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def colleague(role: str = "case_manager", code: str = "ctu") -> User:
    return make_user(role, organisation(code))


def stand_in(of: User, to: User, by: User | None = None, **given) -> Delegation:
    by = by or of
    with acting(by):
        given = {"ends_at": timezone.now() + WEEK, "reason": "Annual leave"} | given
        return workflow.delegate_work(of, by=by, to=to, **given)


def seen(user: User, model=Case) -> list:
    with acting(user):
        return list(model.objects.all())


def test_the_delegate_sees_what_the_delegator_holds_and_what_they_get_meanwhile():
    case = make_case()
    manager, to = case.case_manager, colleague()
    stand_in(manager, to)
    assert seen(to) == [case]
    later = make_case(case_manager=manager)
    assert {found.pk for found in seen(to)} == {case.pk, later.pk}


def test_it_says_for_whom():
    case = make_case()
    to = colleague()
    stand_in(case.case_manager, to)
    with acting(to):
        found = access_panel.accesses(Grant.objects.filter(record_id=case.pk), ended=False)
        assert f"Stands in for {case.case_manager}" in [one.why for one in found]
        assert records.represented_by(case.pk, to) == {case.case_manager_id}


def test_what_the_delegator_loses_the_delegate_loses_at_once():
    case, to, chief = make_case(), colleague(), director()
    stand_in(case.case_manager, to)
    with acting(chief):
        workflow.hand_over_load(case.case_manager, by=chief, to=colleague(), reason="leave")
    assert seen(to) == []


def test_ended_early_it_is_closed_at_once():
    case, to = make_case(), colleague()
    delegation = stand_in(case.case_manager, to)
    with acting(to):
        workflow.end_delegation(delegation, by=to)
    assert seen(to) == []


def test_it_ends_by_itself(job_role):
    case, to = make_case(), colleague()
    delegation = stand_in(case.case_manager, to)
    with job_role(), context.acting(context.of_job("test")):
        now = timezone.now()
        Delegation.objects.filter(pk=delegation.pk).update(starts_at=now - WEEK, ends_at=now - timedelta(seconds=1))
    with job_role():
        jobs.turn_delegations()
    assert seen(to) == []
    with acting(to):
        assert Delegation.objects.get().status == "ended"


def test_it_begins_by_itself(job_role):
    case, to = make_case(), colleague()
    now = timezone.now()
    delegation = stand_in(case.case_manager, to, starts_at=now + WEEK, ends_at=now + 2 * WEEK)
    assert (delegation.status, seen(to)) == ("planned", [])
    with job_role(), context.acting(context.of_job("test")):
        Delegation.objects.filter(pk=delegation.pk).update(starts_at=now - timedelta(seconds=1))
    with job_role():
        jobs.turn_delegations()
    assert seen(to) == [case]


def test_it_cannot_be_passed_on():
    case, second, third = make_case(), colleague(), colleague()
    stand_in(case.case_manager, second)
    stand_in(second, third)
    assert seen(third) == []
    own = make_case(case_manager=second)
    assert seen(third) == [own]


def test_it_cannot_be_handed_over_either():
    case, second, third, chief = make_case(), colleague(), colleague(), director()
    stand_in(case.case_manager, second)
    with acting(chief):
        assert workflow.hand_over_load(second, by=chief, to=third, reason="leave") == []


def test_a_conflict_of_interest_keeps_the_delegate_out():
    case, to = make_case(), colleague()
    with acting(case.case_manager):
        records.exclude(case, to, by=case.case_manager)
    stand_in(case.case_manager, to)
    assert seen(to) == []


def test_what_the_role_must_never_see_stays_closed():
    case, to = make_case(), colleague("investigator")
    with acting(case.case_manager):
        from samaan.cases.workflow import add_note

        add_note(case, by=case.case_manager, compartment="care", text="Sleeps badly")
    stand_in(case.case_manager, to)
    assert (seen(to), seen(to, Note)) == ([case], [])
    with acting(to):
        assert not {"care", "health"} & records.compartments_of(case, to)


def test_an_investigators_delegate_works_on_the_report():
    report, to = make_report("assigned", investigator=colleague("investigator")), colleague("investigator")
    stand_in(report.assigned_to, to)
    with acting(to):
        intake.accept_report(Report.objects.get(pk=report.pk), by=to)
        assert Report.objects.get(pk=report.pk).status == "accepted"


def test_another_investigator_does_not():
    report, stranger = make_report("assigned", investigator=colleague("investigator")), colleague("investigator")
    stand_in(colleague("investigator"), stranger)
    assert seen(stranger, Report) == [] and report.assigned_to != stranger


def test_the_delegate_is_told_what_the_delegator_is_told():
    case, to = make_case(), colleague()
    stand_in(case.case_manager, to)
    with acting(to):
        told = rules.people(Case.objects.get(), [rules.Audience(relation="case_manager")])
    assert told == {case.case_manager_id, to.pk}


def test_only_oneself_or_who_gives_out_work():
    manager, to, stranger, chief = colleague(), colleague(), colleague(), director()
    with pytest.raises(NotPermitted):
        stand_in(manager, to, by=stranger)
    with pytest.raises(NotPermitted):
        stand_in(manager, to, by=administrator())
    stand_in(manager, to, by=chief)


def test_nobody_opens_to_themselves_what_a_colleague_holds():
    case, chief = make_case(), director()
    with pytest.raises(ValidationError):
        stand_in(case.case_manager, chief, by=chief)
    with acting(chief):
        assert records.compartments_of(case, chief) <= {"summary"}


def test_the_page_asks_for_proof_and_does_not_offer_oneself(browse):
    case, chief = make_case(), director()
    client, page = browse(chief), f"/staff/{case.case_manager_id}/stand-in/"
    assert "/accounts/reauthenticate/" in client.get(page).headers.get("Location", "")
    answer = prove(client).get(page)
    offered = answer.context["form"].fields["to"].queryset
    assert answer.status_code == 200 and chief not in offered


@pytest.mark.parametrize("lasting", [timedelta(0), timedelta(days=400)])
def test_an_end_is_needed_and_not_too_late(lasting: timedelta):
    with pytest.raises(ValidationError):
        stand_in(colleague(), colleague(), ends_at=timezone.now() + lasting)


def test_not_oneself_not_another_organisation_not_two_at_once():
    manager = colleague()
    for to in (manager, colleague("case_manager", "iom")):
        with pytest.raises(ValidationError):
            stand_in(manager, to)
    stand_in(manager, colleague())
    with pytest.raises(ValidationError):
        stand_in(manager, colleague())


def test_an_account_that_ends_takes_its_delegations_along():
    case, to, admin = make_case(), colleague(), administrator()
    stand_in(case.case_manager, to)
    with acting(admin):
        workflow.end_account(case.case_manager, by=admin, reason="left")
    assert seen(to) == []
    with acting(to):
        assert not Grant.objects.filter(basis=Basis.DELEGATION, revoked_at=None).exists()
