"""Answers are saved one by one; what somebody else wrote meanwhile is never overwritten unseen."""

import pytest

from samaan.cases import workflow as cases
from samaan.questionnaires import queries, workflow
from samaan.questionnaires.filled import read
from samaan.questionnaires.models import EarlierAnswer, Part, Submission
from samaan.transitions import NotPermitted, WrongState
from samaan.xforms.faults import Refused
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_case
from tests.factories.forms import CHILD, FEARS, ILLNESS, again, begin, save

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("needs")]

FEARED, RISK, NIGHTS, ILL = "/data/safety/fears", "/data/safety/risk", "/data/safety/nights", "/data/health/illness"


def answers(submission: Submission, by=None) -> dict[str, str]:
    with acting(by or submission.begun_by):
        found = read(again(submission))
        return {node.address: node.text for node in found.instance.root.walk() if node.text}


def test_an_answer_is_kept_and_what_follows_from_it_is_judged():
    submission = begin()

    saved = save(submission, {RISK: "low", FEARED: FEARS})

    assert answers(submission) == {FEARED: FEARS, RISK: "low", "/data/family/children": "1"}
    assert saved.revision == 2
    assert saved.verdict[NIGHTS].relevant


def test_what_is_known_of_the_record_is_filled_in():
    assert answers(begin(**{"case.risk_level": "high", "case.nonsense": "x"}))[RISK] == "high"


def test_what_is_known_and_does_not_fit_the_form_is_left_out():
    assert RISK not in answers(begin(**{"case.risk_level": "terrible"}))


def test_the_answers_of_a_compartment_lie_in_a_part_of_their_own():
    submission = begin()
    save(submission, {FEARED: FEARS, ILL: ILLNESS})

    with acting(submission.begun_by):
        parts = {part.compartment: part.instance for part in Part.objects.filter(submission=submission)}

    assert {name: (FEARS in xml, ILLNESS in xml) for name, xml in parts.items()} == {
        "care": (True, False),
        "health": (False, True),
    }


def test_an_answer_that_is_not_valid_is_kept_with_its_problem():
    submission = begin()

    saved = save(submission, {RISK: "low", NIGHTS: "-3"})

    assert answers(submission)[NIGHTS] == "-3"
    assert NIGHTS in saved.verdict.problems


def test_somebody_elses_answer_is_not_overwritten():
    case = make_case()
    submission = begin(case)
    colleague = make_user("case_manager")
    with acting(case.case_manager):
        cases.join_team(case, by=case.case_manager, user=colleague, part="care")
    save(submission, {FEARED: "A car outside"}, by=colleague)

    saved = save(submission, {FEARED: FEARS, RISK: "high"}, base=1)

    assert [(address, theirs.value, theirs.mark.by) for address, theirs in saved.conflicts.items()] == [
        (FEARED, "A car outside", colleague.pk)
    ]
    assert answers(submission) == {FEARED: "A car outside", RISK: "high", "/data/family/children": "1"}


def test_an_answer_taken_knowingly_replaces_the_other_which_is_kept():
    case = make_case()
    submission = begin(case)
    save(submission, {FEARED: "A car outside"})
    with acting(case.case_manager):
        workflow.finish_submission(again(submission), by=case.case_manager)
        workflow.reopen_submission(again(submission), by=case.case_manager)

    save(submission, {FEARED: FEARS})

    with acting(case.case_manager):
        assert [row.value for row in EarlierAnswer.objects.filter(submission=submission)] == ["A car outside"]


def test_ones_own_keystrokes_are_not_kept():
    submission = begin()
    save(submission, {FEARED: "A ca"})
    save(submission, {FEARED: "A car"})

    with acting(submission.begun_by):
        assert not EarlierAnswer.objects.exists()


def test_repeats_come_and_go_with_their_answers():
    submission = begin()
    by = submission.begun_by
    with acting(by):
        workflow.add_repeat(again(submission), "/data/family/child", by=by)
    save(submission, {"/data/family/child[1]/name": CHILD, "/data/family/child[2]/name": "Josiah"})

    colleague = make_user("case_manager")
    with acting(by):
        cases.join_team(again(submission).record, by=by, user=colleague, part="stand_in")
    save(submission, {"/data/family/child[2]/name": "Josiah Ali"}, by=colleague)

    with acting(by):
        workflow.remove_repeat(again(submission), "/data/family/child[1]", by=by)

    assert answers(submission) == {"/data/family/child[1]/name": "Josiah Ali", "/data/family/children": "1"}
    with acting(by):
        earlier = {row.value: row.question for row in EarlierAnswer.objects.all()}
        # What was answered for the one that is gone stands beside nobody else, and Josiah's with Josiah.
        assert earlier == {CHILD: "/data/family/child[0]/name", "Josiah": "/data/family/child[1]/name"}
        opened = read(again(submission))
        assert [gone.row.value for gone in queries.no_longer_asked(opened)] == [CHILD]


def test_a_question_that_is_not_in_the_form_is_refused_and_nothing_is_saved():
    submission = begin()

    with pytest.raises(Refused):
        save(submission, {FEARED: FEARS, "/data/safety/secret": "x"})

    assert FEARED not in answers(submission)


def test_a_colleague_answers_what_is_open_to_them_and_leaves_the_rest_as_it_is():
    case = make_case()
    submission = begin(case)
    colleague = make_user("case_manager")
    with acting(case.case_manager):
        cases.join_team(case, by=case.case_manager, user=colleague, part="care")
    save(submission, {ILL: ILLNESS})

    save(submission, {FEARED: FEARS}, by=colleague)
    with pytest.raises(Refused):
        save(submission, {ILL: "Nothing"}, by=colleague)
    with pytest.raises(NotPermitted), acting(colleague):
        workflow.finish_submission(again(submission), by=colleague)

    assert ILL not in answers(submission, by=colleague)
    assert answers(submission)[ILL] == ILLNESS


def test_whoever_does_not_hold_the_compartment_of_the_form_cannot_fill_it_in():
    case = make_case(investigator=(investigator := make_user("investigator")))
    submission = begin(case)

    with pytest.raises((NotPermitted, Submission.DoesNotExist)):
        save(submission, {FEARED: FEARS}, by=investigator)


def test_a_finished_form_takes_no_answer():
    submission = begin()
    save(submission, {FEARED: FEARS})
    with acting(submission.begun_by):
        workflow.finish_submission(again(submission), by=submission.begun_by)

    with pytest.raises(WrongState):
        save(submission, {FEARED: "Nothing"})
