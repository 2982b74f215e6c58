"""The instruments about a case, filled in as the program does: what is kept where, and what is counted."""

import pytest

from samaan.countrypack import active
from samaan.questionnaires import workflow
from samaan.questionnaires.models import Figure, Part, Submission
from tests.factories.cases import acting, make_case
from tests.packs.tt.filling import questions

pytestmark = pytest.mark.django_db


def finished(code: str, **answers: str) -> Submission:
    """A form finished about a new case by its case manager, whatever it lacks; answers by the names of questions."""
    case = make_case()
    by = case.case_manager
    with acting(by):
        submission = workflow.begin_submission(active.pack().instruments[code], case, by=by)
        given = {questions(submission.of.form)[name].path: text for name, text in answers.items()}
        workflow.save_answers(submission, given, base=0, by=by)
        submission = Submission.objects.get(pk=submission.pk)
        workflow.finish_within(submission, by=by)
    return submission


def figures(submission: Submission) -> dict[str, list]:
    found: dict[str, list] = {}
    with acting(submission.begun_by):
        for row in Figure.objects.filter(submission=submission, counts=True).order_by("pk"):
            found.setdefault(row.column, []).append((row.compartment, row.code or float(row.number)))
    return found


def test_the_level_given_counts_and_the_one_suggested_beside_it():
    submission = finished(
        "initial_risk", is_child="no", danger_now="yes", risk_level="medium", risk_reason="Moved away."
    )

    assert figures(submission) == {
        "case.risk_level": [("care", "medium")],
        "risk.suggested": [("care", "high")],
        "risk.points": [("care", 0.0)],
    }


def test_needs_of_health_are_kept_and_counted_apart():
    submission = finished(
        "needs_assessment",
        needs_basic="food cash",
        urgency_basic="urgent",
        needs_mind="psychiatric",
        urgency_mind="emergency",
        note_mind="Cannot sleep since March",
    )

    found = figures(submission)
    assert sorted(found["needs.care"]) == [("care", "cash"), ("care", "food")]
    assert found["needs.urgency_care"] == [("care", "urgent")]
    assert found["needs.health"] == [("health", "psychiatric")]
    assert found["needs.urgency_health"] == [("health", "emergency")]
    with acting(submission.begun_by):
        parts = {part.compartment: part.instance for part in Part.objects.filter(submission=submission)}
    assert "psychiatric" not in parts["care"] + parts["legal"]
    assert "Cannot sleep" not in parts["care"] + parts["legal"]
    assert "Cannot sleep" in parts["health"]


def test_the_steps_of_the_matrix_are_counted():
    submission = finished("self_sufficiency", moment="exit", has_children="no", at_housing="4", at_income="3")

    assert figures(submission) == {
        "self_sufficiency.moment": [("care", "exit")],
        "self_sufficiency.rated": [("care", 2.0)],
        "self_sufficiency.total": [("care", 7.0)],
        "self_sufficiency.mean": [("care", 3.5)],
        "self_sufficiency.below_safe": [("care", 0.0)],
    }


def test_notes_on_best_interests_are_counted_nowhere():
    submission = finished("best_interests", heard="yes", said="With my aunt", court="Family Court, Friday")

    assert figures(submission) == {}
    with acting(submission.begun_by):
        parts = {part.compartment: part.instance for part in Part.objects.filter(submission=submission)}
    assert "Family Court" in parts["legal"]
    assert "Family Court" not in parts["care"] + parts["health"]
