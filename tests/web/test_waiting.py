"""Home says what waits for whoever decides second, oversees or is asked, and to nobody else."""

import pytest

from tests.factories.accounts import make_organisation, make_user
from tests.factories.cases import make_case
from tests.factories.staff import administrator, director, make_invitation, role
from tests.people.test_ask import work
from tests.walls.test_emergency_pages import ask as open_in_an_emergency
from tests.walls.test_emergency_pages import proved

pytestmark = pytest.mark.django_db(transaction=True)
EMERGENCY = "Opened in an emergency: look at why"


def test_a_second_administrator_finds_the_invitation_to_confirm(browse):
    first, second = administrator(), administrator()
    make_invitation(
        first, organisation=first.organisation, role=role("system_administrator"), email="third@ctu.example"
    )
    assert "third@ctu.example" in browse(second).get("/").text
    assert "third@ctu.example" not in browse(first).get("/").text


def test_whoever_oversees_finds_what_was_opened_in_an_emergency(browse):
    overseer, other = director(), make_user("case_manager")
    case = make_case(case_manager=make_user("case_manager"))
    open_in_an_emergency(proved(other), case.reference)
    assert EMERGENCY in browse(overseer).get("/").text
    assert EMERGENCY not in browse(other).get("/").text


def test_whoever_works_with_a_person_finds_the_question(browse, job_role):
    case = make_case(phones=["868 555 0123"])
    asker = make_user("case_manager", make_organisation("iom", kind="un_agency"))
    browse(asker).post("/people/ask/", {"phones": "868 555 0123", "reason": "She needs her papers."})
    work(job_role)
    assert "Questions about a person" in browse(case.case_manager).get("/").text
    assert "Questions about a person" not in browse(asker).get("/").text
