"""Sealed fields for programs: read as a mask, opened only with a token that was issued for it."""

from datetime import timedelta

import pytest

from samaan.accounts.models import ApiToken
from tests.api.calling import Program
from tests.factories.cases import make_case
from tests.factories.sealed import CONTACT, WHY, make_sealed

pytestmark = pytest.mark.django_db


def allowed(user) -> Program:
    """A program whose token was issued for opening sealed fields."""
    program = Program()
    token = ApiToken.issue(user, lasting=timedelta(days=1), may_reveal=True)
    program.headers = {"authorization": f"Bearer {token}"}
    return program


@pytest.fixture
def case():
    return make_case()


@pytest.fixture
def field(case):
    return make_sealed(case)


def test_reading_says_that_there_is_one_and_no_more(case, field):
    read = Program(case.case_manager).get(f"/cases/{case.pk}")
    assert read["sealed"] == [
        {"field": "shelter_address", "id": None, "value": None, "state": "empty"},
        {"field": "safe_contact", "id": str(field.pk), "value": {"sealed": True}, "state": "sealed"},
    ]
    assert not [words for words in CONTACT.values() if words in str(read)]


def test_an_ordinary_token_opens_nothing(case, field):
    refused = Program(case.case_manager).post(f"/sealed/{field.pk}/reveal", WHY, expect=403)
    assert refused["error"] == "not_for_this_token"


def test_a_token_issued_for_it_does(case, field):
    opened = allowed(case.case_manager).post(f"/sealed/{field.pk}/reveal", WHY)
    assert (opened["value"], opened["shown_to"]) == (CONTACT, case.case_manager.full_name)


def test_not_without_a_reason(case, field):
    program = allowed(case.case_manager)
    assert program.post(f"/sealed/{field.pk}/reveal", {"reason": "curious", "words": "x"}, expect=422)["fields"]
    assert program.post(f"/sealed/{field.pk}/reveal", {"reason": "other"}, expect=422)["fields"]


def test_a_second_person_is_asked_and_approves(case, field):
    investigator, manager = allowed(case.opened_by), allowed(case.case_manager)
    assert investigator.post(f"/sealed/{field.pk}/reveal", WHY, expect=409)["error"] == "needs_second_person"
    asked = investigator.post(f"/sealed/{field.pk}/ask", WHY)
    assert [request["id"] for request in manager.get("/sealed/requests")] == [asked["id"]]
    address = f"/sealed/requests/{asked['id']}"
    assert investigator.post(f"{address}/approve", expect=403)["error"] == "not_permitted"
    assert Program(case.case_manager).post(f"{address}/approve", expect=403)["error"] == "not_for_this_token"
    assert manager.post(f"{address}/approve")["status"] == "approved"
    assert investigator.post(f"/sealed/{field.pk}/reveal", WHY)["value"] == CONTACT
    assert investigator.post(f"/sealed/{field.pk}/reveal", WHY, expect=409)["error"] == "needs_second_person"


def test_a_refusal_has_its_reason(case, field):
    asked = allowed(case.opened_by).post(f"/sealed/{field.pk}/ask", WHY)
    refused = Program(case.case_manager).post(f"/sealed/requests/{asked['id']}/refuse", {"answer": "Not today."})
    assert (refused["status"], refused["answer"]) == ("refused", "Not today.")


def test_a_foreign_field_is_the_same_as_none(program, field):
    stranger = allowed(program("case_manager").user)
    assert stranger.post(f"/sealed/{field.pk}/reveal", WHY, expect=404)["error"] == "not_found"


def test_writing_answers_with_the_version_alone(case, field):
    written = Program(case.case_manager).put(f"/sealed/safe_contact/of/{case.pk}", {"value": {"way": "By letter"}})
    assert (written["field"], written["version"]) == ("safe_contact", 2) and "By letter" not in str(written)
    assert Program(case.case_manager).put(f"/sealed/safe_contact/of/{case.pk}", {"value": {"shoe": "x"}}, expect=422)
    assert Program(case.case_manager).put(f"/sealed/nothing/of/{case.pk}", {"value": {"way": "x"}}, expect=404)


def test_what_is_sealed_is_described(case):
    fields = Program(case.case_manager).get("/sealed/fields")
    assert [field["field"] for field in fields] == ["shelter_address", "safe_contact", "shared_contact", "informant"]
