"""Submitted, sent back with questions, submitted again."""

import pytest

from samaan.alerts.models import Alert, Clock
from samaan.audit.models import Event
from samaan.intake import screening_workflow
from samaan.intake.models import Screening
from samaan.intake.screening_queries import to_be_finished, waiting_for_review
from samaan.transitions import NotPermitted, WrongState, steps_for
from tests.factories.accounts import make_user
from tests.factories.screening import acting, make_screening, seen

pytestmark = pytest.mark.django_db


def kinds(screening, user):
    with acting(user):
        return list(
            Event.objects.filter(kind__startswith="screening")
            .exclude(kind="screening.answered")
            .values_list("kind", flat=True)
        )


def test_submitted_it_says_what_it_points_to_and_the_clock_of_review_runs():
    screening = make_screening("submitted")
    assert (screening.status, screening.suggestion, screening.is_child) == ("submitted", "met", True)
    assert screening.exploitation == ["sexual_exploitation"]
    with acting(screening.report.assigned_to):
        assert Clock.objects.filter(name="screening.review", met_at=None).count() == 1


def test_the_reviewers_are_told_of_a_child():
    head = make_user("head_of_investigations")
    screening = make_screening("submitted")
    with acting(head):
        rules = set(Alert.objects.filter(user=head, event_kind="screening.submitted").values_list("rule", flat=True))
    assert "child_screening_submitted" in rules
    assert screening.alert_facts()["child"] is True


def test_an_incomplete_screening_can_be_submitted():
    assert make_screening("submitted", answers={}).suggestion == "open"


def test_sent_back_with_questions_and_answered():
    screening = make_screening("sent_back")
    investigator = screening.report.assigned_to
    with acting(investigator):
        screening_workflow.submit_screening(screening, by=investigator, reply="Her cousin paid.")
        asked = screening.review_questions.get()
        told = (asked.text, asked.reply, asked.replied_by)
    assert told == ("Who paid for the journey?", "Her cousin paid.", investigator)
    assert kinds(screening, investigator) == [
        "screening.opened",
        "screening.submitted",
        "screening.sent_back",
        "screening.submitted",
    ]


def test_sending_back_stops_the_clock_and_tells_the_screener():
    screening = make_screening("sent_back")
    with acting(screening.report.assigned_to):
        assert Clock.objects.filter(name="screening.review", met_at=None).count() == 0
        assert Alert.objects.filter(rule="screening_sent_back", user=screening.report.assigned_to).count() == 1


def test_the_screener_does_not_review_their_own():
    screening = make_screening("submitted")
    investigator = screening.report.assigned_to
    with acting(investigator), pytest.raises(NotPermitted):
        screening_workflow.send_back(screening, by=investigator, questions="?")


def test_an_open_screening_is_not_sent_back():
    screening = make_screening()
    head = make_user("head_of_investigations")
    with acting(head), pytest.raises(WrongState):
        screening_workflow.send_back(screening, by=head, questions="?")


def test_submitted_twice_the_second_is_told():
    screening = make_screening("submitted")
    investigator = screening.report.assigned_to
    with acting(investigator), pytest.raises(WrongState) as refused:
        screening_workflow.submit_screening(screening, by=investigator)
    assert refused.value.last_event.kind == "screening.submitted"


def test_what_waits_for_whom():
    submitted, unfinished = make_screening("submitted"), make_screening()
    head = make_user("head_of_investigations")
    with acting(head):
        assert [row.pk for row in waiting_for_review(head)] == [submitted.pk]
    investigator = unfinished.report.assigned_to
    with acting(investigator):
        assert [row.pk for row in to_be_finished(investigator)] == [unfinished.pk]


@pytest.mark.parametrize(
    ("status", "role", "expected"),
    [
        ("open", "investigator", ["screening.submitted", "screening.colleague_added"]),
        ("open", "director", ["screening.colleague_added"]),
        ("submitted", "investigator", []),
        ("submitted", "director", ["determination.made", "screening.sent_back"]),
        ("submitted", "head_of_investigations", ["determination.made", "screening.sent_back"]),
        ("sent_back", "investigator", ["screening.submitted", "screening.colleague_added"]),
        ("determined", "investigator", []),
        ("determined", "director", ["determination.revised", "screening.sent_back"]),
    ],
)
def test_the_steps_each_can_take(status, role, expected):
    screening = make_screening(status)
    user = screening.report.assigned_to if role == "investigator" else make_user(role)
    with acting(user):
        steps = steps_for(user, seen(screening, user), screening_workflow.STEPS)
    assert [step.kind for step in steps] == expected


def test_a_second_screening_of_the_report_keeps_the_clock_running():
    from samaan.intake import workflow
    from samaan.intake.models import ReportPerson

    first = make_screening("submitted")
    investigator, head = first.report.assigned_to, make_user("head_of_investigations")
    with acting(investigator):
        other: ReportPerson = workflow.name_person(first.report, by=investigator, role="possible_victim", age=30)
        second = screening_workflow.begin_screening(other, by=investigator)
        screening_workflow.submit_screening(second, by=investigator)
    with acting(head):
        screening_workflow.send_back(first, by=head, questions="?")
        assert Clock.objects.filter(name="screening.review", met_at=None).count() == 1
        screening_workflow.send_back(second, by=head, questions="?")
        assert Clock.objects.filter(name="screening.review", met_at=None).count() == 0
        assert Screening.objects.filter(status="sent_back").count() == 2
