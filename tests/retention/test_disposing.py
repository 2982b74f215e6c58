"""One proposes, another approves; nothing less destroys."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from samaan.audit.models import Event
from samaan.cases.models import Case
from samaan.retention import destroying, finding, queries, workflow
from samaan.retention.models import Certificate, Due, Proposal
from samaan.transitions import NotPermitted, WrongState
from tests.factories import cases as of_cases
from tests.factories.accounts import make_user
from tests.factories.retention import (
    acting,
    approve,
    director,
    make_due_case,
    make_due_report,
    propose,
    worker,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case():
    return make_due_case()


def test_what_is_proposed_says_what_goes_and_what_stays(case):
    somebody = director()
    with acting(somebody):
        plan = queries.plan_of(case)
    assert (plan["cases"], plan["persons"]) == (1, 1) and plan["keys"] >= 2


def test_a_person_another_file_names_stays(destroy):
    case = of_cases.make_case()
    of_cases.close(case)
    with worker():
        from samaan.intake.models import ReportPerson  # the fixture's own link

        report = make_report_naming(case)
        assert ReportPerson.objects.filter(report=report).exists()
    case = make_due_again(case)
    with acting(director()):
        plan = queries.plan_of(case)
    assert plan.get("persons") is None and plan["stays_persons"] == 1


def make_report_naming(case):
    from samaan.access.records import begin_record, inherit
    from samaan.intake.models import Report, ReportPerson

    report_id = begin_record("report", owned_by=case.organisation)
    report = Report(id=report_id, reference="R-1", organisation=case.organisation, channel="hotline", narrative="x")
    report.save(force_insert=True)
    ReportPerson(report=report, person=case.person, role="victim").save(force_insert=True)
    inherit(report, "persons", case.person)
    return report


def make_due_again(case):
    from tests.factories.retention import close_long_ago

    case = close_long_ago(case)
    with worker("retention"):
        finding.note_due(Case.objects.get(pk=case.pk))
    return case


def test_nobody_approves_their_own(case):
    somebody = director()
    proposal = propose(case, by=somebody)
    with pytest.raises(NotPermitted):
        approve(proposal, by=somebody)


@pytest.mark.parametrize("role", ["head_of_investigations", "auditor", "system_administrator", "case_manager"])
def test_others_neither_propose_nor_approve(case, role):
    somebody = case.case_manager if role == "case_manager" else make_user(role)
    with pytest.raises((NotPermitted, Case.DoesNotExist)):
        propose(case, by=somebody)
    proposal = propose(case)
    with pytest.raises((NotPermitted, Proposal.DoesNotExist)):
        approve(proposal, by=somebody)


def test_before_its_time_it_goes_only_when_the_person_asked():
    case = of_cases.make_case()
    of_cases.close(case)
    with pytest.raises(ValidationError, match="has not come"):
        propose(case)
    assert propose(case, ground="asked").ground == "asked"


def test_what_is_open_is_not_proposed():
    with pytest.raises(ValidationError, match="not closed"):
        propose(of_cases.make_case(), ground="asked")


def test_it_is_refused_with_a_reason_and_can_be_proposed_again(case):
    proposal = propose(case)
    other = director("deputy_director")
    with acting(other):
        found = Proposal.objects.get(pk=proposal.pk)
        with pytest.raises(ValidationError):
            workflow.refuse_disposal(found, by=other, answer=" ")
        workflow.refuse_disposal(found, by=other, answer="A claim is pending")
    with pytest.raises((WrongState, NotPermitted)):
        approve(proposal)
    assert propose(case).pk != proposal.pk


def test_only_one_at_a_time(case):
    propose(case)
    with pytest.raises(ValidationError, match="proposed already"):
        propose(case, by=director("deputy_director"))


def test_the_worker_does_nothing_with_what_nobody_approved(case, destroy):
    proposal = propose(case)
    assert destroy(proposal) is None
    with worker("disposal"), pytest.raises(DatabaseError, match="two persons"), transaction.atomic():
        destroying.dispose(proposal.pk, destroying.goes_with(case.pk))
    with worker():
        assert Case.objects.filter(pk=case.pk).exists()


@pytest.mark.parametrize(
    "change",
    [
        "status = 'approved'",
        "status = 'approved', decided_by_id = proposed_by_id, decided_at = now()",
        "status = 'approved', decided_by_id = (SELECT max(id) FROM accounts_user), decided_at = now()",
        "due_on = current_date - 9",
        "ground = 'asked'",
        "of_record = gen_random_uuid()",
        "proposed_by_id = (SELECT max(id) FROM accounts_user)",
    ],
)
def test_no_statement_of_one_person_makes_it_two(case, change):
    somebody = director()
    propose(case, by=somebody)
    make_user("deputy_director")
    with acting(somebody), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE retention_proposal SET {change}")


def test_nobody_writes_a_proposal_in_anothers_name_or_a_day_of_their_own(case):
    somebody, other = director(), director("deputy_director")
    common = {"of_record": case.pk, "of_kind": "case", "organisation": case.organisation, "class_code": "case_adult"}
    for given in (
        {"ground": "asked", "proposed_by": other},
        {"ground": "due", "proposed_by": somebody, "due_on": "2020-01-01"},
        {"ground": "asked", "proposed_by": somebody, "status": "approved"},
    ):
        with acting(somebody), pytest.raises(DatabaseError), transaction.atomic():
            Proposal(reason="x", **common, **given).save(force_insert=True)


def test_an_approval_without_its_event_destroys_nothing(case, admin_connection):
    proposal = propose(case)
    other = director("deputy_director")
    admin_connection.execute(
        "UPDATE retention_proposal SET status = 'approved', decided_by_id = %s, decided_at = now()", [other.pk]
    )
    admin_connection.commit()
    with worker("disposal"), pytest.raises(DatabaseError, match="two persons"), transaction.atomic():
        destroying.dispose(proposal.pk, destroying.goes_with(case.pk))


def test_for_another_purpose_or_by_the_application_nothing_is_destroyed(case):
    proposal = approve(propose(case))
    with worker("mail"), pytest.raises(DatabaseError, match="only the worker"), transaction.atomic():
        destroying.dispose(proposal.pk, destroying.goes_with(case.pk))
    with acting(director()), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        destroying.dispose(proposal.pk, [case.pk])


def test_opened_again_it_is_not_destroyed(case, destroy):
    proposal = approve(propose(case))
    with worker():
        Case.objects.filter(pk=case.pk).update(status="open", closed_at=None, close_reason="")
    with pytest.raises(DatabaseError, match="still being worked on"):
        destroy(proposal)
    with worker():
        assert Case.objects.filter(pk=case.pk).exists() and not Certificate.objects.exists()


def test_two_runs_of_the_worker_leave_one_certificate(case, destroy):
    proposal = approve(propose(case))
    assert destroy(proposal) is not None
    assert destroy(proposal) is None
    with worker():
        assert Certificate.objects.count() == 1
        assert Event.objects.filter(kind="record.disposed").count() == 1


def test_a_report_goes_with_those_merged_into_it(destroy):
    report = make_due_report()
    certificate = destroy(approve(propose(report)))
    assert certificate.of_kind == "report" and report.pk in certificate.records


def test_the_list_forgets_what_was_opened_again(case):
    with worker():
        Case.objects.filter(pk=case.pk).update(status="open", closed_at=None, close_reason="")
        assert Due.objects.exists()
    from samaan.server.connection import acting_as

    with acting_as("job"):
        assert finding.find_due() == 0
    with worker():
        assert not Due.objects.exists()
