"""Step 2: triage, closing, opening again."""

from datetime import timedelta

import pytest

from samaan.access import context
from samaan.alerts.models import Alert, Clock
from samaan.audit.models import Event
from samaan.intake import workflow
from samaan.intake.models import Receipt, Report
from samaan.transitions import NotPermitted, WrongState
from tests.factories.accounts import make_user
from tests.factories.intake import make_report, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_user("intake_officer")


def acting(user):
    return context.acting(context.of_user(user))


def test_triage_says_how_urgent_and_corrects(officer):
    report = make_report()
    with acting(officer):
        workflow.triage_report(report, by=officer, urgency="emergency", children=True, triage_note="Two girls.")
        report = Report.objects.get()
        assert (report.status, report.urgency, report.children, report.triage_note) == (
            "triaged",
            "emergency",
            True,
            "Two girls.",
        )
        running = Clock.objects.filter(met_at=None)
        assert [clock.name for clock in running] == ["report.act"]
        assert running[0].due_at - running[0].started_at == pytest.approx(timedelta(hours=24), abs=timedelta(seconds=1))
        event = Event.objects.get(kind="report.triaged")
        assert (event.actor_id, event.data["urgency"]) == (officer.pk, "emergency")


def test_an_investigator_does_not_triage():
    report, investigator = make_report(), make_user("investigator")
    with acting(make_user("intake_officer")), pytest.raises(NotPermitted):
        workflow.triage_report(report, by=investigator, urgency="normal")


def test_a_stranger_does_not_even_see_it():
    report = make_report()
    with acting(make_user("investigator")), pytest.raises(Report.DoesNotExist):
        Report.objects.get(pk=report.pk)


def test_a_report_on_its_way_is_not_triaged_again(officer):
    report = make_report("forwarded")
    with acting(officer), pytest.raises(WrongState) as refused:
        workflow.triage_report(report, by=officer, urgency="normal")
    assert refused.value.last_event.kind == "report.forwarded"


def test_triage_changes_nothing_else(officer):
    report = make_report()
    with acting(officer), pytest.raises(TypeError, match="narrative"):
        workflow.triage_report(report, by=officer, urgency="normal", narrative="Other words")


def test_forwarding_tells_the_reporter_it_was_read(officer):
    report = make_report("triaged")
    with acting(officer):
        workflow.forward_report(report, by=officer)
        assert Receipt.objects.get().stage == "read"


def test_a_report_that_was_not_triaged_is_not_forwarded(officer):
    report = make_report()
    with acting(officer), pytest.raises(WrongState):
        workflow.forward_report(report, by=officer)


def test_closing_stops_the_clocks_and_keeps_the_reason(officer):
    report = make_report("triaged")
    with acting(officer):
        workflow.close_report(report, by=officer, reason="not_tip", note="A quarrel about rent.")
        report = Report.objects.get()
        assert (report.status, report.close_reason, report.close_note) == ("closed", "not_tip", "A quarrel about rent.")
        assert not Clock.objects.filter(met_at=None).exists()
        assert Receipt.objects.get().stage == "closed"
        assert Event.objects.get(kind="report.closed").data["reason"] == "not_tip"


def test_closed_twice_is_said(officer):
    report = make_report("closed")
    with acting(officer), pytest.raises(WrongState):
        workflow.close_report(report, by=officer, reason="spam")


def test_a_closed_report_is_opened_again_and_forwarded_only_with_its_urgency(officer):
    report = make_report()
    with acting(officer):
        workflow.close_report(report, by=officer, reason="not_enough")
        workflow.reopen_report(report, by=officer, note="The caller rang again.")
        assert Report.objects.get().status == "triaged"
        with pytest.raises(workflow.NotTriaged):
            workflow.forward_report(report, by=officer)


def test_one_more_person_is_named(officer):
    report = make_report("triaged")
    with acting(officer):
        named = workflow.name_person(report, by=officer, role="witness", given_names="Pedro")
        assert named.person.full_name == "Pedro"
        assert Report.objects.get().persons_named == 1


def test_somebody_who_only_reads_names_nobody():
    report = make_report("triaged")
    director = make_user("director")
    with acting(director), pytest.raises(NotPermitted):
        workflow.name_person(report, by=director, role="witness", given_names="Pedro")


def test_the_status_words_follow_the_report():
    assert seen(make_report().pk, make_user("director")).get_status_display() == "Waiting for triage"


@pytest.mark.parametrize(
    ("learnt", "rule"),
    [
        ({"children": True}, "child_involved"),
        ({"people_count": 4}, "three_or_more_persons"),
        ({"official_suspected": True}, "official_suspected"),
    ],
)
def test_what_is_learnt_later_is_told_once(learnt, rule):
    officer, director = make_user("intake_officer"), make_user("director")
    report = make_report()
    told = []
    for _again in range(2):
        with acting(officer):
            workflow.triage_report(report, by=officer, urgency="normal", **learnt)
        with acting(director):
            told.append(Alert.objects.filter(user=director, rule=rule).count())
    assert told == [1, 1]


def test_a_child_named_later_is_told():
    officer, director = make_user("intake_officer"), make_user("director")
    report = make_report()
    with acting(officer):
        workflow.name_person(report, by=officer, role="possible_victim", aliases="Chiqui", age=9)
        report.refresh_from_db()
        assert (report.children, report.persons_named) == (True, 1)
    with acting(director):
        assert Alert.objects.filter(user=director, rule="child_involved").count() == 1
