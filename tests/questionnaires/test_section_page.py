"""A section is one page: it shows what is asked, saves what was changed, and comes back when something is not right."""

import lxml.html
import pytest
from django.test import RequestFactory

from samaan.audit.models import Event
from samaan.cases import workflow as cases
from samaan.questionnaires import workflow
from samaan.questionnaires.filled import read
from samaan.vault import held
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_case
from tests.factories.forms import CHILD, FEARS, ILLNESS, again, begin, save

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("needs")]
FEARED, RISK, NIGHTS, ILL = "/data/safety/fears", "/data/safety/risk", "/data/safety/nights", "/data/health/illness"


def url(submission, code: str = "safety") -> str:
    return f"/forms/{submission.pk}/part/{code}/"


def sent(page, **changed: str) -> dict[str, list[str]]:
    """What a browser without JavaScript sends from a page, with these answers in it."""
    form = lxml.html.fromstring(page.content.decode()).get_element_by_id("answers")
    data: dict[str, list[str]] = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    return data | changed


def fill(client, submission, given: dict, code: str = "safety", **more):
    page = client.get(url(submission, code))
    return client.post(url(submission, code), sent(page) | given | {"do": "continue"} | more)


def join(submission, colleague) -> None:
    """A colleague is on the team for care: they hold the form's compartment, and not health."""
    by = submission.begun_by
    with acting(by):
        cases.join_team(again(submission).record, by=by, user=colleague, part="care")


def value(submission, address: str) -> str:
    with acting(submission.begun_by):
        return read(again(submission)).instance.value(address)


def test_a_section_shows_what_is_asked_and_not_what_is_not(browse):
    submission = begin()

    page = browse(submission.begun_by).get(url(submission)).content.decode()

    assert "What do you fear?" in page and "Nights in a safe place" not in page


def test_what_was_written_is_saved_and_the_next_section_follows(browse):
    submission = begin()

    answer = fill(browse(submission.begun_by), submission, {FEARED: FEARS, RISK: "high"})

    assert answer.url == url(submission, "health")
    assert (value(submission, FEARED), value(submission, RISK)) == (FEARS, "high")


def test_the_page_comes_back_when_something_new_is_asked_and_nothing_is_lost(browse):
    submission = begin()
    client = browse(submission.begun_by)

    answer = fill(client, submission, {FEARED: FEARS, RISK: "low"})

    assert answer.url == f"{url(submission)}#q-data-safety-nights"
    page = client.get(url(submission)).content.decode()
    assert "Nights in a safe place" in page and FEARS in page


def test_a_needed_answer_that_lacks_is_said_beside_its_question_and_at_the_top(browse):
    submission = begin()
    client = browse(submission.begun_by)

    answer = fill(client, submission, {RISK: "high"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#q-data-safety-fears-input"' in page and page.count("This question needs an answer.") == 2
    assert value(submission, RISK) == "high"
    gone_on = client.post(url(submission), sent(answer) | {"do": "anyway"})
    assert gone_on.url == url(submission, "health")


def test_a_wrong_answer_stays_as_it_was_written(browse):
    submission = begin()
    save(submission, {RISK: "low", FEARED: FEARS})

    answer = fill(browse(submission.begun_by), submission, {NIGHTS: "some"})

    assert answer.status_code == 422
    assert 'value="some"' in answer.content.decode()
    assert "Write a whole number in digits." in answer.content.decode()


def test_two_answers_stand_beside_each_other_until_one_is_chosen(browse):
    submission, colleague = begin(make_case()), make_user("case_manager")
    join(submission, colleague)
    client = browse(submission.begun_by)
    page = client.get(url(submission))
    save(submission, {FEARED: "A car outside"}, by=colleague)

    answer = client.post(url(submission), sent(page) | {FEARED: FEARS, RISK: "high", "do": "continue"})

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "A car outside" in text and FEARS in text and colleague.full_name in text
    assert (value(submission, FEARED), value(submission, RISK)) == ("A car outside", "high")
    client.post(url(submission), sent(answer) | {"do": "continue"})
    assert value(submission, FEARED) == FEARS


def test_theirs_is_taken_with_a_button(browse):
    submission, colleague = begin(make_case()), make_user("case_manager")
    join(submission, colleague)
    client = browse(submission.begun_by)
    page = client.get(url(submission))
    save(submission, {FEARED: "A car outside"}, by=colleague)
    answer = client.post(url(submission), sent(page) | {FEARED: FEARS, "do": "continue"})

    taken = client.post(url(submission), sent(answer) | {"take": FEARED})

    assert taken.status_code == 302
    assert value(submission, FEARED) == "A car outside"


def test_questions_of_a_compartment_one_does_not_hold_are_not_there(browse):
    submission, colleague = begin(make_case()), make_user("case_manager")
    join(submission, colleague)
    save(submission, {ILL: ILLNESS})
    client = browse(colleague)

    assert client.get(url(submission, "health")).url == url(submission, "family")
    client.post(url(submission, "health"), {ILL: "Nothing", "shown": f"{ILL} ", "version": "2"})

    assert value(submission, ILL) == ILLNESS


def test_one_more_of_a_repeat_is_added_and_one_is_taken_away_after_a_question(browse):
    submission = begin()
    client = browse(submission.begun_by)
    first, second = "/data/family/child[1]", "/data/family/child[2]"
    page = client.get(url(submission, "family"))
    added = client.post(url(submission, "family"), sent(page) | {f"{first}/name": CHILD, "add": "/data/family/child"})
    assert added.url == f"{url(submission, 'family')}#q-data-family-child-2"
    save(submission, {f"{second}/name": "Josiah"})

    page = client.get(url(submission, "family"))
    asked = client.post(url(submission, "family"), sent(page) | {"remove": first})
    question = client.get(asked.url)
    assert CHILD in question.content.decode()
    client.post(asked.url, {"at": first, "version": question.context["submission"].revision})

    assert value(submission, f"{first}/name") == "Josiah"


def test_what_was_written_for_a_place_that_moved_is_shown_and_put_nowhere(browse):
    submission = begin()
    with acting(submission.begun_by):
        workflow.add_repeat(again(submission), "/data/family/child", by=submission.begun_by)
    client = browse(submission.begun_by)
    page = client.get(url(submission, "family"))
    with acting(submission.begun_by):
        workflow.remove_repeat(again(submission), "/data/family/child[1]", by=submission.begun_by)

    answer = client.post(url(submission, "family"), sent(page) | {"/data/family/child[2]/name": CHILD})

    assert answer.status_code == 409 and CHILD in answer.content.decode()
    assert value(submission, "/data/family/child[1]/name") == ""


def test_a_section_that_is_not_there_and_a_form_of_others_are_the_same_nothing(browse):
    submission = begin()

    assert browse(submission.begun_by).get(url(submission, "nowhere")).status_code == 404
    assert browse(make_user("case_manager")).get(url(submission)).status_code == 404


def test_reading_a_section_is_a_look_at_the_case_in_the_compartment_of_the_form(browse):
    submission = begin()

    browse(submission.begun_by).get(url(submission))

    with acting(submission.begun_by):
        look = Event.objects.filter(kind="record.opened", record_id=submission.of_record).latest("id")
    assert look.data == {"submission": str(submission.pk), "compartment": "care"}


def test_the_language_of_the_form_is_changed_in_the_middle(browse):
    submission = begin()
    client = browse(submission.begun_by)

    client.get(url(submission) + "?language=Español (es)")

    page = client.get(url(submission)).content.decode()
    assert "¿Qué teme?" in page and "Save and continue" in page


def test_what_is_saved_after_the_session_ended_comes_back(browse):
    submission = begin()
    client = browse(submission.begun_by)
    page = client.get(url(submission))
    path, data = url(submission), sent(page) | {FEARED: FEARS}
    hold_for(submission.begun_by, path, data)

    answer = client.get(path)

    assert answer.status_code == 302
    assert value(submission, FEARED) == FEARS


def test_one_answer_that_came_too_late_is_saved_from_its_section(browse):
    submission = begin()
    client = browse(submission.begun_by)
    path = f"/forms/{submission.pk}/answer/"
    hold_for(submission.begun_by, path, {"field": FEARED, FEARED: FEARS, "version": "1"})

    assert client.get(path).url == url(submission)
    client.get(url(submission))

    assert value(submission, FEARED) == FEARS


def hold_for(user, path: str, data: dict) -> None:
    request = RequestFactory().post(path, data)
    request.user = user
    held.hold(request)
