"""Step 3: assignment, acceptance, passing on, conflicts of interest."""

from datetime import timedelta

import pytest
from django.utils import timezone

from samaan.access import context
from samaan.access.models import Grant
from samaan.accounts.models import User
from samaan.alerts import jobs
from samaan.alerts.models import Alert, Clock
from samaan.audit.models import Event
from samaan.intake import queries, workflow
from samaan.intake.models import Receipt, Report, ReporterContact, ReportPerson
from samaan.people.models import Person
from samaan.transitions import NotPermitted, WrongState
from tests.factories.accounts import make_organisation, make_user
from tests.factories.intake import make_report

pytestmark = pytest.mark.django_db
PERSON = {"role": "possible_victim", "given_names": "Yusleidy"}


def acting(user):
    return context.acting(context.of_user(user))


@pytest.fixture
def head():
    return make_user("head_of_investigations")


@pytest.fixture
def investigator():
    return make_user("investigator")


def sees(user) -> list[int]:
    with acting(user):
        return [model.objects.count() for model in (Report, ReportPerson, Person, ReporterContact)]


def test_assigning_opens_the_report_and_starts_the_clock(head, investigator):
    report = make_report("forwarded", persons=[PERSON], contact={"name": "Ana"})
    assert sees(investigator) == [0, 0, 0, 0]
    with acting(head):
        workflow.assign_report(report, by=head, to=investigator, reason="Speaks Spanish")
    assert sees(investigator) == [1, 1, 1, 1]
    with acting(investigator):
        report = Report.objects.get()
        assert (report.status, report.assigned_to, report.assignment_reason) == (
            "assigned",
            investigator,
            "Speaks Spanish",
        )
        assert Grant.objects.get(basis="assignment").granted_by == head
        clock = Clock.objects.get(name="assignment.accept", met_at=None)
        assert clock.due_at - clock.started_at == pytest.approx(timedelta(hours=8), abs=timedelta(seconds=1))
        assert Alert.objects.filter(user=investigator, rule="report_assigned").exists()


def test_an_intake_officer_does_not_assign(investigator):
    report, officer = make_report("forwarded"), make_user("intake_officer")
    with acting(officer), pytest.raises(NotPermitted):
        workflow.assign_report(report, by=officer, to=investigator)


def test_two_heads_at_once(head, investigator):
    report = make_report("assigned")
    with acting(head), pytest.raises(WrongState):
        workflow.assign_report(report, by=head, to=investigator)


@pytest.mark.parametrize(("role", "organisation"), [("case_manager", "ctu"), ("investigator", "elsewhere")])
def test_only_an_investigator_of_the_unit(head, role, organisation):
    report = make_report("forwarded")
    other = make_user(role, make_organisation(organisation))
    with acting(head), pytest.raises(workflow.CannotAssign):
        workflow.assign_report(report, by=head, to=other)


def test_accepting(investigator):
    report = make_report("assigned", investigator=investigator)
    with acting(investigator):
        workflow.accept_report(report, by=investigator)
        assert Report.objects.get().status == "accepted"
        assert not Clock.objects.filter(name="assignment.accept", met_at=None).exists()
        assert Receipt.objects.get().stage == "followed"


def test_nobody_accepts_for_somebody_else(head):
    report = make_report("assigned")
    with acting(head), pytest.raises(NotPermitted):
        workflow.accept_report(report, by=head)


def test_accepting_twice(investigator):
    report = make_report("accepted", investigator=investigator)
    with acting(investigator), pytest.raises(WrongState):
        workflow.accept_report(report, by=investigator)


def test_passed_on_the_one_before_sees_nothing(head, investigator):
    other = make_user("investigator")
    report = make_report("accepted", investigator=investigator, persons=[PERSON])
    with acting(head):
        workflow.reassign_report(report, by=head, to=other, reason="workload", note="Court all week")
        event = Event.objects.get(kind="report.reassigned")
        assert (event.data["reason"], event.data["to"], event.data["from"]) == ("workload", other.pk, investigator.pk)
    assert (sees(investigator), sees(other)) == ([0, 0, 0, 0], [1, 1, 1, 0])


def test_work_begun_goes_on_where_it_stood(head, investigator):
    report = make_report("accepted", investigator=investigator)
    other = make_user("investigator")
    with acting(head):
        Report.objects.update(status="screening")
        workflow.reassign_report(report, by=head, to=other, reason="leave")
        assert report.status == "assigned"
    with acting(other):
        workflow.accept_report(report, by=other)
        assert Report.objects.get().status == "screening"


def test_not_to_the_same_person(head, investigator):
    report = make_report("assigned", investigator=investigator)
    with acting(head), pytest.raises(workflow.CannotAssign):
        workflow.reassign_report(report, by=head, to=investigator, reason="workload")


def test_a_declared_conflict_closes_the_report_to_its_investigator(head, investigator):
    report = make_report("accepted", investigator=investigator, persons=[PERSON])
    with acting(investigator):
        workflow.declare_conflict(report, by=investigator, about=investigator)
    assert sees(investigator) == [0, 0, 0, 0]
    with acting(head):
        report = Report.objects.get()
        assert (report.status, report.assigned_to) == ("forwarded", None)
        assert Alert.objects.filter(user=head, rule="report_forwarded").exists()
        with pytest.raises(workflow.CannotAssign):
            workflow.assign_report(report, by=head, to=investigator)
        assert [(each.user, each.conflict) for each in queries.candidates(head, report)][-1] == (investigator, True)


def test_a_conflict_counts_also_against_oversight(head):
    report = make_report("forwarded")
    director = make_user("director")
    with acting(head):
        workflow.declare_conflict(report, by=head, about=director)
    assert sees(director) == [0, 0, 0, 0]
    assert sees(make_user("director"))[0] == 1


def test_an_investigator_keeps_out_nobody_else(investigator):
    report = make_report("assigned", investigator=investigator)
    with acting(investigator), pytest.raises(NotPermitted):
        workflow.declare_conflict(report, by=investigator, about=make_user("investigator"))


def test_workload_beside_each_name(head, investigator):
    make_report("accepted", investigator=investigator)
    make_report("assigned", investigator=investigator)
    report = make_report("forwarded")
    idle = make_user("investigator")
    with acting(head):
        Report.objects.filter(status="assigned").update(due_at=timezone.now() - timedelta(hours=1))
        found = {each.user: (each.open, each.late) for each in queries.candidates(head, report)}
    assert (found[investigator], found[idle]) == ((2, 1), (0, 0))


@pytest.mark.django_db(transaction=True)
def test_not_accepted_in_time_is_escalated(head, investigator, job_role):
    make_report("assigned", investigator=investigator)
    with job_role(), context.acting(context.of_job("test")):
        Clock.objects.filter(name="assignment.accept").update(due_at=timezone.now() - timedelta(minutes=1))
    with job_role():
        jobs.ring_clocks()
    with acting(head):
        assert Alert.objects.filter(user=head, rule="assignment_not_accepted").count() == 1


def test_somebody_who_assigns_is_always_left(head):
    report = make_report("forwarded")
    for other in User.objects.filter(role__permissions__contains=["report.assign"]).exclude(pk=head.pk):
        with acting(head):
            workflow.declare_conflict(report, by=head, about=other)
    with acting(head), pytest.raises(workflow.CannotKeepOut):
        workflow.declare_conflict(report, by=head, about=head)
    assert sees(head)[0] == 1


def test_a_conflict_is_lifted_by_somebody_else_and_with_a_reason(head, investigator):
    report = make_report("forwarded")
    deputy, director = make_user("deputy_director"), make_user("director")
    with acting(head):
        workflow.declare_conflict(report, by=head, about=deputy)
    for by in (investigator, head, deputy):
        with acting(head), pytest.raises(NotPermitted):
            workflow.lift_conflict(report, by=by, about=deputy, reason="It is all right.")
    with acting(director), pytest.raises(workflow.CannotLift):
        workflow.lift_conflict(report, by=director, about=deputy, reason=" ")
    assert sees(deputy)[0] == 0
    with acting(director):
        workflow.lift_conflict(report, by=director, about=deputy, reason="Another of the same name.")
        assert queries.history(report, ["summary"])[0].kind == "access.readmitted"
    assert sees(deputy)[0] == 1
