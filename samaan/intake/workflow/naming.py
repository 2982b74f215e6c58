"""Naming one more person in a report."""

from typing import Any

from django.db import transaction

from samaan.accounts.models import User
from samaan.intake.models import Report, ReportPerson
from samaan.intake.workflow.holding import facts_before
from samaan.intake.workflow.receiving import add_to, is_child
from samaan.intake.workflow.steps import NAME_PERSON
from samaan.transitions import lock, move


@transaction.atomic
def name_person(report: Report, *, by: User, role: str, note: str = "", **known) -> ReportPerson:
    """Add a person whom the report is now known to concern: as possible victim, suspect or witness."""
    lock(report)
    changes: dict[str, Any] = {"persons_named": report.persons_named + 1}
    if is_child({"role": role} | known):
        changes["children"] = True
    was = facts_before(report, **changes)
    move(report, NAME_PERSON, by=by, event_data={"role": role, "was": was}, **changes)
    return add_to(report, by=by, role=role, note=note, **known)
