"""The pages of asking whether somebody is known, and of answering."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from tests.factories.accounts import make_organisation, make_user
from tests.factories.cases import ADDRESS, NAME, SURNAME, make_case
from tests.factories.intake import make_report
from tests.people.test_ask import work

pytestmark = pytest.mark.django_db(transaction=True)
SOUGHT = {"names": "", "phone": "868 555 0123"}
ASK = {"phones": "868 555 0123", "reason": "She needs her papers."}


@pytest.fixture
def case():
    return make_case(phones=["868 555 0123"])


@pytest.fixture
def asker():
    return make_user("case_manager", make_organisation("iom", kind="un_agency"))


def text(response, status=200) -> str:
    assert response.status_code == status
    return response.content.decode()


def test_a_search_says_that_somebody_may_be_known_and_nothing_of_them(browse, case, asker):
    client = browse(asker)
    page = text(client.post("/people/", SOUGHT))
    assert "Another agency may already know this person." in page
    for secret in (NAME, SURNAME, ADDRESS, case.reference, case.pseudonym, str(case.person_id)):
        assert secret not in page
    assert "868 555 0123" in text(client.post("/people/ask/", {"do": "begin", **SOUGHT}))


def test_from_asking_to_the_answer(browse, case, asker, job_role):
    client, manager = browse(asker), browse(case.case_manager)
    assert "Nobody to ask" in text(client.post("/people/ask/", {"names": "Nobody", "reason": "x"}), 422)
    assert client.post("/people/ask/", ASK).url == "/people/asks/"
    assert "Nobody has answered yet" in text(client.get("/people/asks/"))
    work(job_role)
    page = text(manager.get("/people/asks/"))
    path = "/people/questions/" + page.partition("/people/questions/")[2].partition('"')[0]
    shown = text(manager.get(path))
    assert "She needs her papers." in shown and asker.full_name in shown and f"{NAME} {SURNAME}" in shown
    assert client.get(path).status_code == 404
    text(manager.post(path, {"answer": "shared"}), 422)
    until = (timezone.localdate() + timedelta(days=3)).isoformat()
    sent = {"answer": "shared", "compartments": ["summary"], "until": until}
    assert manager.post(path, sent).status_code == 302
    assert manager.post(path, sent).status_code == 409
    work(job_role)
    answered = text(client.get("/people/asks/"))
    assert "A part of their file is open to you" in answered and case.get_absolute_url() in answered
    assert case.case_manager.full_name not in answered


def test_whoever_adds_somebody_is_told_and_led_to_asking(browse, case):
    anna = make_user("investigator")
    report = make_report("accepted", investigator=anna)
    client = browse(anna)
    sent = {"role": "possible_victim", "given_names": "Otra", "phone": "868 555 0123"}
    page = text(client.post(f"/reports/{report.pk}/persons/new/", sent, follow=True))
    assert "Another agency may already know this person." in page
    address = "/people/ask/" + page.partition("/people/ask/")[2].partition('"')[0]
    assert "868 555 0123" in text(client.get(address))


def test_a_case_manager_keeps_a_person_from_being_asked_about(browse, case, asker):
    manager = browse(case.case_manager)
    assert "Tell nobody" in text(manager.get(f"/people/{case.person_id}/"))
    manager.post(f"/people/{case.person_id}/keep-from-asking/", {"kept": "yes"})
    assert "Others may ask about them again" in text(manager.get(f"/people/{case.person_id}/"))
    assert "Another agency" not in text(browse(asker).post("/people/", SOUGHT))
    assert browse(asker).post(f"/people/{case.person_id}/keep-from-asking/", {"kept": "no"}).status_code == 404


def test_other_roles_find_no_way_in(browse, case):
    responder = browse(make_user("first_responder", "ttps"))
    for path in ("/people/ask/", "/people/asks/"):
        assert responder.get(path).status_code == 403


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_pages_are_clear_to_everybody(look, case, asker, job_role, size):
    tab = look(asker, size)
    tab.goto("/people/")
    tab.get_by_label("Telephone").fill("868 555 0123")
    tab.get_by_role("button", name="Find").click()
    tab.get_by_role("button", name="Ask them").wait_for()
    assert Axe().run(tab).response["violations"] == []
    tab.get_by_role("button", name="Ask them").click()
    tab.get_by_label("Why do you ask?").fill("She needs her papers.")
    assert Axe().run(tab).response["violations"] == []
    tab.get_by_role("button", name="Ask", exact=True).click()
    tab.get_by_text("Nobody has answered yet").wait_for()
    assert Axe().run(tab).response["violations"] == []
    work(job_role)
    manager = look(case.case_manager, size)
    manager.goto("/people/asks/")
    manager.get_by_role("link", name="asks about a person").click()
    manager.get_by_label("I will contact them").wait_for()
    assert Axe().run(manager).response["violations"] == []
    assert manager.evaluate("document.documentElement.scrollWidth <= innerWidth")
