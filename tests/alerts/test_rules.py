"""From an event to inboxes, up the line until somebody acts."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from samaan.access import context, records
from samaan.alerts import clocks, jobs, registry
from samaan.alerts.models import Alert, Clock, Escalation
from samaan.transitions import announce
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db(transaction=True)


SEATS = ("intake_officer", "director", "deputy_director", "head_of_investigations")


class Report:
    """The least a record needs to offer the rules."""

    record_kind = "report"

    def __init__(self, organisation, **facts):
        self.organisation_id = organisation.pk
        self.facts = facts
        self.record_id = self.pk = records.begin_record("report", owned_by=organisation)

    def alert_facts(self):
        return self.facts

    def related_users(self, name):
        return []


@pytest.fixture
def staff():
    return {
        code: make_user(code) for code in ("intake_officer", "director", "deputy_director", "head_of_investigations")
    }


def receive(staff, **facts) -> Report:
    officer = staff["intake_officer"]
    with context.acting(context.of_user(officer)):
        report = Report(officer.organisation, **facts)
        announce("report.received", report, by=officer)
    return report


def rules_told(user) -> set[str]:
    with context.acting(context.of_user(user)):
        return set(Alert.objects.values_list("rule", flat=True))


def test_danger_tells_the_director_and_the_head_at_once(staff):
    receive(staff, immediate_danger=True)
    assert "immediate_danger" in rules_told(staff["director"])
    assert "immediate_danger" in rules_told(staff["head_of_investigations"])
    assert "immediate_danger" not in rules_told(staff["deputy_director"])


def test_without_the_fact_nobody_is_told(staff):
    receive(staff, immediate_danger=False, children=None)
    assert rules_told(staff["director"]) == set()


def test_three_persons_are_three_or_more(staff):
    receive(staff, persons=2)
    assert "three_or_more_persons" not in rules_told(staff["director"])
    receive(staff, persons=3)
    assert "three_or_more_persons" in rules_told(staff["director"])


def test_who_acted_is_not_told_of_it(staff):
    receive(staff)
    assert "report_received" not in rules_told(staff["intake_officer"])


def test_somebody_kept_out_of_the_report_is_not_told(staff):
    officer, head = staff["intake_officer"], staff["head_of_investigations"]
    with context.acting(context.of_user(officer)):
        report = Report(officer.organisation, immediate_danger=True)
        records.exclude(report, head, by=officer)
        announce("report.received", report, by=officer)
    assert rules_told(head) == set()


def ring(job_role, monkeypatch, report):
    monkeypatch.setattr(registry, "load", lambda kind, record_id: report)
    with job_role():
        jobs.ring_clocks(timestamp=0)


def test_nobody_acts_and_the_next_up_the_line_is_told(staff, job_role, monkeypatch):
    report = receive(staff, immediate_danger=True)
    with job_role(), context.acting(context.of_job("test")):
        Escalation.objects.filter(rule="immediate_danger").update(next_at=timezone.now())
    ring(job_role, monkeypatch, report)
    assert "immediate_danger" in rules_told(staff["deputy_director"])


def test_acting_ends_the_escalation(staff, job_role, monkeypatch):
    report = receive(staff, immediate_danger=True)
    with context.acting(context.of_user(staff["head_of_investigations"])):
        announce("report.assigned", report, by=staff["head_of_investigations"])
    with job_role(), context.acting(context.of_job("test")):
        assert not Escalation.objects.filter(rule="immediate_danger", ended_at=None).exists()


def test_a_clock_that_ran_out_rings_once(staff, job_role, monkeypatch):
    report = receive(staff)
    with context.acting(context.of_user(staff["head_of_investigations"])):
        clocks.start(report, "assignment.accept", lasting=timedelta(seconds=-1))
    ring(job_role, monkeypatch, report)
    ring(job_role, monkeypatch, report)
    with context.acting(context.of_user(staff["head_of_investigations"])):
        assert Alert.objects.filter(rule="assignment_not_accepted").count() == 1
        assert Clock.objects.get().rung_at


def test_mail_says_nothing_but_that_something_waits(staff, job_role):
    receive(staff, immediate_danger=True)
    waiting = ProcrastinateJob.objects.filter(task_name="samaan.alerts.jobs.mail_alert")
    ids = [job.args["alert_id"] for job in waiting]
    with job_role():
        for alert_id in ids:
            jobs.mail_alert(alert_id)
            jobs.mail_alert(alert_id)
    assert len(mail.outbox) == len(ids) > 0, "one each, also when the job runs twice"
    assert all("R-" not in letter.body and "danger" not in letter.body.lower() for letter in mail.outbox)
