"""Step 4: one button opens the screening with everything known filled in."""

import pytest
from django.utils import timezone

from samaan.access import context
from samaan.alerts.models import Clock
from samaan.audit.models import Event
from samaan.intake import screening_workflow
from samaan.intake.models import Report, Screening
from samaan.intake.screening_form import answers_of
from samaan.intake.screening_queries import possible_victims, waiting_for_review
from samaan.questionnaires.models import Part, Submission
from samaan.transitions import NotPermitted, WrongState
from tests.factories.accounts import make_user
from tests.factories.intake import NARRATIVE
from tests.factories.screening import acting, make_screening, make_victim

pytestmark = pytest.mark.django_db


def begin(victim, by):
    with acting(by):
        return screening_workflow.begin_screening(victim, by=by)


def test_what_is_known_is_filled_in():
    victim = make_victim()
    investigator = victim.report.assigned_to
    screening = begin(victim, investigator)
    with acting(investigator):
        answers = answers_of(screening)
    assert answers.pop("interview_on") == timezone.localdate().isoformat()
    assert answers == {
        "given_names": "Yusleidy",
        "family_names": "Marcano",
        "sex": "female",
        "age": "16",
        "age_basis": "estimated",
        "nationality": "VE",
        "language": "es",
        "region": "TT-ARI",
        "exploitation": ["sexual_exploitation"],
        "story": NARRATIVE,
    }


def test_the_report_is_in_screening_with_one_event_and_its_clock_met():
    victim = make_victim()
    investigator = victim.report.assigned_to
    screening = begin(victim, investigator)
    with acting(investigator):
        assert Report.objects.get().status == Report.Status.SCREENING
        event = Event.objects.get(kind="screening.opened")
        assert (event.record_id, event.data["screening"]) == (victim.report_id, str(screening.pk))
        assert Clock.objects.filter(name="report.act", met_at=None).count() == 0


def test_begun_twice_it_is_one():
    victim = make_victim()
    investigator = victim.report.assigned_to
    first, second = begin(victim, investigator), begin(victim, investigator)
    assert first.pk == second.pk
    with acting(investigator):
        assert Event.objects.filter(kind="screening.opened").count() == 1


def test_a_person_of_unknown_age_is_a_child():
    victim = make_victim(age=None)
    screening = begin(victim, victim.report.assigned_to)
    assert screening.is_child


def test_a_suspect_is_not_screened():
    victim = make_victim(role="suspect")
    with pytest.raises(screening_workflow.NotScreened):
        begin(victim, victim.report.assigned_to)


def test_not_before_the_report_is_accepted():
    victim = make_victim(status=Report.Status.ASSIGNED)
    with pytest.raises(WrongState):
        begin(victim, victim.report.assigned_to)


@pytest.mark.parametrize("role", ["intake_officer", "head_of_investigations", "director"])
def test_those_who_do_not_conduct_screenings_cannot_begin_one(role):
    victim = make_victim()
    with pytest.raises(NotPermitted):
        begin(victim, make_user(role))


def test_a_stranger_investigator_sees_nothing_of_it():
    make_screening("determined")
    stranger = make_user("investigator")
    with context.acting(context.of_user(stranger)):
        assert Screening.objects.count() == 0
        assert Submission.objects.count() == 0
        assert Part.objects.count() == 0
        assert Event.objects.filter(kind__startswith="determination").count() == 0
        assert not waiting_for_review(stranger).exists()


def test_the_intake_officer_sees_the_report_and_not_the_screening():
    screening = make_screening()
    officer = make_user("intake_officer")
    with acting(officer):
        assert Report.objects.count() == 1
        assert Screening.objects.count() == 0
        (victim,) = possible_victims(Report.objects.get(), officer)
        assert victim.begun is None
        assert victim.named.pk == screening.report_person_id
