"""The page of a form: how far it is, its answers in words, who gave them, what stood there before."""

import pytest

from samaan.questionnaires import workflow
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_case
from tests.factories.forms import FEARS, ILLNESS, again, begin, save
from tests.questionnaires.test_section_page import join

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("needs")]
FEARED, RISK, NIGHTS, ILL = "/data/safety/fears", "/data/safety/risk", "/data/safety/nights", "/data/health/illness"


def page_of(client, submission, more: str = "") -> str:
    return client.get(f"/forms/{submission.pk}/{more}").content.decode()


def test_the_forms_of_a_case_stand_on_its_tab(browse):
    submission = begin()
    client = browse(submission.begun_by)

    page = client.get(f"/cases/{submission.of_record}/forms/").content.decode()

    assert "Begin a form" in page and f"/forms/{submission.pk}/" in page
    assert (
        f"/cases/{submission.of_record}/panel/forms/" in client.get(f"/cases/{submission.of_record}/").content.decode()
    )


def test_a_form_is_begun_from_the_case(browse):
    case = make_case()

    answer = browse(case.case_manager).post(f"/forms/begin/needs/case/{case.pk}/")

    assert answer.status_code == 302 and answer.url.startswith("/forms/")


def test_whoever_does_not_see_the_case_begins_nothing(browse):
    case = make_case()

    assert browse(make_user("case_manager")).post(f"/forms/begin/needs/case/{case.pk}/").status_code == 404


def test_answers_are_read_in_words_with_who_gave_them(browse):
    submission = begin()
    save(submission, {FEARED: FEARS, RISK: "high", ILL: ILLNESS})

    page = page_of(browse(submission.begun_by), submission)

    assert [words in page for words in (FEARS, "High", ILLNESS, submission.begun_by.full_name)] == [True] * 4


def test_what_a_reader_does_not_see_is_said_to_be_hidden(browse):
    submission, colleague = begin(make_case()), make_user("case_manager")
    join(submission, colleague)
    save(submission, {FEARED: FEARS, ILL: ILLNESS})

    page = page_of(browse(colleague), submission)

    assert FEARS in page and ILLNESS not in page and "Something here is not shown to you." in page


def test_earlier_answers_stand_beside_those_that_replaced_them(browse):
    submission, colleague = begin(make_case()), make_user("case_manager")
    join(submission, colleague)
    save(submission, {FEARED: "A car outside"}, by=colleague)
    save(submission, {FEARED: FEARS})

    page = page_of(browse(submission.begun_by), submission)

    assert FEARS in page and "A car outside" in page and "Earlier answers" in page


def test_finishing_says_what_is_missing_and_then_finishes(browse):
    submission = begin()
    client = browse(submission.begun_by)
    tried = client.post(f"/forms/{submission.pk}/finish/")
    assert tried.status_code == 422 and "What do you fear?" in tried.content.decode()
    save(submission, {FEARED: FEARS})

    client.post(f"/forms/{submission.pk}/finish/")

    assert status(submission) == "finished"


def test_a_finished_form_is_corrected_and_withdrawn_by_their_pages(browse):
    submission = begin()
    save(submission, {FEARED: FEARS})
    client = browse(submission.begun_by)
    client.post(f"/forms/{submission.pk}/finish/")

    client.post(f"/forms/{submission.pk}/correct/")
    assert status(submission) == "open"
    client.post(f"/forms/{submission.pk}/withdraw/")
    assert status(submission) == "withdrawn"
    assert client.get(f"/forms/{submission.pk}/part/safety/").status_code == 302


def status(submission) -> str:
    with acting(submission.begun_by):
        return again(submission).status


def test_what_happened_to_a_form_stands_on_the_timeline_of_its_case(browse):
    submission = begin()
    save(submission, {FEARED: FEARS})
    with acting(submission.begun_by):
        workflow.finish_submission(again(submission), by=submission.begun_by)

    page = browse(submission.begun_by).get(f"/cases/{submission.of_record}/timeline/").content.decode()

    assert [f"Form {what}: Needs assessment" in page for what in ("begun", "filled in further", "finished")] == [
        True
    ] * 3
    assert FEARS not in page


def test_whoever_does_not_hold_the_compartment_does_not_learn_of_the_form(browse):
    submission = begin(make_case(investigator=(investigator := make_user("investigator"))))

    page = browse(investigator).get(f"/cases/{submission.of_record}/timeline/").content.decode()

    assert "Needs assessment" not in page
