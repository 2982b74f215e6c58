"""Naming one more person in a report."""

from django.db import transaction
from django.db.models import F

from samaan.accounts.models import User
from samaan.intake.models import Report, ReportPerson
from samaan.intake.workflow.receiving import add_to
from samaan.intake.workflow.steps import NAME_PERSON
from samaan.transitions import move


@transaction.atomic
def name_person(report: Report, *, by: User, role: str, note: str = "", **known) -> ReportPerson:
    """Add a person whom the report is now known to concern: as possible victim, suspect or witness."""
    move(report, NAME_PERSON, by=by, event_data={"role": role})
    Report.objects.filter(pk=report.pk).update(persons_named=F("persons_named") + 1)
    return add_to(report, by=by, role=role, note=note, **known)
