"""Forms by the API: begun, read, answered by two, finished; the same refusals as by the pages."""

import pytest

from samaan.questionnaires import workflow
from tests.api.calling import Program
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_case
from tests.factories.forms import FEARS, ILLNESS, again, begin, forms_at_work, save
from tests.questionnaires.test_section_page import join

pytestmark = pytest.mark.django_db(transaction=True)
FEARED, RISK, NIGHTS, ILL = "/data/safety/fears", "/data/safety/risk", "/data/safety/nights", "/data/health/illness"


@pytest.fixture(autouse=True)
def needs(db):
    with forms_at_work() as pack:
        yield pack


def test_a_form_is_begun_answered_and_finished():
    case = make_case()
    manager = Program(case.case_manager)
    about = manager.get(f"/forms/of/case/{case.pk}")
    assert [each["code"] for each in about["to_begin"]] == ["needs"]

    form = manager.post(f"/forms/of/case/{case.pk}/needs", expect=201)["id"]
    lacking = manager.post(f"/forms/{form}/finish", expect=422)
    assert list(lacking["problems"]) == [FEARED]
    saved = manager.call(
        "patch", f"/forms/{form}/answers", {"base_revision": 1, "answers": {FEARED: FEARS, RISK: "low"}}
    )
    assert saved == {"revision": 2, "problems": {}}
    read = manager.get(f"/forms/{form}")

    answers = {each["address"]: each["value"] for each in read["answers"]}
    assert answers[FEARED] == FEARS and NIGHTS in answers
    assert manager.post(f"/forms/{form}/finish")["status"] == "finished"
    assert manager.post(f"/forms/{form}/reopen")["status"] == "open"
    assert manager.post(f"/forms/{form}/withdraw")["status"] == "withdrawn"


def test_somebody_elses_answer_is_answered_and_not_overwritten():
    submission, colleague = begin(), make_user("case_manager")
    join(submission, colleague)
    save(submission, {FEARED: "A car outside"}, by=colleague)

    sent = {"base_revision": 1, "answers": {FEARED: FEARS, RISK: "high"}}
    told = Program(submission.begun_by).call("patch", f"/forms/{submission.pk}/answers", sent, expect=409)

    assert (told["conflicts"][FEARED]["theirs"], told["conflicts"][FEARED]["by"]) == ("A car outside", colleague.pk)


def test_what_a_reader_does_not_see_is_not_in_it():
    submission, colleague = begin(), make_user("case_manager")
    join(submission, colleague)
    save(submission, {FEARED: FEARS, ILL: ILLNESS})

    read = Program(colleague).get(f"/forms/{submission.pk}")

    assert read["hidden"] == ["health"]
    assert ILL not in [each["address"] for each in read["answers"]] and ILLNESS not in str(read)


def test_a_question_that_is_not_there_is_refused_in_words():
    submission = begin()

    sent = {"base_revision": 1, "answers": {"/data/safety/secret": "x"}}
    told = Program(submission.begun_by).call("patch", f"/forms/{submission.pk}/answers", sent, expect=422)

    assert told["error"] == "invalid"


def test_a_finished_form_takes_no_answer():
    submission = begin()
    save(submission, {FEARED: FEARS})
    with acting(submission.begun_by):
        workflow.finish_submission(again(submission), by=submission.begun_by)

    sent = {"base_revision": 9, "answers": {FEARED: "Nothing"}}
    assert (
        Program(submission.begun_by).call("patch", f"/forms/{submission.pk}/answers", sent, expect=409)["error"]
        == "wrong_state"
    )
