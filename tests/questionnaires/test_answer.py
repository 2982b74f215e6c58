"""One answer is saved as it is given; what else looks different is answered with it, and nothing more."""

import json

import lxml.html
import pytest

from samaan.questionnaires import workflow
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_case
from tests.factories.forms import CHILD, FEARS, again, begin, save
from tests.questionnaires.test_section_page import join, url, value

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("needs")]
FEARED, RISK, NIGHTS, ILL = "/data/safety/fears", "/data/safety/risk", "/data/safety/nights", "/data/health/illness"


def answer(client, submission, address: str, *texts: str, version: int = 1, **more: str):
    data = {"field": address, address: list(texts), "version": str(version)} | more
    return client.post(f"/forms/{submission.pk}/answer/", data)


def prints(page) -> str:
    slots = lxml.html.fromstring(page.content.decode()).xpath("//*[@data-print]")
    return json.dumps({slot.get("id"): slot.get("data-print") for slot in slots})


def test_it_is_saved_and_the_revision_answered(browse):
    submission = begin()

    told = answer(browse(submission.begun_by), submission, FEARED, FEARS)

    assert (told.status_code, told.json()["version"]) == (200, 2)
    assert value(submission, FEARED) == FEARS


def test_only_what_looks_different_now_is_answered_with_it(browse):
    submission = begin()
    client = browse(submission.begun_by)
    page = client.get(url(submission))

    told = answer(client, submission, RISK, "low", prints=prints(page)).json()

    assert list(told["parts"]) == ["q-data-safety-nights"]
    assert "Nights in a safe place" in told["parts"]["q-data-safety-nights"]


def test_what_is_wrong_with_an_answer_is_said_and_the_answer_kept(browse):
    submission = begin()
    save(submission, {RISK: "low"})
    client = browse(submission.begun_by)
    page = client.get(url(submission))

    told = answer(client, submission, NIGHTS, "-1", version=2, prints=prints(page)).json()

    assert "This answer is not possible here." in told["parts"]["q-data-safety-nights"]
    assert value(submission, NIGHTS) == "-1"


def test_somebody_elses_answer_is_not_overwritten(browse):
    submission, colleague = begin(make_case()), make_user("case_manager")
    join(submission, colleague)
    save(submission, {FEARED: "A car outside"}, by=colleague)

    told = answer(browse(submission.begun_by), submission, FEARED, FEARS)

    assert told.status_code == 409
    assert (told.json()["theirs"], told.json()["by"]) == (["A car outside"], colleague.full_name)
    assert value(submission, FEARED) == "A car outside"


def test_a_finished_form_takes_no_answer(browse):
    submission = begin()
    save(submission, {FEARED: FEARS})
    with acting(submission.begun_by):
        workflow.finish_submission(again(submission), by=submission.begun_by)

    told = answer(browse(submission.begun_by), submission, FEARED, "Nothing", version=9)

    assert (told.status_code, value(submission, FEARED)) == (422, FEARS)


def test_what_one_does_not_see_one_does_not_answer(browse):
    submission, colleague = begin(make_case()), make_user("case_manager")
    join(submission, colleague)

    told = answer(browse(colleague), submission, ILL, "Nothing")

    assert (told.status_code, value(submission, ILL)) == (422, "")


def test_an_answer_for_a_place_that_moved_is_put_nowhere(browse):
    submission = begin()
    client = browse(submission.begun_by)
    page = client.get(url(submission, "family"))
    with acting(submission.begun_by):
        workflow.add_repeat(again(submission), "/data/family/child", by=submission.begun_by)
    shape = page.context["shape"]

    told = answer(client, submission, "/data/family/child[1]/name", CHILD, shape=shape)

    assert (told.status_code, value(submission, "/data/family/child[1]/name")) == (422, "")


def test_for_a_stranger_there_is_nothing(browse):
    submission = begin()

    assert answer(browse(make_user("case_manager")), submission, FEARED, FEARS).status_code == 404
