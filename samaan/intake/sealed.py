"""The sealed field of a report: who gave the information."""

from django.utils.translation import gettext_lazy as _

from samaan.access.records import compartments_of
from samaan.accounts.models import User
from samaan.intake.models import Report
from samaan.intake.permissions import can_name_persons
from samaan.sealed.classes import Part, SealedClass

# What is told of whoever reported and would lead to them; the rest stands for statistics.
PARTS = (
    Part("name", _("Name")),
    Part("phone", _("Telephone")),
    Part("email", _("E-mail")),
    Part("safe_note", _("What to mind when making contact"), long=True),
    Part("code_word", _("Code word")),
)


def can_seal(user: User, report: Report) -> bool:
    """Those who triage and the report's investigator, when they hold the part about whoever reported."""
    return report.is_open and can_name_persons(user, report) and "reporter" in compartments_of(report, user)


def owners(report: Report) -> list[User]:
    """The investigator; before there is one, those who assign."""
    if report.assigned_to:
        return [report.assigned_to]
    assigning = User.objects.filter(role__permissions__contains=["report.assign"], is_active=True)
    return list(assigning.filter(organisation_id=report.organisation_id))


INFORMANT = SealedClass("informant", _("Who gave the information"), PARTS, can_seal, owners)
