"""A form is finished when nothing needed is missing; what is not relevant is left out; its figures count."""

from decimal import Decimal

import pytest

from samaan.audit.models import Event
from samaan.questionnaires import workflow
from samaan.questionnaires.models import Figure, Part
from samaan.questionnaires.workflow.finishing import figure_values
from tests.factories.cases import acting
from tests.factories.forms import FEARS, again, begin, forms_at_work, save
from tests.xforms.workbooks import table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("needs")]
FEARED, RISK, NIGHTS = "/data/safety/fears", "/data/safety/risk", "/data/safety/nights"


def finish(submission, **more):
    with acting(submission.begun_by):
        return workflow.finish_submission(again(submission), by=submission.begun_by, **more)


def finish_within(submission):
    with acting(submission.begun_by):
        return workflow.finish_within(again(submission), by=submission.begun_by)


def figures(submission) -> dict[str, object]:
    with acting(submission.begun_by):
        rows = Figure.objects.filter(submission=submission, counts=True)
        return {row.column: row.code or row.number for row in rows}


def test_a_form_that_lacks_an_answer_says_which():
    submission = begin()

    with pytest.raises(workflow.Incomplete) as incomplete:
        finish(submission)

    assert list(incomplete.value.verdict.problems) == [FEARED]
    assert again_in(submission).is_open


def test_an_act_that_allows_it_finishes_a_form_that_lacks_answers_but_never_one_with_wrong_ones():
    submission = begin()
    save(submission, {RISK: "low", NIGHTS: "-1"})
    with pytest.raises(workflow.Incomplete):
        finish_within(submission)

    save(submission, {NIGHTS: "2"})
    finish_within(submission)

    assert not again_in(submission).is_open


def test_what_is_not_relevant_is_left_out_of_a_finished_form():
    submission = begin()
    save(submission, {FEARED: FEARS, RISK: "low"})
    save(submission, {NIGHTS: "2"})
    save(submission, {RISK: "high"})

    finish(submission)

    with acting(submission.begun_by):
        assert "nights" not in Part.objects.get(submission=submission, compartment="care").instance


def test_figures_hold_codes_and_numbers_and_never_words():
    submission = begin()
    save(submission, {FEARED: FEARS, RISK: "high"})

    finish(submission)

    assert figures(submission) == {"case.risk_level": "high", "case.children": 1}


@pytest.mark.parametrize(
    ("kind", "text", "several", "found"),
    [
        ("select_multiple", "food cash", True, [("food", None), ("cash", None)]),
        ("calculate", "food cash", True, [("food", None), ("cash", None)]),
        ("calculate", "food cash", False, []),
        ("calculate", "high", False, [("high", None)]),
        ("calculate", "12.5", False, [("", Decimal("12.5"))]),
        ("calculate", "Infinity", False, []),
        ("calculate", "1" + "0" * 10, False, []),
        ("text", "food", True, []),
    ],
)
def test_a_calculation_of_several_codes_counts_each(kind, text, several, found):
    assert list(figure_values(kind, text, several=several)) == found


def test_a_corrected_form_is_counted_anew_and_a_withdrawn_one_not_at_all():
    submission = begin()
    save(submission, {FEARED: FEARS, RISK: "high"})
    finish(submission)
    with acting(submission.begun_by):
        workflow.reopen_submission(again(submission), by=submission.begun_by)
    save(submission, {RISK: "low"})
    finish(submission)
    assert figures(submission)["case.risk_level"] == "low"

    with acting(submission.begun_by):
        workflow.withdraw_submission(again(submission), by=submission.begun_by)

    assert figures(submission) == {}


def test_each_act_is_one_event_without_an_answer():
    submission = begin()
    save(submission, {FEARED: FEARS})
    save(submission, {FEARED: FEARS + "!"})
    finish(submission)

    with acting(submission.begun_by):
        events = list(Event.objects.filter(kind__startswith="form.").order_by("id"))
    assert [event.kind for event in events] == ["form.begun", "form.answered", "form.finished"]
    assert FEARS not in str([event.data for event in events])


def again_in(submission):
    with acting(submission.begun_by):
        return again(submission)


def test_a_name_or_a_day_is_no_figure_even_when_it_is_worked_out():
    survey = table(
        {"type": "calculate", "name": "who", "calculation": "'Kerlinda'", "stored_as": "person.given_names"},
        {"type": "calculate", "name": "born", "calculation": "'2001-05-04'", "stored_as": "person.birth_date"},
        {"type": "select_one level", "name": "risk", "en": "Risk", "es": "Riesgo", "stored_as": "case.risk_level"},
    )
    with forms_at_work(survey, version="2"):
        submission = begin()
        save(submission, {"/data/risk": "high"})
        finish(submission)

        assert figures(submission) == {"case.risk_level": "high"}
