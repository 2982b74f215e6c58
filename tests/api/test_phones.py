"""A program files what came from its owner's phone; it makes no phone and ends none."""

from collections.abc import Iterator

import pytest

from samaan.cases import workflow as cases
from samaan.cases.models import Case
from tests.api.calling import Program
from tests.factories.accounts import make_user
from tests.factories.cases import acting, make_case
from tests.factories.devices import arrivals_of, instance, phone_of
from tests.factories.forms import forms_at_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Iterator[Case]:
    with forms_at_work():
        yield make_case()


def sent_by(user) -> str:
    phone_of(user).send(instance())
    return str(arrivals_of(user)[0].submission_id)


def test_it_is_filed_by_reference_and_is_in_the_file_then(case):
    number, program = sent_by(case.case_manager), Program(case.case_manager)
    assert [form["id"] for form in program.get("/forms")["forms"]] == [number]

    filed = program.post(f"/forms/{number}/file", {"reference": case.reference})

    assert (filed["record"], filed["status"]) == (str(case.pk), "finished")
    assert program.get(f"/forms/{filed['id']}")["complete"]
    program.post(f"/forms/{number}/file", {"reference": case.reference}, expect=404)


def test_a_case_and_a_form_of_others_are_as_none(case):
    stranger = make_user("case_manager")
    theirs, mine = sent_by(stranger), sent_by(case.case_manager)

    Program(stranger).post(f"/forms/{theirs}/file", {"reference": case.reference}, expect=404)
    Program(stranger).post(f"/forms/{mine}/file", {"reference": case.reference}, expect=404)


def test_whoever_lacks_a_part_of_the_form_is_told(case):
    colleague = make_user("case_manager")
    with acting(case.case_manager):
        cases.join_team(case, by=case.case_manager, user=colleague, part="care")

    refused = Program(colleague).post(f"/forms/{sent_by(colleague)}/file", {"reference": case.reference}, expect=409)

    assert refused["error"] == "cannot_file"
