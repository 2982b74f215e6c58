"""Step 5: an authorised officer who is not the screener decides, once, with reasons; later it may be revised."""

import threading

import pytest
from django.db import connections
from django.utils import timezone

from samaan.alerts.models import Alert, Clock
from samaan.audit.models import Event
from samaan.intake import screening_workflow
from samaan.intake.models import Determination, Report, Screening
from samaan.intake.screening_form import form_at_work, judged
from samaan.intake.screening_htcds import victim_fields
from samaan.transitions import NotPermitted, WrongState
from samaan.xforms.verdict import judge, new_instance
from tests.factories.accounts import make_role, make_user
from tests.factories.screening import DECISION, REASONS, acting, decide, make_screening, save, seen

pytestmark = pytest.mark.django_db


def revise(screening, by, replaces, **decision):
    with acting(by):
        screening_workflow.revise_determination(screening, by=by, replaces=replaces, **{**DECISION, **decision})


def told(user):
    with acting(user):
        return set(Alert.objects.filter(user=user, event_kind="determination.made").values_list("rule", flat=True))


def test_a_decision_is_kept_with_its_reasons_and_one_event():
    screening = make_screening("submitted")
    director = make_user("director")
    decide(screening, by=director)
    with acting(director):
        made = Determination.objects.get()
        assert (made.number, made.outcome, made.reasons, made.decided_by) == (1, "confirmed", REASONS, director)
        assert (made.suggestion, made.on_revision) == ("met", screening.revision)
        event = Event.objects.get(kind="determination.made")
        assert (event.data["outcome"], event.data["child"], event.data["number"]) == ("confirmed", True, 1)
        assert REASONS not in str(event.data)
        assert Report.objects.get().status == Report.Status.DETERMINED
        assert Clock.objects.filter(name="screening.review", met_at=None).count() == 0


def test_the_assignee_and_the_director_are_told():
    screening = make_screening("submitted")
    director = make_user("director")
    decide(screening, by=make_user("head_of_investigations"))
    assert told(screening.report.assigned_to) == {"determination_made"}
    assert told(director) == {"determination_made", "victim_determined"}


def test_the_screener_cannot_decide_even_with_the_seat_for_it():
    screening = make_screening("submitted")
    screener = screening.report.assigned_to
    screener.role = make_role("director")
    screener.save()
    with pytest.raises(NotPermitted):
        decide(screening, by=screener)


def test_who_answered_one_question_cannot_decide():
    screening = make_screening(answers={})
    investigator, helper = screening.report.assigned_to, make_user("investigator")
    with acting(investigator):
        screening_workflow.ask_colleague(screening, by=investigator, colleague=helper)
    with acting(helper):
        save(seen(screening, helper), {"stay_or_return": "stay"}, by=helper)
    with acting(investigator):
        save(seen(screening, investigator), {"stay_or_return": "return"}, by=investigator)
        screening_workflow.submit_screening(screening, by=investigator)
    helper.role = make_role("head_of_investigations")
    helper.save()
    with pytest.raises(NotPermitted):
        decide(screening, by=helper)


@pytest.mark.parametrize("role", ["intake_officer", "investigator", "case_manager", "service_provider"])
def test_others_cannot_decide(role):
    screening = make_screening("submitted")
    with pytest.raises((NotPermitted, Screening.DoesNotExist)):
        decide(screening, by=make_user(role))


@pytest.mark.parametrize("status", ["open", "sent_back"])
def test_not_before_it_is_submitted(status):
    with pytest.raises(WrongState):
        decide(make_screening(status), by=make_user("director"))


def test_the_second_officer_is_told_what_happened():
    screening = make_screening("submitted")
    first, second = make_user("director"), make_user("head_of_investigations")
    decide(screening, by=first)
    with pytest.raises(WrongState) as refused:
        decide(screening, by=second, outcome="inconclusive")
    assert (refused.value.last_event.kind, refused.value.last_event.actor_id) == ("determination.made", first.pk)
    with acting(second):
        assert Determination.objects.count() == 1


def test_nobody_decides_on_answers_they_have_not_read():
    screening = make_screening("sent_back")
    investigator, director = screening.report.assigned_to, make_user("director")
    read = screening.revision
    with acting(investigator):
        save(screening, {"summary": "It was otherwise."}, by=investigator)
        screening_workflow.submit_screening(screening, by=investigator)
    with acting(director), pytest.raises(WrongState):
        screening_workflow.make_determination(screening, by=director, on_revision=read, **DECISION)


def test_revised_both_are_kept_and_the_newest_counts():
    screening = make_screening("determined")
    officer = make_user("head_of_investigations")
    revise(screening, officer, 1, outcome="not_trafficking", reasons="The contract was found.")
    with acting(officer):
        assert list(Determination.objects.values_list("number", "outcome")) == [
            (2, "not_trafficking"),
            (1, "confirmed"),
        ]
        assert Screening.objects.get().outcome == "not_trafficking"
        assert Event.objects.get(kind="determination.revised").data["number"] == 2


def test_two_who_revise_at_once():
    screening = make_screening("determined")
    revise(screening, make_user("head_of_investigations"), 1, outcome="presumed")
    with pytest.raises(WrongState):
        revise(screening, make_user("deputy_director"), 1, outcome="inconclusive")


def test_sent_back_after_a_decision_it_stands_until_the_next():
    screening = make_screening("determined")
    investigator, head = screening.report.assigned_to, make_user("head_of_investigations")
    with acting(head):
        screening_workflow.send_back(screening, by=head, questions="New witness?")
        assert Report.objects.get().status == Report.Status.SCREENING
        assert Screening.objects.get().outcome == "confirmed"
    with acting(investigator):
        screening_workflow.submit_screening(screening, by=investigator, reply="Yes.")
    decide(screening, by=head, outcome="presumed")
    with acting(head):
        assert list(Determination.objects.values_list("number", "outcome")) == [(2, "presumed"), (1, "confirmed")]


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        ("confirmed", "ActualVictimOfTrafficking"),
        ("presumed", "PossibleVictimOfTrafficking"),
        ("not_trafficking", "NotAVictimOfTrafficking"),
        ("inconclusive", "PossibleVictimOfTrafficking"),
        ("other_protection", "NotAVictimOfTrafficking"),
        ("", "PossibleVictimOfTrafficking"),
    ],
)
def test_the_outcome_in_the_words_of_the_data_standard(outcome, status):
    now = timezone.localtime()
    empty = judge(new_instance(form_at_work(), now=now), now=now)
    assert victim_fields(empty, outcome=outcome)["vic_TraffickingStatus"] == status


def test_a_screening_in_the_words_of_the_data_standard():
    screening = make_screening(
        "submitted",
        answers={
            "purpose_forced_labour": "present",
            "purpose_servitude": "present",
            "purpose_slavery": "present",
            "purpose_organ_removal": "absent",
            "control_methods": ["debt_bondage", "restricts_movement"],
            "recruitment_method": ["online_social", "unknown"],
            "labour_sectors": ["domestic_work"],
            "relationship": "stranger",
            "age_then": "15",
            "gender": "woman",
        },
    )
    with acting(screening.report.assigned_to):
        fields = victim_fields(judged(screening), outcome="confirmed", organisation_kind="government")
    assert fields == {
        "vic_TraffickingStatus": "ActualVictimOfTrafficking",
        "vic_TraffickingStatusDecisionMakingOrg": "NonPoliceGovernmentalOrganization",
        "vic_TypeOfExploitation": ["ForcedLabour", "Servitude"],
        "vic_MethodsOfControl": ["DebtBondage"],
        "vic_MethodOfRecruitment": ["ThroughOnlineSocialNetworks"],
        "vic_ForcedLabourIndustry": ["T_ActivitiesOfHouseholdsAsEmployers"],
        "vic_RelationshipToTrafficker": "Unaquainted",
        "vic_AgeWhenTrafficked": 15,
        "prs_Gender": "Feminine",
        "prs_Citizenship": "VEN",
        "prs_PrimaryLanguage": "spa",
        "con_Consent": True,
    }
    assert screening.exploitation == ["forced_labour", "slavery", "domestic_servitude"]


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_the_same_moment_make_one_decision():
    screening = make_screening("submitted")
    officers = [make_user("director"), make_user("deputy_director"), make_user("head_of_investigations")]
    barrier, ended = threading.Barrier(len(officers)), []

    def press(officer):
        barrier.wait()
        try:
            decide(screening, by=officer)
            ended.append("decided")
        except WrongState:
            ended.append("told")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=[officer]) for officer in officers]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(ended) == ["decided", "told", "told"]
    with acting(officers[0]):
        assert Determination.objects.count() == 1
