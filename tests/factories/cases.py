"""Cases in any state, made by the same functions the pages call."""

from typing import Any

from samaan.access import context, principals, records
from samaan.accounts.models import User
from samaan.cases import workflow
from samaan.cases.models import Case
from samaan.people.looking import ALL_ARE_OTHERS
from samaan.people.models import Person
from samaan.people.workflow import add_person
from tests.factories.accounts import make_user
from tests.support import cast

# Canaries: nothing of them may stand where it was not opened.
NAME, SURNAME, PHONE, ADDRESS = "Dayanara", "Villasmil Prieto", "+18687654321", "Behind the bakery in Cunapo"
WOMAN = {
    "given_names": NAME, "family_names": SURNAME, "phones": [PHONE], "address": ADDRESS, "sex": "female", "age": 24,
    "nationality": "VE", "language": "es",
}  # fmt: skip


class ReportStandIn:
    """What a report is to the person it names: a record that opens them."""

    record_kind = "report"

    def __init__(self, record_id):
        self.record_id = record_id


def acting(user: User):
    return context.acting(context.of_user(user))


def make_person(*readers: User, **known: Any) -> Person:
    """An invented woman of 24, named in a report these people may read."""
    by = readers[0]
    grants = [
        records.grant_to(principals.user(reader.pk), ["persons"], basis="assignment", purpose="test", by=by)
        for reader in readers
    ]
    with acting(by):
        report = ReportStandIn(records.begin_record("report", owned_by=by.organisation, grants=grants))
        return add_person(of=report, compartment="persons", organisation=by.organisation, **WOMAN | known)


def make_case(
    *, investigator: User | None = None, case_manager: User | None = None, managed: bool = True, **known: Any
) -> Case:
    """A case opened by an investigator and, unless told otherwise, with a case manager."""
    investigator = investigator or make_user("investigator")
    manager = (case_manager or make_user("case_manager")) if managed else None
    person = make_person(investigator, **known)
    with acting(investigator):
        case = workflow.open_case(
            person, by=investigator, region=cast.region("case"), case_manager=manager, not_these=ALL_ARE_OTHERS
        )
        return Case.objects.select_related("case_manager", "opened_by").get(pk=case.pk)


def close(case: Case, reason: str = "goals_met") -> None:
    with acting(case.case_manager):
        workflow.close_case(case, by=case.case_manager, reason=reason)
